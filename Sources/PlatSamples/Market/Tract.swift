/// A square of about 480 metres, filled with streets whose homes are all of one kind.
///
/// A tract stores no list of its homes: a home's number determines its location, so millions of
/// homes need no memory, and a home that is drawn twice is the same home.
struct Tract: Sendable {
  /// The south-west corner, in degrees.
  let latitude: Double
  let longitude: Double
  /// The position of the tract in the grid: streets keep their names and house numbers along it.
  let row: Int
  let column: Int
  let city: Int
  let subdivision: Int
  let kind: HomeKind
  /// Whether the streets run east and west.
  let runsEast: Bool
  /// How far the streets curve at their middle, in metres.
  let bow: Double
  let plan: Plan
  /// The logarithm of the dollars per square foot here, before a home's own properties.
  let level: Double
  /// How often its homes change hands, relative to others.
  let turnover: Double
  /// The index of its postal code among the city's.
  let postalCode: Int
  /// The tract's part of its homes' numbers.
  let identity: UInt64

  /// The side of a tract, in metres, and in degrees of latitude and longitude.
  static let side = 480.0
  static let latitudeStep = 0.004_32
  static let longitudeStep = 0.005_2

  /// The division of a tract's land into lots.
  struct Plan: Sendable {
    /// The width along the street and the depth of each lot, in metres.
    let front: Double
    let depth: Double
    /// The number of streets in the tract, and of lots along each side of a street.
    let streets: Int
    let lots: Int
    /// The number of homes on a lot: more than one in a condominium building.
    let units: ClosedRange<Int>

    /// The side of the land inside the roads around a tract, in metres.
    static let ground = 456.0

    /// Divides a tract for a kind of home of a subdivision's profile.
    init(_ kind: HomeKind, _ profile: Profile) {
      switch kind {
      case .house: (front, depth, units) = (profile.front, 16 + profile.front * 0.75, 1...1)
      case .estate: (front, depth, units) = (46, 60, 1...1)
      case .townhouse: (front, depth, units) = (8.5, 26, 1...1)
      case .mobile: (front, depth, units) = (13, 21, 1...1)
      case .condo:
        let isTower = profile.units.upperBound > 40
        (front, depth, units) = (isTower ? 66 : 38, isTower ? 52 : 36, profile.units)
      }
      streets = max(1, Int(Self.ground / (2 * depth + 14)))
      lots = max(1, Int(Self.ground / front))
    }

    /// The number of lots in the tract.
    var sites: Int { 2 * streets * lots }

    /// The approximate number of homes in the tract.
    var homes: Double { Double(sites) * Double(units.lowerBound + units.upperBound) / 2 }
  }
}

/// The location of a home.
struct Site: Sendable {
  /// Millionths of a degree.
  let latitude: Int
  let longitude: Int
  /// The index of its street in the tract, and its house number.
  let street: Int
  let number: Int
}

extension Tract {
  /// The location of a lot: its street, its side, and its number along it.
  func site(_ lot: Int, metresEast: Double, numbering: Numbering) -> Site {
    let street = lot / (2 * plan.lots)
    let rest = lot - street * 2 * plan.lots
    let side = rest / plan.lots
    let along = 12 + (Double(rest - side * plan.lots) + 0.5) * (Plan.ground / Double(plan.lots))
    let bits = SampleRandom.mix(identity, UInt64(truncatingIfNeeded: lot))
    let wobbleAlong = SampleRandom.unit(bits << 32) * 3 - 1.5
    let wobbleAcross = SampleRandom.unit(bits) * 5 - 2.5
    let share = along / Self.side
    let setBack = (side == 0 ? 1.0 : -1.0) * (7 + plan.depth / 2)
    let across =
      12 + (Double(street) + 0.5) * (Plan.ground / Double(plan.streets)) + setBack + wobbleAcross
      + bow * 4 * share * (1 - share)
    let east = runsEast ? along + wobbleAlong : across
    let north = runsEast ? across : along + wobbleAlong
    return Site(
      latitude: Int(((latitude + north / 111_132) * 1_000_000).rounded()),
      longitude: Int(((longitude + east / metresEast) * 1_000_000).rounded()),
      street: street,
      number: numbering.number(of: self, along: along, side: side))
  }
}

/// A city's house numbering.
struct Numbering: Sendable {
  /// The city's centre in the grid: numbers grow away from it.
  let row: Int
  let column: Int
  /// Whether the city uses the Coachella Valley's five-digit scheme, which grows eastward and
  /// southward through all its cities.
  let isValleyWide: Bool

  /// The number of a house at a distance in metres along its tract; the sides of a street have odd
  /// and even numbers.
  func number(of tract: Tract, along: Double, side: Int) -> Int {
    let place: Double
    if isValleyWide {
      place =
        tract.runsEast
        ? 70_000 + (tract.longitude + 116.45) * 50_000 + along * 0.54
        : 36_000 + (33.80 - tract.latitude) * 110_000 - along * 0.99
    } else {
      let squares = tract.runsEast ? tract.column - column : tract.row - row
      let metres = Double(squares) * Tract.side + along
      place = 100 + abs(metres) * 0.72
    }
    return Int(place) / 2 * 2 + side
  }
}
