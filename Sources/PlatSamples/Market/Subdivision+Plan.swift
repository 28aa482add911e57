extension Subdivision {
  /// The subdivisions of a city: its known ones, or invented ones scattered over its squares.
  static func plan(_ city: Int, of cities: [City], squares: [Square], _ random: inout SampleRandom)
    -> [Subdivision]
  {
    let name = cities[city].name.description
    let known = Self.known.filter { $0.city.description == name }
    if !known.isEmpty {
      return known.map { place in
        Subdivision(
          name: (place.name, ""), city: city, of: cities, at: (place.latitude, place.longitude),
          reach: place.reach,
          style: place.style, random: &random)
      }
    }
    let count = min(max(Int(cities[city].homes.squareRoot() * 2.4), 4), 40)
    return (0..<min(count, squares.count)).map { _ in
      let square = random.pick(squares)
      return Subdivision(
        name: (random.pick(Words.placeFirst), random.pick(Words.placeSecond)), city: city,
        of: cities,
        at: (square.latitude, square.longitude), reach: 0.7 + 0.9 * random.unit(),
        style: style(for: cities[city], &random), random: &random)
    }
  }

  /// A style that suits the city.
  private static func style(for city: City, _ random: inout SampleRandom) -> Profile.Style {
    let condos = city.condoShare
    let isDry = city.region == .inlandEmpire || city.region == .highDesert || city.region == .kern
    let chances: [(Profile.Style, Double)] = [
      (.towers, condos > 40 ? condos * 0.4 : condos * 0.12),
      (.condominiums, condos * 0.42),
      (.rowHouses, condos * 0.4),
      (.mobilePark, isDry ? 6 : 2.5),
      (.seniors, isDry ? 4 : 1),
      (.golfClub, city.perSquareFoot > 300 && city.built.upperBound > 2_004 ? 2 : 0),
      (.grandClub, city.perSquareFoot > 700 ? 3 : 0.6),
      (.hillside, city.perSquareFoot > 480 ? 10 : 4),
      (.newHomes, city.built.upperBound > 2_008 ? 22 : 5),
      (.oldTown, city.built.lowerBound < 1_948 ? 24 : 3),
      (.midCentury, city.built.lowerBound < 1_965 ? 10 : 0),
      (.family, 42),
    ]
    var rest = random.unit() * chances.reduce(0) { $0 + $1.1 }
    for (style, chance) in chances {
      if rest < chance { return style }
      rest -= chance
    }
    return .family
  }
}
