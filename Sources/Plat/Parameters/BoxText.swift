internal import PlatGeometry

/// Boxes and positions as written in a request, in degrees.
///
/// Maps that show several copies of the world send longitudes beyond 180; whole turns are
/// subtracted. A box of a turn or more is the whole globe.
enum BoxText {
  /// The one or two boxes of `west,south,east,north`; a west above the east crosses the
  /// antimeridian.
  ///
  /// - Parameters:
  ///   - text: The four numbers.
  ///   - bad: Makes the error from a description of the expected value.
  static func boxes(_ text: String, _ bad: (String) -> ParameterError) throws(ParameterError)
    -> [Box]
  {
    let names = ["west", "south", "east", "north"]
    let sides = numbers(text)
    guard sides.count == 4 else {
      throw bad("west,south,east,north in degrees, such as -116.6,33.7,-116.4,33.9")
    }
    for (name, side) in zip(names, sides) where !(side.number?.isFinite ?? false) {
      throw bad("four numbers in degrees, west,south,east,north: \(name) is \"\(side.text)\"")
    }
    let numbers = sides.map { $0.number ?? 0 }
    let (west, south, east, north) = (numbers[0], numbers[1], numbers[2], numbers[3])
    for place in [0, 2] where abs(numbers[place]) > mostLongitude {
      throw bad("longitudes in degrees: \(names[place]) is \(sides[place].text)")
    }
    // A map may send latitudes beyond the poles; a box wholly beyond a pole has its axes swapped.
    let most = south > 90 || north < -90 ? 90.0 : 180
    for place in [1, 3] where abs(numbers[place]) > most {
      throw bad("latitudes from -90 to 90: \(names[place]) is \(sides[place].text)")
    }
    guard south <= north else {
      throw bad("a south of at most its north: \(sides[1].text) is above \(sides[3].text)")
    }
    let isWhole = east - west >= 360
    guard
      let southWest = Coordinate(
        latitudeDegrees: max(south, -90), longitudeDegrees: isWhole ? -180 : turned(west)),
      let northEast = Coordinate(
        latitudeDegrees: min(north, 90), longitudeDegrees: isWhole ? 180 : turned(east))
    else { throw bad("west,south,east,north in degrees, such as -116.6,33.7,-116.4,33.9") }
    // A box that ends at the antimeridian ends on its eastern side.
    let endsThere = !isWhole && west < east && northEast.longitude == Box.world.west
    return Box.spanning(
      west: southWest.longitude, south: southWest.latitude,
      east: endsThere ? Box.world.east : northEast.longitude, north: northEast.latitude)
  }

  /// The position of `latitude,longitude`.
  static func position(_ text: String, _ bad: (String) -> ParameterError) throws(ParameterError)
    -> Coordinate
  {
    let parts = numbers(text)
    guard parts.count == 2, let latitude = parts[0].number, let longitude = parts[1].number,
      abs(longitude) <= mostLongitude,
      let position = Coordinate(latitudeDegrees: latitude, longitudeDegrees: turned(longitude))
    else {
      throw bad("latitude,longitude in degrees, such as 33.8303,-116.5453")
    }
    return position
  }

  /// The greatest valid longitude is ten turns.
  private static let mostLongitude = 3_600.0

  /// A longitude within the globe; those from -180 to 180 stay unchanged.
  private static func turned(_ longitude: Double) -> Double {
    if longitude >= -180, longitude <= 180 { return longitude }
    return longitude - 360 * ((longitude + 180) / 360).rounded(.down)
  }

  private static func numbers(_ text: String) -> [(text: String, number: Double?)] {
    guard text.utf8.count <= 256 else { return [] }
    return text.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map {
      let part = ValueText.trimmed(String($0))
      return (part, Double(part))
    }
  }
}
