internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSearch
internal import PlatSnapshot

/// Counts the listings of each city, subdivision and postal code, and finds where these are: one
/// pass over four columns.
///
/// Texts that differ in case alone are one name. A subdivision is counted by city, since names such
/// as Sun City stand in several.
struct PlaceCensus {
  /// The listings of one place, or of one place in one city.
  struct Tally {
    var count = 0
    var longitudes = 0.0
    var latitudes = 0.0
    var located = 0
    var box = Box.empty

    @inline(__always)
    mutating func add(_ longitude: Int32, _ latitude: Int32) {
      located += 1
      longitudes += Double(longitude)
      latitudes += Double(latitude)
      box.west = min(box.west, longitude)
      box.south = min(box.south, latitude)
      box.east = max(box.east, longitude)
      box.north = max(box.north, latitude)
    }

    /// The middle of the positions.
    var middle: Coordinate? {
      guard located > 0 else { return nil }
      return Coordinate(
        longitude: Int32((longitudes / Double(located)).rounded()),
        latitude: Int32((latitudes / Double(located)).rounded()))
    }
  }

  private let index: ListingIndex
  private let scope: ScopedStatuses
  private let cities: CodeColumn?
  /// For each code of a column the least code with the same folded text.
  private let cityCodes: [UInt32]

  /// The places of an index.
  ///
  /// - Complexity: O(rows), some ten nanoseconds each.
  static func places(of index: ListingIndex, _ scope: ScopedStatuses) -> [Place] {
    let census = PlaceCensus(index, scope)
    return census.cityPlaces() + census.parts(.subdivision, .subdivision)
      + census.parts(.postalCode, .postalCode)
  }

  private init(_ index: ListingIndex, _ scope: ScopedStatuses) {
    self.index = index
    self.scope = scope
    cities = index.codes(.city)
    cityCodes = cities.map(Self.sameCodes) ?? []
  }

  /// For each code from 0 the least code whose folded text is the same.
  private static func sameCodes(_ column: CodeColumn) -> [UInt32] {
    var first: [String: UInt32] = [:]
    var same: [UInt32] = [0]
    same.reserveCapacity(column.codes + 1)
    for code in 1..<max(column.codes + 1, 1) {
      let text = column.folded.string(at: code - 1)
      if let known = first[text] {
        same.append(known)
      } else {
        first[text] = UInt32(code)
        same.append(UInt32(code))
      }
    }
    return same
  }

  private func cityPlaces() -> [Place] {
    guard let cities else { return [] }
    let states = index.codes(.stateOrProvince)
    var tallies = [Tally](repeating: Tally(), count: cityCodes.count)
    let (located, longitudes, latitudes) = (index.located, index.longitudes, index.latitudes)
    var stateCounts: [UInt64: Int] = [:]
    var run: (pair: UInt64, count: Int) = (0, 0)
    let showsAll = scope.showsAll
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let code = Int(truncatingIfNeeded: cities.column.stored(row))
      guard code > 0, code < cityCodes.count else { continue }
      let city = Int(cityCodes[code])
      tallies[city].count += 1
      if row < located {
        tallies[city].add(longitudes[row, default: 0], latitudes[row, default: 0])
      }
      let state = states?.column.stored(row) ?? 0
      guard state > 0 else { continue }
      let pair = UInt64(city) << 32 | state
      if pair != run.pair {
        stateCounts[run.pair, default: 0] += run.count
        run = (pair, 0)
      }
      run.count += 1
    }
    stateCounts[run.pair, default: 0] += run.count
    var mostly: [Int: (state: UInt64, count: Int)] = [:]
    for (pair, count) in stateCounts {
      let (city, state) = (Int(pair >> 32), pair & 0xFFFF_FFFF)
      if count == 0 { continue }
      if let known = mostly[city], (known.count, state) > (count, known.state) { continue }
      mostly[city] = (state, count)
    }
    return tallies.enumerated().compactMap { code, tally in
      guard tally.count > 0 else { return nil }
      return Place(
        .city, cities.text(code: UInt64(code)),
        state: mostly[code].flatMap { States.code(states?.text(code: $0.state) ?? "") },
        coordinate: tally.middle,
        box: tally.located > 0 ? tally.box : nil, listings: tally.count)
    }
  }

  /// The places of a kind that lie in cities.
  private func parts(_ kind: PlaceKind, _ field: Field) -> [Place] {
    guard let column = index.codes(field) else { return [] }
    let same = Self.sameCodes(column)
    let (located, longitudes, latitudes) = (index.located, index.longitudes, index.latitudes)
    var slots = PairSlots(rows: same.count, columns: max(cityCodes.count, 1))
    var tallies: [Tally] = []
    var last: UInt64 = .max
    var slot = 0
    let showsAll = scope.showsAll
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let code = Int(truncatingIfNeeded: column.column.stored(row))
      guard code > 0, code < same.count else { continue }
      let city = cities.map { Int(truncatingIfNeeded: $0.column.stored(row)) } ?? 0
      let pair = UInt64(same[code]) << 32 | UInt64(city < cityCodes.count ? cityCodes[city] : 0)
      if pair != last {
        last = pair
        slot = slots.slot(of: pair)
        if slot == tallies.count { tallies.append(Tally()) }
      }
      tallies[slot].count += 1
      if row < located {
        tallies[slot].add(longitudes[row, default: 0], latitudes[row, default: 0])
      }
    }
    let sorted = zip(slots.pairs, tallies).sorted {
      ($0.0 >> 32, $1.1.count, $0.0) < ($1.0 >> 32, $0.1.count, $1.0)
    }
    var places: [Place] = []
    for (pair, tally) in sorted {
      let name = column.text(code: pair >> 32)
      let city = cities?.text(code: pair & 0xFFFF_FFFF) ?? ""
      if kind == .postalCode, let known = places.indices.last, places[known].name == name {
        // One postal code, several cities: the one with the most listings stands first.
        places[known].cities.append(city)
        places[known].listings += tally.count
        continue
      }
      places.append(
        Place(
          kind, name, cities: city.isEmpty ? [] : [city], coordinate: tally.middle,
          box: tally.located > 0 ? tally.box : nil, listings: tally.count))
    }
    return places
  }
}

/// Numbers pairs of codes in the order in which they first come: by a table where there can be few,
/// else by their hash.
private struct PairSlots {
  /// The pairs in their order, each two codes of 32 bits.
  private(set) var pairs: [UInt64] = []
  private let columns: Int
  private var table: [Int32]
  private var known: [UInt64: Int32] = [:]

  init(rows: Int, columns: Int) {
    self.columns = columns
    let (size, overflows) = rows.multipliedReportingOverflow(by: columns)
    table = !overflows && size <= 1 << 22 ? [Int32](repeating: -1, count: size) : []
  }

  /// The number of a pair, whose codes are below those that the table was made for.
  @inline(__always)
  mutating func slot(of pair: UInt64) -> Int {
    let place = Int(pair >> 32) * columns + Int(pair & 0xFFFF_FFFF)
    let slot = table.isEmpty ? known[pair] ?? -1 : table[place]
    if slot >= 0 { return Int(slot) }
    if table.isEmpty { known[pair] = Int32(pairs.count) } else { table[place] = Int32(pairs.count) }
    pairs.append(pair)
    return pairs.count - 1
  }
}
