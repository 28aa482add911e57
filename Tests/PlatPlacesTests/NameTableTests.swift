import PlatTestSupport
import Testing

@testable import PlatPlaces

/// The bit-parallel distance and its filter equal the matrix over all names.
@Suite(.timeLimit(.minutes(30))) struct NameTableTests {
  /// Optimal string alignment by its definition, cell by cell.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var rows = [[Int]](repeating: [Int](repeating: 0, count: b.count + 1), count: a.count + 1)
    for i in 0...a.count { rows[i][0] = i }
    for j in 0...b.count { rows[0][j] = j }
    guard !a.isEmpty, !b.isEmpty else { return max(a.count, b.count) }
    for i in 1...a.count {
      for j in 1...b.count {
        rows[i][j] = min(
          rows[i - 1][j] + 1, rows[i][j - 1] + 1,
          rows[i - 1][j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1))
        if i > 1, j > 1, a[i - 1] == b[j - 2], a[i - 2] == b[j - 1] {
          rows[i][j] = min(rows[i][j], rows[i - 2][j - 2] + 1)
        }
      }
    }
    return rows[a.count][b.count]
  }

  /// A name with few different symbols, so that many names are similar.
  static func name(_ random: inout SeededGenerator, _ length: ClosedRange<Int>, of symbols: Int)
    -> [UInt8]
  {
    (0..<random.int(length)).map { _ in UInt8(random.int(0...symbols - 1)) }
  }

  @Test(arguments: [1, 2, 3] as [UInt64]) func distancesAreThoseOfTheMatrix(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let a = Self.name(&random, 1...64, of: random.int(2...37))
      let b =
        random.percent(50)
        ? Misspelling.of(a, &random, errors: 3) : Self.name(&random, 0...90, of: 5)
      let pattern = try #require(EditPattern(a))
      let exact = Self.distance(a, b)
      for most in [0, 1, 3, 100] {
        let found = pattern.distance(to: b.span, atMost: most)
        #expect(
          exact <= most ? found == exact : found > most, "seed \(seed): \(a) \(b) at most \(most)")
      }
    }
  }

  @Test(arguments: [4, 5] as [UInt64]) func noNameWithinTheDistanceIsMissed(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let names =
      (0..<250).map { _ in Self.name(&random, 0...random.int(1...24), of: random.int(2...37)) }
      + (0..<10).map { _ in Self.name(&random, 60...70, of: 3) }
    let table = NameTable(names)
    for round in 0..<90 {
      let text =
        round % 3 == 0
        ? Self.name(&random, 0...20, of: 6)
        : Misspelling.of(random.one(of: names), &random, errors: round % 4)
      guard !text.isEmpty, text.count <= EditPattern.limit else { continue }
      let distances = Dictionary(names.filter { !$0.isEmpty }.map { ($0, Self.distance(text, $0)) })
      { first, _ in first
      }
      for most in 1...3 {
        var found: [[UInt8]: Int] = [:]
        for find in table.names(within: most, of: text) {
          found[table.name(find.number)] = find.distance
        }
        #expect(
          found == distances.filter { $0.value <= most },
          "seed \(seed), round \(round), most \(most): \(text)")
      }
    }
  }

  @Test func emptyTablesAndTexts() {
    #expect(NameTable([]).names(within: 3, of: [1]).isEmpty)
    #expect(NameTable([[], []]).count == 0)
    #expect(NameTable([[1, 2]]).names(within: 3, of: []).isEmpty)
    #expect(NameTable([[1, 2]]).name(7).isEmpty && NameTable([[1, 2]]).name(-1).isEmpty)
    #expect(NameTable([[1], [1], [2]]).count == 2)
  }

  @Test func costsAreNoneForTheSameAndMoreForMore() {
    let name = NameSymbols.symbols(Array("palm springs".utf8))
    func cost(_ text: String) -> Double {
      TypingModel.cost(of: NameSymbols.symbols(Array(text.utf8)), from: name)
    }
    #expect(cost("palm springs") == 0)
    #expect(cost("") > 40)
    #expect(cost("palm spirngs") < cost("palm sxrings"))
    #expect(cost("palmsprings") < cost("palm springsx"))
    #expect(cost("palm sprngs") > 0)
    #expect(TypingModel.cost(of: [], from: []) == 0)
  }
}

/// Typing errors for tests.
enum Misspelling {
  /// Symbols with some errors among them.
  static func of(_ name: [UInt8], _ random: inout SeededGenerator, errors: Int) -> [UInt8] {
    var name = name
    for _ in 0..<errors {
      let place = random.int(0...max(name.count - 1, 0))
      switch random.int(0...3) {
      case 0 where !name.isEmpty: name.remove(at: place)
      case 1 where !name.isEmpty: name[place] = UInt8(random.int(0...36))
      case 2 where place + 1 < name.count: name.swapAt(place, place + 1)
      default: name.insert(UInt8(random.int(0...36)), at: place)
      }
    }
    return name
  }

  /// A text with some errors among its letters.
  static func of(_ text: String, _ random: inout SeededGenerator, errors: Int) -> String {
    var letters = Array(text)
    for _ in 0..<errors where !letters.isEmpty {
      let place = random.int(0...letters.count - 1)
      let letter = Character(UnicodeScalar(UInt8(random.int(97...122))))
      switch random.int(0...3) {
      case 0: letters.remove(at: place)
      case 1: letters[place] = letter
      case 2 where place + 1 < letters.count: letters.swapAt(place, place + 1)
      default: letters.insert(letter, at: place)
      }
    }
    return String(letters)
  }
}
