internal import PlatIndex
internal import PlatListings
internal import PlatPlaces
internal import PlatSearch

/// Counts cities and subdivisions by place, not by name, so that filtering by the id of a value
/// matches exactly its count.
///
/// Listings without a place are missing from the facet: a city that several states have, without a
/// state; a subdivision `None`.
struct PlaceFacets: Sendable {
  private let cities: PlaceCounter
  private let subdivisions: PlaceCounter

  /// - Complexity: O(listings) once: a tally of the names of all shown listings.
  init(_ community: Community, _ searcher: Searcher, shown: ListingFilter) throws(SearchError) {
    let index = searcher.index
    let states = CodeTable(index.codes(.stateOrProvince))
    let names = CodeTable(index.codes(.city))
    let counts = try searcher.withMatches(shown) { (rows) throws(SearchError) in
      (try Self.tally(.city, rows, index), try Self.tally(.subdivision, rows, index))
    }
    cities = PlaceCounter(.city, community.cities, counts.0, names, names, states)
    subdivisions = PlaceCounter(
      .subdivision, community.subdivisions, counts.1, CodeTable(index.codes(.subdivision)), names,
      states)
  }

  /// The counts of cities or subdivisions over a selection; nil for any other field.
  func counts(_ field: Field, over selection: BlockSelection, _ index: ListingIndex)
    throws(SearchError) -> FacetCounts?
  {
    let counter: PlaceCounter? =
      switch field {
      case .city: cities
      case .subdivision: subdivisions
      default: nil
      }
    guard let counter, index.codes(field) != nil else { return nil }
    let tally = try Self.tally(field, selection, index)
    return counter.counts(tally, over: selection, index)
  }

  private static func tally(_ field: Field, _ selection: BlockSelection, _ index: ListingIndex)
    throws(SearchError) -> [UInt32]
  {
    guard let column = index.codes(field) else { return [] }
    do { return try selection.tally(column.column, bins: column.codes + 1) } catch {
      throw .ended(error)
    }
  }
}

/// Counts the places of one field.
private struct PlaceCounter: Sendable {
  private struct Counted: Sendable {
    let place: Place
    let names: Set<UInt32>
    /// The codes of the names of a subdivision's city; nil for a city.
    let cities: Set<UInt32>?
    /// The codes of its state's names, if the city's name does not determine the place.
    let states: Set<UInt32>?
  }

  private let field: Field
  private var places: [Counted] = []
  /// For each code of a name, the place of all of its listings; -1 if they may belong to several
  /// places, or to none.
  private var whole: [Int]
  /// For each code, the places that have it among their names.
  private var candidates: [[Int]]

  init(
    _ field: Field, _ all: [Place], _ shown: [UInt32], _ names: CodeTable,
    _ cities: CodeTable, _ states: CodeTable
  ) {
    self.field = field
    whole = Array(repeating: -1, count: max(shown.count, 1))
    candidates = Array(repeating: [], count: max(shown.count, 1))
    for place in all {
      func codes(_ wanted: Field, _ table: CodeTable) -> Set<UInt32>? {
        for case .equals(wanted, let texts) in place.conditions { return table.codes(texts) }
        return nil
      }
      let own = codes(field, names) ?? []
      for code in own where Int(code) < candidates.count {
        candidates[Int(code)].append(places.count)
      }
      places.append(
        Counted(
          place: place, names: own, cities: field == .city ? nil : codes(.city, cities),
          states: codes(.stateOrProvince, states)))
    }
    for (number, place) in places.enumerated() {
      // No other place has its names, so all listings with them belong to it.
      let isAlone = place.names.allSatisfy { candidates[Int($0)].count == 1 }
      let listings = place.names.reduce(0) { $0 + Int(shown[Int($1)]) }
      guard isAlone, listings == place.place.listings else { continue }
      for code in place.names { whole[Int(code)] = number }
    }
  }

  /// The places with their counts, the most frequent first, equal counts by name and id.
  ///
  /// - Parameters:
  ///   - tally: The number of selected rows for each code.
  ///   - selection: The rows; those with names of several places are read.
  ///   - index: The index.
  func counts(_ tally: [UInt32], over selection: BlockSelection, _ index: ListingIndex)
    -> FacetCounts
  {
    var counts = [Int](repeating: 0, count: places.count)
    var (total, isOpen) = (0, false)
    for (code, count) in tally.enumerated() where count > 0 {
      total += Int(count)
      guard code > 0, code < whole.count else { continue }
      if whole[code] >= 0 {
        counts[whole[code]] += Int(count)
      } else if !candidates[code].isEmpty {
        isOpen = true
      }
    }
    if isOpen { addOpen(to: &counts, selection, index) }
    var entries: [FacetCounts.Entry] = []
    for (place, count) in zip(places, counts) where count > 0 {
      total -= count
      let isCity = place.place.kind == .city
      entries.append(
        FacetCounts.Entry(
          place.place.name, count: count, id: place.place.id,
          city: isCity ? nil : place.place.city))
    }
    entries.sort {
      $0.count != $1.count
        ? $0.count > $1.count
        : ($0.value, $0.id ?? "") < ($1.value, $1.id ?? "")
    }
    return FacetCounts(field: field, entries: entries, missing: total)
  }

  /// Adds the rows whose name belongs to several places, or to a place and to listings of none.
  private func addOpen(
    to counts: inout [Int], _ selection: BlockSelection, _ index: ListingIndex
  ) {
    guard let names = index.codes(field) else { return }
    let (cities, states) = (index.codes(.city), index.codes(.stateOrProvince))
    // Neighbouring rows mostly have the same names.
    var last: (name: UInt32, city: UInt32, state: UInt32, place: Int?) = (0, 0, 0, nil)
    selection.forEachRow { row in
      let name = UInt32(truncatingIfNeeded: names.column.stored(row))
      guard name > 0, Int(name) < whole.count, whole[Int(name)] < 0 else { return }
      let city = UInt32(truncatingIfNeeded: cities?.column.stored(row) ?? 0)
      let state = UInt32(truncatingIfNeeded: states?.column.stored(row) ?? 0)
      if (name, city, state) != (last.name, last.city, last.state) {
        let place = candidates[Int(name)].first { number in
          (places[number].cities?.contains(city) ?? true)
            && (places[number].states?.contains(state) ?? true)
        }
        last = (name, city, state, place)
      }
      if let place = last.place { counts[place] += 1 }
    }
  }
}

/// Maps the texts of a dictionary to the codes that match them in a condition.
private struct CodeTable {
  private var table: [[UInt8]: [UInt32]] = [:]

  init(_ column: CodeColumn?) {
    guard let column else { return }
    table.reserveCapacity(column.codes)
    for code in 1..<UInt32(column.codes) + 1 {
      table[column.foldedBytes(code: code), default: []].append(code)
    }
  }

  /// The codes of several texts.
  func codes(_ texts: [String]) -> Set<UInt32> {
    Set(texts.flatMap { table[TextFolding.fold($0.utf8Span.span)] ?? [] })
  }
}

extension ListingsDatabase {
  /// The counter of places, made on first use.
  func placeFacets() throws(SearchError) -> PlaceFacets {
    try attachments.value { () throws(SearchError) in
      try PlaceFacets(community, searcher, shown: scoped(ListingFilter()))
    }
  }
}
