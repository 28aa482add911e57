import Foundation
import PlatKernels
import PlatTestSupport
import Testing

@testable import PlatValuation

/// The kernels of the process against plain formulas.
@Suite(.serialized, .timeLimit(.minutes(30))) struct ProcessKernelTests {
  private static func table(_ count: Int, seed: UInt64) -> HomeTable {
    var draw = SeededGenerator(seed: seed)
    var table = HomeTable(room: ModelMemory.most)
    for _ in 0..<count {
      var home = HomeFeatures()
      for feature in HomeFeatures.Feature.allCases { home[feature] = draw.double(-2...2) }
      home[.kind] = Double(draw.int(0...2))
      table.append(home)
    }
    return table
  }

  @Test(arguments: [1, 2, 3, 17, 95, 96]) func solvesWhatItFactors(_ count: Int) {
    let table = Self.table(count, seed: UInt64(count))
    let memory = ModelMemory()
    memory.setCovariances(of: table, count: count)
    let noise = (0..<count).map { 0.02 + Double($0 % 3) * 0.01 }
    #expect(memory.factor(noise: noise))
    let right = (0..<count).map { sin(Double($0)) }
    var solution = right
    memory.solve(&solution)
    let rows = (0..<count).map { table.covariances(with: table[$0]) }
    for place in 0..<count {
      let sum = (0..<count).reduce(noise[place] * solution[place]) {
        $0 + rows[place][$1] * solution[$1]
      }
      #expect(abs(sum - right[place]) < 1e-9)
    }
    let diagonal = memory.inverseDiagonal(count: count)
    for place in 0..<count {
      var unit = [Double](repeating: 0, count: count)
      unit[place] = 1
      memory.solve(&unit)
      #expect(abs(unit[place] - diagonal[place]) < 1e-9 * diagonal[place])
    }
  }

  @Test func covariancesAreWhatTheDocumentSays() {
    let table = Self.table(20, seed: 3)
    for place in 0..<20 {
      let (a, covariances) = (table[place], table.covariances(with: table[place]))
      for other in 0..<20 {
        let b = table[other]
        func apart(_ feature: HomeFeatures.Feature, _ length: Double) -> Double {
          pow((a[feature] - b[feature]) / length, 2)
        }
        func slope(_ feature: HomeFeatures.Feature, _ deviation: Double) -> Double {
          a[feature] * b[feature] * deviation * deviation
        }
        let place = apart(.east, 1) + apart(.north, 1)
        let kernel = PriceProcess.kernel
        var expected = kernel.level + kernel.district / (1 + place * kernel.district_scale)
        expected += kernel.street / (1 + place * kernel.street_scale)
        var unlike =
          place * kernel.likeness_scale + apart(.size, 1) * kernel.scales.2 + apart(.lot, 1)
          * kernel.scales.3
        unlike += apart(.beds, 1) * kernel.scales.4 + apart(.stories, 1) * kernel.scales.6
        unlike += apart(.year, 1) * kernel.scales.7
        expected += kernel.likeness / (1 + unlike) + (a[.kind] == b[.kind] ? kernel.kind : 0)
        let slopes = kernel.slopes
        expected += slope(.size, slopes.2.squareRoot()) + slope(.lot, slopes.3.squareRoot())
        expected += slope(.beds, slopes.4.squareRoot()) + slope(.baths, slopes.5.squareRoot())
        expected += slope(.stories, slopes.6.squareRoot()) + slope(.year, slopes.7.squareRoot())
        expected += slope(.newness, slopes.8.squareRoot()) + slope(.time, slopes.9.squareRoot())
        #expect(abs(covariances[other] - expected) < 1e-12)
      }
    }
  }

  @Test func everyInstructionSetGivesTheSameBits() {
    let table = Self.table(96, seed: 9)
    func bits(_ isa: Int32) -> [Double] {
      plat_isa_use(isa)
      defer { plat_isa_use(plat_isa_best()) }
      let memory = ModelMemory()
      memory.setCovariances(of: table, count: 96)
      var right = (0..<96).map { cos(Double($0)) }
      guard memory.factor(noise: [Double](repeating: 0.02, count: 96)) else { return [] }
      memory.solve(&right)
      return right + memory.inverseDiagonal(count: 96) + table.covariances(with: table[5])
    }
    let portable = bits(Int32(PLAT_ISA_PORTABLE))
    #expect(portable.count == 288 && portable == bits(plat_isa_best()))
  }
}
