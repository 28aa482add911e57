internal import PlatCommon

/// The city or subdivision that a text names.
public struct CommunityLookup: Sendable, Equatable {
  /// The place; nil if none is near enough, or several are.
  public var place: Place?
  /// The probability that this place is meant, from 0 to 1; 1 for an exact name.
  public var confidence: Double
  /// Other possible places, the most likely first.
  public var alternatives: [Place]
  /// A readable reason if there is no place; nil if there is one.
  public var reason: String?
}

extension Community {
  /// The city, or the subdivision of a city, that a text names.
  ///
  /// A name matches regardless of case, spaces and accents; a city's name with or without its
  /// state, or its id. Other names are searched in the gazetteer, and accepted only if the
  /// gazetteer is certain.
  package func lookUp(
    city: String, subdivision: String?, gazetteer: () -> Gazetteer
  ) -> CommunityLookup {
    var lookup = lookUp(city: city, gazetteer: gazetteer)
    guard let subdivision, !subdivision.isEmpty, let found = lookup.place else { return lookup }
    let all = subdivisions(ofCity: found.id)
    let slug = PlaceSlug.ofName(subdivision)
    if let same = all.first(where: { PlaceSlug.ofName($0.name) == slug || $0.id == slug }) {
      lookup.place = same
      lookup.alternatives = []
      return lookup
    }
    let holding = all.filter { PlaceSlug.ofName($0.name).contains(slug) }
    if !slug.isEmpty, holding.count == 1, let only = holding.first {
      lookup.place = only
      lookup.confidence = min(lookup.confidence, 0.9)
      return lookup
    }
    let near = (holding.isEmpty ? all.filter { Self.isNear($0.name, subdivision) } : holding)
      .prefix(8)
    if holding.isEmpty, near.count == 1, let only = near.first {
      lookup.place = only
      lookup.confidence = min(lookup.confidence, 0.8)
      return lookup
    }
    lookup.place = nil
    lookup.confidence = 0
    lookup.alternatives = near.isEmpty ? Self.greatest(all, 8) : Array(near)
    lookup.reason =
      near.isEmpty
      ? """
      \(found.name) has no subdivision that is called so; its greatest ones are among the \
      alternatives
      """
      : """
      \(found.name) has several subdivisions that may be meant; ask again with the name of one of \
      the alternatives
      """
    return lookup
  }

  private func lookUp(city text: String, gazetteer: () -> Gazetteer) -> CommunityLookup {
    let name = PlaceWording.withoutState(text)
    let state = name == text ? nil : PlaceWording.state(behind: name, of: text)
    let (slug, whole) = (PlaceSlug.ofName(name), PlaceSlug.ofName(text))
    let exact = city(id: whole)
    var same = census.cities(withSlug: slug).filter { $0.isIn(state: state) }
    if let exact, !same.contains(exact) { same.append(exact) }
    if same.count > 1, let exact { same = [exact] }
    if same.count == 1 {
      return CommunityLookup(place: same[0], confidence: 1, alternatives: [])
    }
    if same.count > 1 {
      return CommunityLookup(
        place: nil, confidence: 0, alternatives: Self.greatest(same, 8),
        reason: "several states have a city of that name; ask again with the state behind a comma")
    }
    guard let answer = try? gazetteer().match(text, limit: 5) else {
      return CommunityLookup(
        place: nil, confidence: 0, alternatives: Self.greatest(cities, 8),
        reason: "the city's name holds no letter or is too long")
    }
    var found: [Place] = []
    for city in answer.matches.flatMap({ cities(of: $0.place) }) where !found.contains(city) {
      found.append(city)
    }
    if answer.verdict == .certain, let best = answer.best, best.place.kind == .city,
      let first = found.first
    {
      return CommunityLookup(
        place: first, confidence: best.confidence, alternatives: Array(found.dropFirst().prefix(7))
      )
    }
    // A part of a name that is not near any name.
    if found.isEmpty, !slug.isEmpty {
      found = Self.greatest(cities.filter { $0.id.contains(slug) }, 8)
    }
    return CommunityLookup(
      place: nil, confidence: 0,
      alternatives: found.isEmpty ? Self.greatest(cities, 8) : Array(found.prefix(8)),
      reason: found.isEmpty
        ? "no city is called so; those with the most listings are among the alternatives"
        : "it is not sure which city is meant; ask again with the name of one of the alternatives")
  }

  /// The cities that a place is or lies in: the one with its id, else those with its city names.
  private func cities(of place: Place) -> [Place] {
    if place.kind == .city, let city = city(id: place.id) { return [city] }
    let names = (place.city.map { [$0] } ?? []) + place.cities
    return names.flatMap { census.cities(withSlug: PlaceSlug.ofName($0)) }
  }

  private static func greatest(_ places: [Place], _ count: Int) -> [Place] {
    Array(places.sorted { ($1.activeListings, $0.id) < ($0.activeListings, $1.id) }.prefix(count))
  }

  private static func isNear(_ name: String, _ text: String) -> Bool {
    let distance = Spelling.distance(name.lowercased(), text.lowercased())
    return distance <= max(1, min(name.unicodeScalars.count, text.unicodeScalars.count) / 5)
  }
}
