internal import PlatIndex
internal import PlatListings
internal import PlatSearch

/// Which cities and subdivisions the listings of an index name, and how many listings each has.
struct CommunityCensus {
  private(set) var cities: [CommunityPlace] = []
  private(set) var subdivisions: [CommunityPlace] = []

  /// The codes of the names of one listing.
  private struct Names: Hashable {
    var city: UInt32
    var state: UInt32
    var subdivision: UInt32
  }

  private struct Count {
    var total = 0
    var active = 0

    mutating func add(_ other: Count) {
      total += other.total
      active += other.active
    }
  }

  /// The spellings of one name, and how many listings have each.
  private struct Spellings {
    private(set) var counts: [String: Int] = [:]

    mutating func add(_ text: String, _ count: Int) { counts[text, default: 0] += count }

    /// All of them, in the order of their bytes.
    var all: [String] { counts.keys.sorted() }

    /// The one that most have, without blanks around it; of equals one that is not all capitals,
    /// then the first.
    var commonest: String {
      func precedes(_ one: (key: String, value: Int), _ other: (key: String, value: Int)) -> Bool {
        if one.value != other.value { return one.value < other.value }
        let (isPlain, isOtherPlain) = (
          one.key.contains(where: \.isLowercase), other.key.contains(where: \.isLowercase)
        )
        return isPlain == isOtherPlain ? one.key > other.key : isOtherPlain
      }
      return (counts.max(by: precedes)?.key ?? "").split(separator: " ").joined(separator: " ")
    }
  }

  private struct City {
    var name = Spellings()
    // As listings write it, `California` or `CA`.
    var state = Spellings()
    var count = Count()
    var subdivisions: [String: (name: Spellings, count: Count)] = [:]
  }

  init(_ index: ListingIndex, _ scope: ScopedStatuses) {
    guard let cities = index.codes(.city) else { return }
    let states = index.codes(.stateOrProvince)
    let names = index.codes(.subdivision)
    let counts = Self.count(index, scope)

    // What the names have in common, by code.
    let citySlugs = Self.slugs(of: cities)
    let stateSlugs = states.map { Self.slugs(of: $0) { States.code($0) ?? $0 } } ?? [""]
    let nameSlugs = names.map { Self.slugs(of: $0) } ?? [""]
    var statesOfCity: [String: Set<String>] = [:]
    for (codes, _) in counts {
      let state = stateSlugs[Int(codes.state)]
      if !state.isEmpty { statesOfCity[citySlugs[Int(codes.city)], default: []].insert(state) }
    }

    var found: [[String]: City] = [:]
    for (codes, count) in counts {
      let slug = citySlugs[Int(codes.city)]
      guard !slug.isEmpty else { continue }
      var state = stateSlugs[Int(codes.state)]
      if state.isEmpty {
        let all = statesOfCity[slug] ?? []
        if all.count > 1 { continue }
        state = all.first ?? ""
      }
      var city = found[[slug, state]] ?? City()
      city.name.add(cities.text(code: UInt64(codes.city)), count.total)
      if codes.state > 0, let states {
        city.state.add(states.text(code: UInt64(codes.state)), count.total)
      }
      city.count.add(count)
      let subdivision = nameSlugs[Int(codes.subdivision)]
      if let names, !CommunitySlug.isNothing(subdivision) {
        var entry = city.subdivisions[subdivision] ?? (Spellings(), Count())
        entry.name.add(names.text(code: UInt64(codes.subdivision)), count.total)
        entry.count.add(count)
        city.subdivisions[subdivision] = entry
      }
      found[[slug, state]] = city
    }
    add(found, ambiguous: Set(statesOfCity.filter { $0.value.count > 1 }.keys))
  }

  private mutating func add(_ found: [[String]: City], ambiguous: Set<String>) {
    // Two pairs of names may make one id: the first in the order of the parts has it, the next ones
    // a number behind it.
    var (cityIDs, subdivisionIDs): ([String: Int], [String: Int]) = ([:], [:])
    func unique(_ id: String, _ taken: inout [String: Int]) -> String {
      taken[id, default: 0] += 1
      let times = taken[id] ?? 1
      return times == 1 ? id : "\(id)-\(times)"
    }
    for (parts, city) in found.sorted(by: { $0.key.lexicographicallyPrecedes($1.key) }) {
      let id = unique(CommunitySlug.id(parts), &cityIDs)
      var conditions: [ListingFilter.Condition] = [.equals(.city, city.name.all)]
      if ambiguous.contains(parts[0]) {
        conditions.append(.equals(.stateOrProvince, city.state.all))
      }
      let state = city.state.counts.isEmpty ? nil : city.state.commonest
      let name = city.name.commonest
      cities.append(
        CommunityPlace(
          kind: .city, id: id, name: name, city: name, cityID: id, state: state,
          totalListings: city.count.total,
          activeListings: city.count.active, conditions: conditions))
      for (slug, entry) in city.subdivisions.sorted(by: { $0.key < $1.key }) {
        subdivisions.append(
          CommunityPlace(
            kind: .subdivision, id: unique(CommunitySlug.id([slug] + parts), &subdivisionIDs),
            name: entry.name.commonest, city: name, cityID: id, state: state,
            totalListings: entry.count.total,
            activeListings: entry.count.active,
            conditions: [.equals(.subdivision, entry.name.all)] + conditions))
      }
    }
    cities.sort { ($0.name, $0.id) < ($1.name, $1.id) }
    subdivisions.sort { ($0.name, $0.id) < ($1.name, $1.id) }
  }

  /// The slug of each code, from 0 for a missing text.
  private static func slugs(of codes: CodeColumn, _ name: (String) -> String = { $0 }) -> [String] {
    [""] + (0..<codes.codes).map { CommunitySlug.of(name(codes.text(code: UInt64($0 + 1)))) }
  }

  /// How many listings have each three names; a code that a damaged file has beyond its dictionary
  /// counts as missing.
  private static func count(_ index: ListingIndex, _ scope: ScopedStatuses) -> [Names: Count] {
    var counts: [Names: Count] = [:]
    guard let cities = index.codes(.city) else { return counts }
    let (states, names, statuses) = (
      index.codes(.stateOrProvince), index.codes(.subdivision), index.codes(.standardStatus)
    )
    let active = statuses.flatMap { statuses in
      (1...UInt64(max(statuses.codes, 1))).first {
        statuses.text(code: $0).lowercased() == "active"
      }
    }
    func code(_ column: CodeColumn?, _ row: Int) -> UInt32 {
      guard let column else { return 0 }
      let code = column.column.stored(row)
      return code <= UInt64(column.codes) ? UInt32(truncatingIfNeeded: code) : 0
    }
    // Neighbours mostly have the same names: they are counted before the table is asked.
    var last = Names(city: 0, state: 0, subdivision: 0)
    var count = Count()
    let showsAll = scope.showsAll
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let here = Names(
        city: code(cities, row), state: code(states, row), subdivision: code(names, row))
      if here != last {
        if count.total > 0 { counts[last, default: Count()].add(count) }
        (last, count) = (here, Count())
      }
      count.total += 1
      if let active, statuses?.column.stored(row) == active { count.active += 1 }
    }
    if count.total > 0 { counts[last, default: Count()].add(count) }
    return counts
  }
}
