/// A part of Southern California, with the common properties of its cities.
enum Region: UInt8, Sendable {
  case coachellaValley, highDesert, inlandEmpire, losAngeles, orange, sanDiego, centralCoast, kern,
    mountains

  /// The percentage of houses with a pool.
  var poolShare: Double {
    switch self {
    case .coachellaValley: 52
    case .highDesert, .mountains: 5
    case .inlandEmpire, .kern: 21
    case .losAngeles: 19
    case .orange: 20
    case .sanDiego: 16
    case .centralCoast: 11
    }
  }

  /// The percentage of streets with a Spanish name.
  var spanishShare: Double {
    switch self {
    case .coachellaValley: 55
    case .orange, .sanDiego: 45
    case .centralCoast: 35
    case .inlandEmpire: 28
    case .losAngeles: 16
    case .highDesert: 25
    case .kern: 12
    case .mountains: 4
    }
  }
}

/// A box in degrees: south, north, west, east.
struct Extent: Sendable {
  let south: Double
  let north: Double
  let west: Double
  let east: Double

  /// Makes a box from its four sides.
  init(_ south: Double, _ north: Double, _ west: Double, _ east: Double) {
    self.south = south
    self.north = north
    self.west = west
    self.east = east
  }

  /// Whether the point lies in the box.
  func contains(_ latitude: Double, _ longitude: Double) -> Bool {
    latitude >= south && latitude <= north && longitude >= west && longitude <= east
  }
}

/// A city: the location, price and age of its houses.
struct City: Sendable {
  let name: StaticString
  let region: Region
  /// The centre of the city, in degrees.
  let latitude: Double
  let longitude: Double
  /// The extent of its houses from the centre, in kilometres to the north and to the east.
  let reachNorth: Double
  let reachEast: Double
  /// The built areas, if they are not the oval of its extent.
  let areas: [Extent]
  /// Dollars per square foot of a house of 1,900 square feet, on the as-of day.
  let perSquareFoot: Double
  /// The percentage of condominiums and townhouses.
  let condoShare: Double
  /// Thousands of homes: the city's weight in its region's market.
  let homes: Double
  /// The years in which most of its houses were built.
  let built: ClosedRange<Int>
  /// Postal codes from north to south.
  let postalCodes: [StaticString]

  /// A city whose houses fill an oval.
  init(
    _ name: StaticString, _ region: Region, _ latitude: Double, _ longitude: Double,
    reach: (Double, Double),
    price: Double, condos: Double, homes: Double, built: ClosedRange<Int>, codes: [StaticString],
    areas: [Extent] = []
  ) {
    self.name = name
    self.region = region
    self.latitude = latitude
    self.longitude = longitude
    reachNorth = reach.0
    reachEast = reach.1
    self.areas = areas
    perSquareFoot = price
    condoShare = condos
    self.homes = homes
    self.built = built
    postalCodes = codes
  }

  /// Every city, the Coachella Valley first.
  static let all = coachellaValley + inland + losAngeles + orange + sanDiego + coastAndKern
}
