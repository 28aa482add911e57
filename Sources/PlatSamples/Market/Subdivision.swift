/// A named neighbourhood of a city with similar homes.
struct Subdivision: Sendable {
  /// The two parts of its name; the second may be empty.
  let name: (StaticString, StaticString)
  /// The index of its city in the market.
  let city: Int
  /// Its centre, in degrees.
  let latitude: Double
  let longitude: Double
  /// Its reach in kilometres: land goes to the subdivision that is nearest relative to its reach.
  let reach: Double
  let profile: Profile
  /// The price relative to the city's level, as a natural logarithm.
  let premium: Double
  /// How often its homes change hands, relative to others.
  let turnover: Double
  /// The years in which its homes were built.
  let built: ClosedRange<Int>
  /// The owners' association's monthly dues for a house; 0 if there are none.
  let dues: Int
  /// The percentage of Spanish street names.
  let spanish: Double

  /// Gives a location and a character to a name.
  init(
    name: (StaticString, StaticString), city: Int, of cities: [City], at place: (Double, Double),
    reach: Double,
    style: Profile.Style, random: inout SampleRandom
  ) {
    self.name = name
    self.city = city
    latitude = place.0
    longitude = place.1
    self.reach = reach
    profile = .of(style)
    premium = profile.premium + 0.11 * random.bell()
    turnover = Portable.exp(0.55 * random.bell())
    built = Self.years(profile.built ?? cities[city].built, within: cities[city].built, &random)
    dues = Self.dues(profile, built: built, &random)
    let region = cities[city].region.spanishShare
    spanish = random.percent(region) ? 88 : region * 0.5
  }

  /// A subdivision is built within about 6 to 22 years, rarely over all the years that its style or
  /// city allows.
  private static func years(
    _ allowed: ClosedRange<Int>, within city: ClosedRange<Int>, _ random: inout SampleRandom
  ) -> ClosedRange<Int> {
    let span = min(allowed.count - 1, random.within(6...22))
    let first = allowed.lowerBound + random.below(allowed.count - span)
    return first...(first + span)
  }

  private static func dues(
    _ profile: Profile, built: ClosedRange<Int>, _ random: inout SampleRandom
  ) -> Int {
    if profile.dues.upperBound > 0 { return random.within(profile.dues) / 5 * 5 }
    return random.percent(built.lowerBound > 1_984 ? 46 : 4) ? random.within(40...210) / 5 * 5 : 0
  }
}
