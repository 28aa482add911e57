package import PlatIndex
internal import PlatListings
package import PlatSearch

/// The cities and subdivisions in the listings of an index, with their listing counts and their
/// column codes.
///
/// All places of the listings come from this one count: the cities and subdivisions with ids, and
/// the names for text search (`names()`). Two texts are one place in different senses. An id covers
/// all texts with one slug in one state: a page shows `CAÑON CITY` and `Canon City` together, but
/// the two Portlands apart. As a name in text search, texts that differ only in case are one, in
/// any state: `Portland` may mean either city. A name for exactly one city has that city's id.
package struct PlaceCensus: Sendable {
  /// The cities, ordered by name, then by id.
  package private(set) var cities: [Place] = []
  /// The subdivisions, ordered by name, then by id.
  package private(set) var subdivisions: [Place] = []

  let index: ListingIndex
  let count: CensusCount
  /// The city of each group of the count, by its index in ``cities``; -1 for none.
  private(set) var cityOfGroup: [Int32]
  /// The subdivision of each group, by its index in ``subdivisions``; -1 for none.
  private(set) var subdivisionOfGroup: [Int32]
  /// The groups of each city, and of each subdivision.
  private var groupsOfCity: [[Int]] = []
  private var groupsOfSubdivision: [[Int]] = []
  private var groups: [PlaceCodes: Int] = [:]
  private var cityNumbers: [String: Int] = [:]
  private var subdivisionNumbers: [String: Int] = [:]
  private var cityNumbersBySlug: [String: [Int]] = [:]
  private var citiesByCodes: [PlaceCodes: Int] = [:]

  /// A city or a subdivision while its listings are collected.
  private struct Draft {
    var name = Spellings()
    /// The listings' spellings, `California` or `CA`.
    var state = Spellings()
    var tally = PlaceTally()
    var groups: [Int] = []
    var subdivisions: [String: Draft] = [:]
  }

  /// A finished place and its groups.
  private typealias Entry = (place: Place, groups: [Int])

  /// Counts the listings that a scope shows.
  ///
  /// - Complexity: O(rows), some 30 ns each.
  package init(_ index: ListingIndex, _ scope: ScopedStatuses) {
    self.index = index
    count = CensusCount(index, scope)
    cityOfGroup = [Int32](repeating: -1, count: count.groups.count)
    subdivisionOfGroup = cityOfGroup
    let citySlugs = Self.slugs(of: index.codes(.city), PlaceSlug.ofName)
    let stateSlugs = Self.slugs(of: index.codes(.stateOrProvince), PlaceSlug.ofState)
    // The states of each city name: a listing without a state belongs to the only one, if there is
    // one.
    var states: [String: Set<String>] = [:]
    for codes in count.groups where !stateSlugs[Int(codes.state)].isEmpty {
      states[citySlugs[Int(codes.city)], default: []].insert(stateSlugs[Int(codes.state)])
    }
    let drafts = self.drafts(citySlugs, stateSlugs, states)
    finish(drafts, ambiguous: Set(states.filter { $0.value.count > 1 }.keys))
  }

  /// Collects the groups of each city by the slugs of its name and state, and within it those of
  /// each subdivision.
  private func drafts(
    _ citySlugs: [String], _ stateSlugs: [String], _ states: [String: Set<String>]
  ) -> [[String]: Draft] {
    let (cities, stateTexts) = (index.codes(.city), index.codes(.stateOrProvince))
    let names = index.codes(.subdivision)
    let nameSlugs = Self.slugs(of: names, PlaceSlug.ofName)
    var drafts: [[String]: Draft] = [:]
    for (group, codes) in count.groups.enumerated() {
      let slug = citySlugs[Int(codes.city)]
      guard !slug.isEmpty else { continue }
      var state = stateSlugs[Int(codes.state)]
      if state.isEmpty {
        let all = states[slug] ?? []
        if all.count > 1 { continue }
        state = all.first ?? ""
      }
      let tally = count.tallies[group]
      var draft = drafts.removeValue(forKey: [slug, state]) ?? Draft()
      draft.name.add(cities?.text(code: UInt64(codes.city)) ?? "", tally.count)
      if codes.state > 0, let stateTexts {
        draft.state.add(stateTexts.text(code: UInt64(codes.state)), tally.count)
      }
      draft.tally.add(tally)
      draft.groups.append(group)
      let part = nameSlugs[Int(codes.subdivision)]
      if let names, !PlaceSlug.isNothing(part) {
        var entry = draft.subdivisions.removeValue(forKey: part) ?? Draft()
        entry.name.add(names.text(code: UInt64(codes.subdivision)), tally.count)
        entry.tally.add(tally)
        entry.groups.append(group)
        draft.subdivisions[part] = entry
      }
      drafts[[slug, state]] = draft
    }
    return drafts
  }

  /// Makes the places from the drafts and sorts them.
  private mutating func finish(_ drafts: [[String]: Draft], ambiguous: Set<String>) {
    var (cityIDs, subdivisionIDs) = (UniqueIDs(), UniqueIDs())
    var (foundCities, foundSubdivisions): ([Entry], [Entry]) = ([], [])
    for (parts, draft) in drafts.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      var city = Self.place(.city, draft, cityIDs.unique(PlaceSlug.id(parts)))
      city.stateText = draft.state.counts.isEmpty ? nil : draft.state.commonest
      city.state = city.stateText.flatMap { States.code($0) }
      city.cityID = city.id
      city.conditions = [.equals(.city, draft.name.all)]
      if ambiguous.contains(parts[0]) {
        city.conditions.append(.equals(.stateOrProvince, draft.state.all))
      }
      foundCities.append((city, draft.groups))
      for (slug, part) in draft.subdivisions.sorted(by: { $0.key < $1.key }) {
        let id = subdivisionIDs.unique(PlaceSlug.id([slug] + parts))
        var subdivision = Self.place(.subdivision, part, id)
        (subdivision.cities, subdivision.cityID) = ([city.name], city.id)
        (subdivision.state, subdivision.stateText) = (city.state, city.stateText)
        subdivision.conditions = [.equals(.subdivision, part.name.all)] + city.conditions
        foundSubdivisions.append((subdivision, part.groups))
      }
    }
    foundCities.sort { ($0.place.name, $0.place.id) < ($1.place.name, $1.place.id) }
    foundSubdivisions.sort { ($0.place.name, $0.place.id) < ($1.place.name, $1.place.id) }
    take(foundCities, foundSubdivisions)
  }

  /// Stores the places in order, and their lookup tables.
  private mutating func take(_ foundCities: [Entry], _ foundSubdivisions: [Entry]) {
    (cities, groupsOfCity) = (foundCities.map(\.place), foundCities.map(\.groups))
    subdivisions = foundSubdivisions.map(\.place)
    groupsOfSubdivision = foundSubdivisions.map(\.groups)
    for (group, codes) in count.groups.enumerated() { groups[codes] = group }
    for (number, city) in cities.enumerated() {
      cityNumbers[city.id] = number
      cityNumbersBySlug[PlaceSlug.ofName(city.name), default: []].append(number)
      for group in groupsOfCity[number] {
        cityOfGroup[group] = Int32(number)
        citiesByCodes[count.groups[group].ofCity] = number
      }
    }
    for (number, subdivision) in subdivisions.enumerated() {
      subdivisionNumbers[subdivision.id] = number
      for group in groupsOfSubdivision[number] { subdivisionOfGroup[group] = Int32(number) }
    }
  }

  private static func place(_ kind: PlaceKind, _ draft: Draft, _ id: String) -> Place {
    var place = Place(
      kind, draft.name.commonest, coordinate: draft.tally.middle, box: draft.tally.box,
      listings: draft.tally.count)
    place.id = id
    place.activeListings = draft.tally.active
    return place
  }

  /// The slug of each code; code 0 is a missing text.
  private static func slugs(of codes: CodeColumn?, _ slug: (String) -> String) -> [String] {
    [""] + (0..<(codes?.codes ?? 0)).map { slug(codes?.text(code: UInt64($0 + 1)) ?? "") }
  }
}

