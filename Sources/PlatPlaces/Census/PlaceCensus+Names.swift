internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

extension PlaceCensus {
  /// The cities, subdivisions and postal codes as names for text search.
  ///
  /// Texts that differ only in case are one name. Subdivisions are separate for each city, because
  /// names such as Sun City occur in several.
  package func names() -> [Place] {
    let cities = NameCodes(index.codes(.city))
    let (cityNames, ids) = names(ofCities: cities)
    return cityNames + names(ofSubdivisions: cities, ids) + names(ofPostalCodes: cities, ids)
  }

  /// The codes of a column; for each code from 0, the lowest code with the same folded text.
  private struct NameCodes {
    let column: CodeColumn?
    private(set) var same: [UInt32] = [0]

    init(_ column: CodeColumn?) {
      self.column = column
      guard let column else { return }
      var first: [String: UInt32] = [:]
      same.reserveCapacity(column.codes + 1)
      for code in 1..<(UInt32(column.codes) + 1) {
        let text = column.folded.string(at: Int(code) - 1)
        let least = first[text] ?? code
        first[text] = least
        same.append(least)
      }
    }

    func text(_ code: UInt32) -> String { column?.text(code: UInt64(code)) ?? "" }
  }

  /// The combined data of the groups with one name.
  private struct Name {
    var tally = PlaceTally()
    /// The places with ids that its listings belong to, by index; -1 for none.
    var places: Set<Int32> = []

    mutating func add(_ tally: PlaceTally, _ place: Int32) {
      self.tally.add(tally)
      places.insert(place)
    }

    /// The id of the one place that all of its listings belong to; empty if there is none.
    func id(among all: [Place]) -> String {
      guard places.count == 1, let place = places.first, place >= 0 else { return "" }
      return all[Int(place)].id
    }
  }

  /// The names of cities ordered by code, and the id for each code.
  private func names(ofCities codes: NameCodes) -> (places: [Place], ids: [UInt32: String]) {
    var names: [UInt32: Name] = [:]
    var states: [UInt32: [UInt32: Int]] = [:]
    for (group, place) in zip(count.groups.indices, cityOfGroup) {
      let (here, tally) = (count.groups[group], count.tallies[group])
      let city = codes.same[Int(here.city)]
      guard city > 0 else { continue }
      names[city, default: Name()].add(tally, place)
      if here.state > 0 { states[city, default: [:]][here.state, default: 0] += tally.count }
    }
    let stateTexts = index.codes(.stateOrProvince)
    var ids: [UInt32: String] = [:]
    let places = names.sorted { $0.key < $1.key }.map { code, name in
      // The state of most of its listings.
      let state = states[code]?.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
      var place = Place(
        .city, codes.text(code),
        state: state.flatMap { States.code(stateTexts?.text(code: UInt64($0)) ?? "") },
        coordinate: name.tally.middle, box: name.tally.box, listings: name.tally.count)
      place.id = name.id(among: cities)
      (place.cityID, ids[code]) = (place.id, place.id)
      place.activeListings = name.tally.active
      place.conditions = city(id: place.id)?.conditions ?? []
      return place
    }
    return (places, ids)
  }

  private func names(ofSubdivisions cities: NameCodes, _ ids: [UInt32: String]) -> [Place] {
    let codes = NameCodes(index.codes(.subdivision))
    var names: [UInt64: Name] = [:]
    for (group, place) in zip(count.groups.indices, subdivisionOfGroup) {
      let here = count.groups[group]
      let name = codes.same[Int(here.subdivision)]
      guard name > 0 else { continue }
      let pair = UInt64(name) << 32 | UInt64(cities.same[Int(here.city)])
      names[pair, default: Name()].add(count.tallies[group], place)
    }
    return Self.sorted(names).map { name, city, found in
      var place = Place(
        .subdivision, codes.text(name), cities: [cities.text(city)].filter { !$0.isEmpty },
        coordinate: found.tally.middle, box: found.tally.box, listings: found.tally.count)
      place.id = found.id(among: subdivisions)
      place.cityID = ids[city] ?? ""
      place.activeListings = found.tally.active
      place.conditions = subdivision(id: place.id)?.conditions ?? []
      return place
    }
  }

  private func names(ofPostalCodes cities: NameCodes, _ ids: [UInt32: String]) -> [Place] {
    let codes = NameCodes(index.codes(.postalCode))
    var names: [UInt64: Name] = [:]
    for (pair, tally) in zip(count.postalGroups, count.postalTallies) {
      let name = codes.same[Int(pair.postalCode)]
      let key = UInt64(name) << 32 | UInt64(cities.same[Int(pair.city)])
      names[key, default: Name()].add(tally, -1)
    }
    var places: [Place] = []
    for (name, city, found) in Self.sorted(names) {
      let (text, cityText) = (codes.text(name), cities.text(city))
      if let known = places.indices.last, places[known].name == text {
        // One postal code with several cities: the city with the most listings comes first.
        if !cityText.isEmpty { places[known].cities.append(cityText) }
        places[known].listings += found.tally.count
        places[known].activeListings += found.tally.active
        continue
      }
      var place = Place(
        .postalCode, text, cities: cityText.isEmpty ? [] : [cityText],
        coordinate: found.tally.middle, box: found.tally.box, listings: found.tally.count)
      place.cityID = ids[city] ?? ""
      place.activeListings = found.tally.active
      places.append(place)
    }
    return places
  }

  /// Names in cities, ordered by code; for one name the city with the most listings comes first.
  private static func sorted(
    _ names: [UInt64: Name]
  ) -> [(name: UInt32, city: UInt32, found: Name)] {
    names.map {
      (name: UInt32($0.key >> 32), city: UInt32($0.key & 0xFFFF_FFFF), found: $0.value)
    }.sorted {
      ($0.name, $1.found.tally.count, $0.city) < ($1.name, $0.found.tally.count, $1.city)
    }
  }
}
