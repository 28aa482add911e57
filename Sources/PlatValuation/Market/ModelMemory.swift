internal import PlatKernels
internal import Synchronization

/// The matrices of a fit, kept for the next one so that an estimate allocates nothing large.
///
/// It belongs to one fit at a time. Every index is checked against the capacity before a kernel
/// runs.
@safe
final class ModelMemory: @unchecked Sendable {
  // Unchecked: `ModelMemories` lends it to one fit at a time, and a fit runs on one thread.

  /// The greatest number of sales in a model, and the numbers in a row of a matrix.
  static let most = 96

  private let covariances: UnsafeMutablePointer<Double>
  private let factor: UnsafeMutablePointer<Double>
  private let inverse: UnsafeMutablePointer<Double>
  private let columns: UnsafeMutablePointer<Double>
  private static let square = most * most

  init() {
    unsafe covariances = .allocate(capacity: Self.square)
    unsafe factor = .allocate(capacity: Self.square)
    unsafe inverse = .allocate(capacity: Self.square)
    unsafe columns = .allocate(capacity: 4 * Self.most)
    unsafe covariances.initialize(repeating: 0, count: Self.square)
    unsafe factor.initialize(repeating: 0, count: Self.square)
    unsafe inverse.initialize(repeating: 0, count: Self.square)
    unsafe columns.initialize(repeating: 0, count: 4 * Self.most)
  }

  deinit {
    unsafe covariances.deallocate()
    unsafe factor.deallocate()
    unsafe inverse.deallocate()
    unsafe columns.deallocate()
  }

  /// Computes the covariances of the first `count` homes with one another.
  func setCovariances(of homes: HomeTable, count: Int) {
    precondition(count <= Self.most, "a model has room for \(Self.most) sales")
    for place in 0..<count {
      let point = homes[place]
      unsafe homes.covariances(with: point, count: place + 1, into: covariances + place * Self.most)
    }
  }

  /// Factors the covariances with the noise of each sale on the diagonal; false if they have no
  /// factorization.
  func factor(noise: [Double]) -> Bool {
    let count = noise.count
    precondition(count <= Self.most, "a model has room for \(Self.most) sales")
    for place in 0..<count {
      let row = place * Self.most
      unsafe (factor + row).update(from: covariances + row, count: place + 1)
      unsafe factor[row + place] += noise[place]
    }
    return unsafe plat_factor(factor, count, Self.most, columns) != 0
  }

  /// Solves `covariances * x = right` in place, by the last factor.
  func solve(_ right: inout [Double]) {
    precondition(right.count <= Self.most, "a model has room for \(Self.most) sales")
    unsafe plat_solve_lower(factor, right.count, Self.most, &right)
    unsafe plat_solve_upper(factor, right.count, Self.most, &right)
  }

  /// Solves `L * x = right` in place, where `L` is the last factor.
  func solveLower(_ right: inout [Double]) {
    precondition(right.count <= Self.most, "a model has room for \(Self.most) sales")
    unsafe plat_solve_lower(factor, right.count, Self.most, &right)
  }

  /// The diagonal of the inverse of the last factored matrix.
  func inverseDiagonal(count: Int) -> [Double] {
    precondition(count <= Self.most, "a model has room for \(Self.most) sales")
    var diagonal = [Double](repeating: 0, count: count)
    unsafe plat_inverse_diagonal(factor, count, Self.most, inverse, &diagonal)
    return diagonal
  }
}

/// Lends memory to any number of concurrent fits.
final class ModelMemories: Sendable {
  private let spare = Mutex<[ModelMemory]>([])

  /// Runs a fit with its own memory.
  func withMemory<Result>(_ body: (ModelMemory) -> Result) -> Result {
    let memory = spare.withLock { $0.popLast() } ?? ModelMemory()
    defer { spare.withLock { $0.append(memory) } }
    return body(memory)
  }
}
