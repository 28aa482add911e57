/// The Southern California of the samples: cities, subdivisions and tracts, the same in every run.
///
/// It has about sixteen million homes. The seed of the samples decides which of them are offered,
/// not where they are.
struct World: Sendable {
  let cities: [City]
  let subdivisions: [Subdivision]
  /// The tracts of each city, and the tables to draw them weighted by their number of homes.
  let tracts: [[Tract]]
  let choices: [AliasTable]
  let numberings: [Numbering]
  /// The metres in one degree of longitude, by grid row.
  let metresEast: [Double]

  /// The shared world, built on first use.
  static let shared = World()

  /// The seed of the world itself.
  static let seed: UInt64 = 0x5C_1977
  static let south = 32.50
  static let west = -120.40
  static let rows = 695
  static let columns = 857

  /// Lays out every city.
  private init() {
    let cities = City.all
    var random = SampleRandom(seed: Self.seed)
    var subdivisions: [Subdivision] = []
    var tracts: [[Tract]] = []
    let squares = SquareMap(cities).squares
    metresEast = (0..<Self.rows).map {
      111_320 * Portable.cosine(degrees: Self.south + (Double($0) + 0.5) * Tract.latitudeStep)
    }
    for city in cities.indices {
      let first = subdivisions.count
      subdivisions += Subdivision.plan(city, of: cities, squares: squares[city], &random)
      tracts.append(Tract.fill(city, of: cities, squares[city], subdivisions[first...], &random))
    }
    self.cities = cities
    self.subdivisions = subdivisions
    self.tracts = tracts
    choices = cities.indices.map {
      AliasTable(weights: Self.weights(tracts[$0], condoShare: cities[$0].condoShare))
    }
    numberings = cities.map {
      Numbering(
        row: Int(($0.latitude - Self.south) / Tract.latitudeStep),
        column: Int(($0.longitude - Self.west) / Tract.longitudeStep),
        isValleyWide: $0.region == .coachellaValley && $0.longitude > -116.45 && $0.latitude < 33.80
      )
    }
  }
}

extension World {
  /// The weight of each tract in a city's listings: its number of homes times their turnover,
  /// adjusted so that condominiums and townhouses have the city's share.
  private static func weights(_ tracts: [Tract], condoShare: Double) -> [Double] {
    let weights = tracts.map { $0.plan.homes * $0.turnover }
    let isAttached = tracts.map { $0.kind == .condo || $0.kind == .townhouse }
    var attached = 0.0
    var detached = 0.0
    for (weight, isAttached) in zip(weights, isAttached) {
      if isAttached { attached += weight } else { detached += weight }
    }
    let condos = attached > 0 ? condoShare / attached : 0
    let houses = detached > 0 ? (100 - condoShare) / detached : 0
    return zip(weights, isAttached).map { $0 * ($1 ? condos : houses) }
  }
}

/// A square of the grid where a city may have a tract.
struct Square: Sendable {
  let row: Int
  let column: Int
  let kilometresToCoast: Double

  /// The centre of the square, in degrees.
  var latitude: Double { World.south + (Double(row) + 0.5) * Tract.latitudeStep }
  var longitude: Double { World.west + (Double(column) + 0.5) * Tract.longitudeStep }
}

extension Extent {
  /// The relative distance of a square of the box from the centre of its town: the rim is half
  /// built, the rest is built.
  fileprivate func reach(_ square: Square) -> Double {
    let depth = min(
      min(square.latitude - south, north - square.latitude) * 111,
      min(square.longitude - west, east - square.longitude) * 92)
    return depth < 0.5 ? 0.84 : 0.4
  }
}

/// Assigns the squares of the grid to cities, each to the city with the nearest centre relative to
/// its extent.
struct SquareMap {
  /// The built squares of each city, from south to north, then from west to east.
  let squares: [[Square]]

  init(_ cities: [City]) {
    var owner = [Int16](repeating: -1, count: World.rows * World.columns)
    var distance = [Float](repeating: 1, count: World.rows * World.columns)
    for (index, city) in cities.enumerated() {
      Self.claim(Int16(index), city, &owner, &distance)
    }
    var squares: [[Square]] = Array(repeating: [], count: cities.count)
    for cell in owner.indices where owner[cell] >= 0 {
      let city = Int(owner[cell])
      let region = cities[city].region
      let row = cell / World.columns
      let column = cell - row * World.columns
      let middle = Square(row: row, column: column, kilometresToCoast: 99)
      guard Self.isBuilt(middle, distance: Double(distance[cell])) else { continue }
      if region == .coachellaValley || region == .highDesert || region == .mountains {
        squares[city].append(middle)
        continue
      }
      guard Land.isBuildable(middle.latitude, middle.longitude) else { continue }
      let isCoastal = region != .inlandEmpire && region != .kern
      let toCoast = isCoastal ? Land.kilometresToCoast(middle.latitude, middle.longitude) : 99
      if toCoast > 0.24 {
        squares[city].append(Square(row: row, column: column, kilometresToCoast: toCoast))
      }
    }
    self.squares = squares
  }

  private static func claim(
    _ index: Int16, _ city: City, _ owner: inout [Int16], _ distance: inout [Float]
  ) {
    let kilometresEast = 111.32 * Portable.cosine(degrees: city.latitude)
    let boxes =
      city.areas.isEmpty
      ? [
        Extent(
          city.latitude - city.reachNorth / 111.13, city.latitude + city.reachNorth / 111.13,
          city.longitude - city.reachEast / kilometresEast,
          city.longitude + city.reachEast / kilometresEast)
      ] : city.areas
    for box in boxes {
      let rows = span(
        box.south - World.south, box.north - World.south, Tract.latitudeStep, World.rows)
      let columns = span(
        box.west - World.west, box.east - World.west, Tract.longitudeStep, World.columns)
      for row in rows {
        for column in columns {
          let square = Square(row: row, column: column, kilometresToCoast: 99)
          let north = (square.latitude - city.latitude) * 111.13 / city.reachNorth
          let east = (square.longitude - city.longitude) * kilometresEast / city.reachEast
          let reach = Float(
            city.areas.isEmpty ? (north * north + east * east).squareRoot() : box.reach(square))
          let cell = row * World.columns + column
          if reach < distance[cell] {
            distance[cell] = reach
            owner[cell] = index
          }
        }
      }
    }
  }

  /// The squares with centres between two distances from the grid's edge.
  private static func span(_ from: Double, _ to: Double, _ step: Double, _ count: Int) -> Range<Int>
  {
    let first = min(max(Int((from / step + 0.5).rounded(.down)), 0), count)
    return first..<min(max(Int((to / step + 0.5).rounded(.down)), first), count)
  }

  /// Towns thin out toward their edges and leave gaps for parks, shops and undeveloped land.
  private static func isBuilt(_ square: Square, distance: Double) -> Bool {
    let gap = Relief.height(square.latitude, square.longitude, kilometres: 1.6, seed: 7) * 0.5 + 0.5
    return gap > 0.16 + 0.5 * max(0, distance - 0.55) / 0.45
  }
}
