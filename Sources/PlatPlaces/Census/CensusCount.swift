internal import PlatIndex
internal import PlatListings
internal import PlatSearch
internal import PlatSnapshot

/// The numbers of listings for each combination of city, state and subdivision, and of postal code
/// and city: one pass over the columns.
struct CensusCount {
  /// The combinations in the listings, in the order of their first appearance; each has a city or a
  /// subdivision.
  private(set) var groups: [PlaceCodes] = []
  /// The counts of each combination.
  private(set) var tallies: [PlaceTally] = []
  /// The pairs of postal code and city in the listings, by their codes.
  private(set) var postalGroups: [(postalCode: UInt32, city: UInt32)] = []
  /// The counts of each pair.
  private(set) var postalTallies: [PlaceTally] = []

  private var numbers: [PlaceCodes: Int] = [:]
  private var postalNumbers: [UInt64: Int] = [:]

  /// Counts the listings that a scope shows.
  ///
  /// A code beyond the dictionary, in a damaged file, counts as missing.
  ///
  /// - Complexity: O(rows), some 30 ns each.
  init(_ index: ListingIndex, _ scope: ScopedStatuses) {
    let (cities, states) = (Codes(index, .city), Codes(index, .stateOrProvince))
    let (names, postals) = (Codes(index, .subdivision), Codes(index, .postalCode))
    let statuses = index.codes(.standardStatus)
    let (status, active) = (statuses?.column, statuses.flatMap(Self.activeCode))
    let (located, longitudes, latitudes) = (index.located, index.longitudes, index.latitudes)
    // Adjacent rows usually have the same names: look up the tables only when the names change.
    var (last, group) = (PlaceCodes(city: .max, state: .max), -1)
    var (lastPair, postalGroup) = (UInt64.max, -1)
    let showsAll = scope.showsAll
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let here = PlaceCodes(
        city: cities.code(row), state: states.code(row), subdivision: names.code(row))
      if here != last { (last, group) = (here, number(of: here)) }
      let postalCode = postals.code(row)
      let pair = UInt64(postalCode) << 32 | UInt64(here.city)
      if pair != lastPair { (lastPair, postalGroup) = (pair, number(ofPair: pair)) }
      let isActive = active != nil && status?.stored(row) == active
      if group >= 0 { tallies[group].add(isActive: isActive) }
      if postalGroup >= 0 { postalTallies[postalGroup].add(isActive: isActive) }
      guard row < located else { continue }
      let (longitude, latitude) = (longitudes[row, default: 0], latitudes[row, default: 0])
      if group >= 0 { tallies[group].add(longitude, latitude) }
      if postalGroup >= 0 { postalTallies[postalGroup].add(longitude, latitude) }
    }
  }

  /// The codes of a column, which may be missing.
  private struct Codes {
    let column: BlockColumn?
    let greatest: UInt64

    init(_ index: ListingIndex, _ field: Field) {
      let codes = index.codes(field)
      (column, greatest) = (codes?.column, UInt64(codes?.codes ?? 0))
    }

    @inline(__always)
    func code(_ row: Int) -> UInt32 {
      let code = column?.stored(row) ?? 0
      return code <= greatest ? UInt32(truncatingIfNeeded: code) : 0
    }
  }

  /// The code of Active listings.
  private static func activeCode(_ statuses: CodeColumn) -> UInt64? {
    (1...UInt64(max(statuses.codes, 1))).first { statuses.text(code: $0).lowercased() == "active" }
  }

  /// The number of a combination; -1 for one without city and subdivision.
  private mutating func number(of codes: PlaceCodes) -> Int {
    if codes.city == 0, codes.subdivision == 0 { return -1 }
    if let known = numbers[codes] { return known }
    numbers[codes] = groups.count
    groups.append(codes)
    tallies.append(PlaceTally())
    return groups.count - 1
  }

  /// The number of a postal code and city; -1 for a city without a postal code.
  private mutating func number(ofPair pair: UInt64) -> Int {
    if pair >> 32 == 0 { return -1 }
    if let known = postalNumbers[pair] { return known }
    postalNumbers[pair] = postalGroups.count
    postalGroups.append(
      (UInt32(truncatingIfNeeded: pair >> 32), UInt32(truncatingIfNeeded: pair)))
    postalTallies.append(PlaceTally())
    return postalGroups.count - 1
  }
}