/// Makes ids unique: of two names with one id, the first gets the id, and later ones get a number
/// after it.
private struct UniqueIDs {
  private var taken: [String: Int] = [:]

  mutating func unique(_ id: String) -> String {
    taken[id, default: 0] += 1
    let times = taken[id] ?? 1
    return times == 1 ? id : "\(id)-\(times)"
  }
}

extension PlaceCensus {
  /// The city with an id, or nil.
  package func city(id: String) -> Place? { cityNumbers[id].map { cities[$0] } }

  /// The subdivision with an id, or nil.
  package func subdivision(id: String) -> Place? {
    subdivisionNumbers[id].map { subdivisions[$0] }
  }

  /// The cities whose name has a slug, ordered by id: one in each of several states.
  func cities(withSlug slug: String) -> [Place] {
    (cityNumbersBySlug[slug] ?? []).map { cities[$0] }
  }

  /// The codes of the listings of a city with an id: exactly these pairs of city and state, with
  /// any subdivision; nil if no city has the id.
  package func codes(ofCity id: String) -> [PlaceCodes]? {
    guard let number = cityNumbers[id] else { return nil }
    let all = Set(groupsOfCity[number].map { count.groups[$0].ofCity })
    return all.sorted { ($0.city, $0.state) < ($1.city, $1.state) }
  }

