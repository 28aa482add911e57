internal import PlatKernels

/// The features of several homes, feature by feature, in the layout of the kernels.
struct HomeTable {
  /// The number of homes.
  private(set) var count = 0
  private let room: Int
  private var values: [Double]

  init(room: Int) {
    self.room = room
    values = [Double](repeating: 0, count: HomeFeatures.count * room)
  }

  /// Adds a home; ignores it if the table is full.
  mutating func append(_ home: HomeFeatures) {
    guard count < room else { return }
    for feature in 0..<HomeFeatures.count { values[feature * room + count] = home.values[feature] }
    count += 1
  }

  /// The features of a home.
  subscript(_ place: Int) -> HomeFeatures {
    var home = HomeFeatures()
    for feature in 0..<HomeFeatures.count { home.values[feature] = values[feature * room + place] }
    return home
  }

  /// The size of a home relative to the subject's.
  func size(_ place: Int) -> Double { values[HomeFeatures.Feature.size.rawValue * room + place] }

  /// The covariances of a home with all homes of the table.
  func covariances(with home: HomeFeatures) -> [Double] {
    unsafe [Double](unsafeUninitializedCapacity: max(count, 1)) { out, filled in
      guard let base = out.baseAddress else { return }
      unsafe covariances(with: home, count: count, into: base)
      filled = count
    }
  }

  /// Writes the covariances of a home with the first `count` homes.
  func covariances(with home: HomeFeatures, count: Int, into out: UnsafeMutablePointer<Double>) {
    precondition(count <= self.count, "a table of \(self.count) homes has no \(count)")
    unsafe values.withUnsafeBufferPointer { values in
      unsafe home.values.span.withUnsafeBufferPointer { point in
        guard let values = values.baseAddress, let point = point.baseAddress else { return }
        unsafe withUnsafePointer(to: PriceProcess.kernel) {
          unsafe plat_covariances($0, values, room, count, point, out)
        }
      }
    }
  }
}
