extension Tract {
  /// Fills a city's squares: each belongs to the nearest subdivision, and gets one kind of home of
  /// its mix.
  static func fill(
    _ city: Int, of cities: [City], _ squares: [Square], _ subdivisions: ArraySlice<Subdivision>,
    _ random: inout SampleRandom
  ) -> [Tract] {
    let place = cities[city]
    let north = squares.last?.latitude ?? 0
    let south = squares.first?.latitude ?? 0
    let price = Portable.ln(place.perSquareFoot)
    let east = 111.32 * Portable.cosine(degrees: place.latitude)
    let codes = place.postalCodes.count
    var tracts: [Tract] = []
    tracts.reserveCapacity(squares.count)
    for square in squares {
      var nearest = subdivisions.startIndex
      var least = Double.infinity
      for index in subdivisions.indices {
        let x = (subdivisions[index].longitude - square.longitude) * east
        let y = (subdivisions[index].latitude - square.latitude) * 111.13
        let distance = (x * x + y * y) / (subdivisions[index].reach * subdivisions[index].reach)
        if distance < least {
          least = distance
          nearest = index
        }
      }
      let subdivision = subdivisions[nearest]
      let band = Int((north - square.latitude) / (north - south + 0.001) * Double(codes))
      tracts.append(
        Tract(
          square, city: city, subdivision: nearest, kind(of: subdivision.profile, &random),
          subdivision,
          level: price + subdivision.premium + shore(square.kilometresToCoast),
          postalCode: min(max(band, 0), codes - 1), &random))
    }
    return tracts
  }

  private init(
    _ square: Square, city: Int, subdivision: Int, _ kind: HomeKind, _ neighbourhood: Subdivision,
    level: Double,
    postalCode: Int, _ random: inout SampleRandom
  ) {
    latitude = World.south + Double(square.row) * Self.latitudeStep
    longitude = World.west + Double(square.column) * Self.longitudeStep
    row = square.row
    column = square.column
    self.city = city
    self.subdivision = subdivision
    self.kind = kind
    runsEast = random.percent(62)
    bow =
      random.percent(neighbourhood.built.lowerBound > 1_968 ? 68 : 18)
      ? (random.unit() - 0.5) * 84 : 0
    plan = Plan(kind, neighbourhood.profile)
    self.level = level
    self.postalCode = postalCode
    turnover = neighbourhood.turnover * (0.45 + 1.1 * random.unit())
    identity = SampleRandom.mix(World.seed, UInt64(square.row * World.columns + square.column))
  }

  /// A kind for a whole tract, weighted so that the homes, not the tracts, match the profile's mix.
  private static func kind(of profile: Profile, _ random: inout SampleRandom) -> HomeKind {
    let shares = HomeKind.allCases.map { profile.mix[$0.rawValue] / Plan($0, profile).homes }
    var rest = random.unit() * shares.reduce(0, +)
    for kind in HomeKind.allCases {
      if rest < shares[kind.rawValue] { return kind }
      rest -= shares[kind.rawValue]
    }
    return .house
  }

  /// The premium for the sea, as a logarithm: steep at the beach, gentle for some kilometres behind
  /// it.
  private static func shore(_ kilometres: Double) -> Double {
    kilometres > 40
      ? 0 : 0.42 * Portable.exp(-kilometres / 0.9) + 0.14 * Portable.exp(-kilometres / 6)
  }
}
