internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex

/// Reads the features of sales, as differences from a subject.
struct FeatureReader {
  private let subject: Subject
  private let columns: SaleColumns
  private let logSize: Double
  private let logLot: Double?
  private let kind: UInt64?
  private let subjectNewness: Double
  private let kilometresEast: Double

  /// Kilometres in 1e-7 degrees of latitude.
  private static let kilometresNorth = 111.13 / Coordinate.stepsPerDegree
  private static let secondsPerYear = 31_557_600.0

  init(_ subject: Subject, _ columns: SaleColumns) {
    self.subject = subject
    self.columns = columns
    logSize = log(subject.sqft)
    logLot = subject.lotSizeSquareFeet.map { log(max($0, 100)) }
    kind = subject.propertySubType.flatMap { columns.subTypes[$0.lowercased()] }
    kilometresEast = Self.kilometresNorth * cos(subject.coordinate.latitudeDegrees * .pi / 180)
    subjectNewness = subject.yearBuilt.map { Self.newness(Double($0), subject.asOf) } ?? 0
  }

  /// The features of the sale in a row; a feature unknown for either home makes no difference.
  func features(_ row: Int) -> HomeFeatures {
    var home = HomeFeatures()
    if let position = columns.index.position(row) {
      home[.north] =
        Double(Int64(position.latitude) - Int64(subject.coordinate.latitude)) * Self.kilometresNorth
      var east = Int64(position.longitude) - Int64(subject.coordinate.longitude)
      // The short way around the globe.
      if east > 1_800_000_000 {
        east -= 3_600_000_000
      } else if east < -1_800_000_000 {
        east += 3_600_000_000
      }
      home[.east] = Double(east) * kilometresEast
    }
    home[.size] = log(max(columns.sqft.value(row) ?? 0, 1)) - logSize
    if let logLot, let lot = columns.lot.value(row) {
      home[.lot] = log(max(lot, 100)) - logLot
    }
    if let own = subject.beds, let beds = columns.beds.value(row) {
      home[.beds] = beds - own
    }
    if let own = subject.baths, let baths = columns.baths.value(row) {
      home[.baths] = baths - own
    }
    if let own = subject.stories, let stories = columns.stories.value(row) {
      home[.stories] = stories - own
    }
    if let own = subject.yearBuilt, let year = columns.yearBuilt.value(row) {
      home[.year] = (year - Double(own)) / 30
      home[.newness] = Self.newness(year, subject.asOf) - subjectNewness
    }
    home[.time] =
      (Double(columns.closeDate.value(row) ?? subject.asOf) - Double(subject.asOf))
      / Self.secondsPerYear
    if let kind {
      let other = columns.subType.column.stored(row)
      home[.kind] = other == kind ? 0 : Double(other) + 1
    }
    home.limit()
    return home
  }

  /// The newness of a home at a moment: 1 when it is built, 0 after thirty years.
  private static func newness(_ year: Double, _ asOf: Int64) -> Double {
    let now = 1970 + Double(asOf) / secondsPerYear
    return max(0, min(1, (30 - (now - year)) / 30))
  }
}