  /// The codes of the listings of a subdivision with an id: exactly these combinations; nil if no
  /// subdivision has the id.
  package func codes(ofSubdivision id: String) -> [PlaceCodes]? {
    guard let number = subdivisionNumbers[id] else { return nil }
    return groupsOfSubdivision[number].map { count.groups[$0] }.sorted {
      ($0.subdivision, $0.city, $0.state) < ($1.subdivision, $1.city, $1.state)
    }
  }

  /// The city of listings with these codes, regardless of their subdivision; nil if they belong to
  /// none.
  package func city(of codes: PlaceCodes) -> Place? {
    citiesByCodes[codes.ofCity].map { cities[$0] }
  }

  /// The subdivision of listings with these codes; nil if they belong to none.
  package func subdivision(of codes: PlaceCodes) -> Place? {
    guard let group = groups[codes], subdivisionOfGroup[group] >= 0 else { return nil }
    return subdivisions[Int(subdivisionOfGroup[group])]
  }

  /// The cities of listings with a code of the city column, as counted by a facet; ordered by
  /// descending listings under that code, then by id.
  package func cities(withCode code: UInt32) -> [(place: Place, listings: Int)] {
    places(cities, cityOfGroup) { $0.city == code }
  }

  /// The subdivisions of listings with a code of the subdivision column, in the same way.
  package func subdivisions(withCode code: UInt32) -> [(place: Place, listings: Int)] {
    places(subdivisions, subdivisionOfGroup) { $0.subdivision == code }
  }

  /// - Complexity: O(groups).
  private func places(
    _ all: [Place], _ ofGroup: [Int32], _ isMeant: (PlaceCodes) -> Bool
  ) -> [(place: Place, listings: Int)] {
    var counts: [Int32: Int] = [:]
    for (group, codes) in count.groups.enumerated() where ofGroup[group] >= 0 && isMeant(codes) {
      counts[ofGroup[group], default: 0] += count.tallies[group].count
    }
    return counts.map { (place: all[Int($0.key)], listings: $0.value) }.sorted {
      ($1.listings, $0.place.id) < ($0.listings, $1.place.id)
    }
  }
}
