internal import PlatKernels

/// The differences of a home from the subject, in the units in which ``PriceProcess`` compares
/// homes; the subject is all zeros.
///
/// A feature unknown for either home makes no difference.
struct HomeFeatures {
  /// One number for each feature of the process, in its order.
  var values = [11 of Double](repeating: 0)

  static let count = PLAT_FEATURES

  /// A difference of a feature.
  subscript(_ feature: Feature) -> Double {
    get { values[feature.rawValue] }
    set { values[feature.rawValue] = newValue }
  }

  /// The features, in the order of the kernel.
  enum Feature: Int, CaseIterable {
    /// Kilometres east and north.
    case east, north
    /// Logarithms of living area and lot.
    case size, lot
    /// Rooms and floors.
    case beds, baths, stories
    /// The year in units of 30, and the newness of a home of less than 30 years, from 0 to 1.
    case year, newness
    /// Years since the valuation: negative.
    case time
    /// 0 for homes of the subject's kind, another number for each other kind.
    case kind
  }

  /// Limits all differences.
  mutating func limit() {
    for feature in [Feature.size, .lot, .beds, .baths, .stories, .year, .newness, .time] {
      let most = Self.limit(of: feature)
      self[feature] = max(-most, min(most, self[feature]))
    }
  }

  /// The greatest difference that counts: a greater one is a mistake of the feed, or the home is
  /// not comparable.
  private static func limit(of feature: Feature) -> Double {
    switch feature {
    case .size, .lot, .stories: 4
    case .beds, .baths: 8
    case .year: 6
    case .newness: 1
    default: 100
    }
  }
}
