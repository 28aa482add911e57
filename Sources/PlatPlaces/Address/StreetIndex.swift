package import PlatIndex
internal import PlatListings
package import PlatSearch
internal import PlatSnapshot

/// The distinct street names of an index, split into their parts, and the rows of each.
///
/// It is built from the dictionaries and one pass over the column of street names at the first
/// address request. It takes four bytes for each row with a street.
package final class StreetIndex: Sendable {
  let index: ListingIndex
  /// The streets by core name; a street's number is its code less 1.
  let table: StreetTable
  private let names: [StreetName]
  /// The start of each code's rows in ``rows``.
  private let starts: [UInt32]
  private let rows: [UInt32]
  /// The meaning of each code of the direction and suffix columns.
  private let directions: [UInt8]
  private let suffixes: [UInt8]
  private let directionSuffixes: [UInt8]
  /// The code of each house number, by its lower-case text.
  private let numberCodes: [String: UInt64]
  /// The leading integer of each house number's code; -1 for none.
  private let numberValues: [Int32]
  /// The codes of each city and postal code, by their folded texts.
  private let cityCodes: [String: [UInt64]]
  private let postalCodes: [String: [UInt64]]
  let cities: CodeColumn?
  let postals: CodeColumn?
  let numbers: CodeColumn?
  private let directionColumn: CodeColumn?
  private let suffixColumn: CodeColumn?
  private let directionSuffixColumn: CodeColumn?

  /// Reads the streets of an index.
  ///
  /// - Complexity: O(rows + distinct texts); some 10 ms for a million rows.
  package init(_ index: ListingIndex, _ scope: ScopedStatuses) {
    self.index = index
    let streets = index.codes(.streetName)
    names = (0..<(streets?.codes ?? 0)).map { StreetName(streets?.dictionary.string(at: $0) ?? "") }
    table = StreetTable(names)
    directionColumn = index.codes(.streetDirPrefix)
    suffixColumn = index.codes(.streetSuffix)
    directionSuffixColumn = index.codes(.streetDirSuffix)
    directionSuffixes = Self.texts(directionSuffixColumn).map { StreetName.direction($0) }
    directions = Self.texts(directionColumn).map { StreetName.direction($0) }
    suffixes = Self.texts(suffixColumn).map { StreetName.suffix($0) }
    numbers = index.codes(.streetNumber)
    var numberCodes: [String: UInt64] = [:]
    var numberValues: [Int32] = [-1]
    for (place, text) in Self.texts(numbers).enumerated() where place > 0 {
      let folded = text.lowercased()
      if numberCodes[folded] == nil { numberCodes[folded] = UInt64(place) }
      numberValues.append(Self.value(of: folded))
    }
    self.numberCodes = numberCodes
    self.numberValues = numberValues
    cities = index.codes(.city)
    postals = index.codes(.postalCode)
    cityCodes = Self.codesByText(cities) { $0 }
    postalCodes = Self.codesByText(postals) { String($0.prefix(5)) }

    // Counting sort by code. A code that is too large because of a damaged file counts as missing.
    var ends = [UInt32](repeating: 0, count: names.count + 2)
    let column = streets?.column
    let showsAll = scope.showsAll
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let code = column?.stored(row) ?? 0
      if code <= UInt64(names.count) { ends[Int(code) + 1] += 1 }
    }
    // Rows without a street are not stored.
    ends[1] = 0
    for code in 1..<ends.count { ends[code] += ends[code - 1] }
    starts = ends
    var rows = [UInt32](repeating: 0, count: Int(ends[ends.count - 1]))
    for row in 0..<index.rows where showsAll || scope.shows(row) {
      let code = column?.stored(row) ?? 0
      guard code > 0, code <= UInt64(names.count) else { continue }
      rows[Int(ends[Int(code)])] = UInt32(row)
      ends[Int(code)] += 1
    }
    self.rows = rows
  }

  /// The approximate memory, in bytes.
  var byteCount: Int {
    rows.count * 4 + starts.count * 4 + names.count * 48 + table.byteCount + numberCodes.count * 48
  }

  /// The rows of a street, by its number in ``table``, in ascending order.
  func rows(of street: Int) -> ArraySlice<UInt32> {
    guard street >= 0, street + 2 < starts.count else { return [] }
    return rows[Int(starts[street + 1])..<Int(starts[street + 2])]
  }

  /// The cost of the difference between a row's street and a text's, by direction and suffix.
  func cost(of wanted: StreetName, street: Int, row: Int) -> Double {
    let own = names[street]
    var direction = own.direction
    var suffix = own.suffix
    if direction == 0, let code = directionColumn?.column.stored(row), code < directions.count {
      direction = directions[Int(code)]
    }
    if direction == 0, let code = directionSuffixColumn?.column.stored(row),
      code < directionSuffixes.count
    {
      direction = directionSuffixes[Int(code)]
    }
    if suffix == 0, let code = suffixColumn?.column.stored(row), code < suffixes.count {
      suffix = suffixes[Int(code)]
    }
    return wanted.cost(direction: direction, suffix: suffix)
  }

  /// The code of a house number, or nil if no listing has it.
  func code(ofNumber number: String) -> UInt64? { numberCodes[number] }

  /// The leading integer of a row's house number; nil if there is none.
  func value(ofNumber row: Int) -> Int32? {
    guard let code = numbers?.column.stored(row), code > 0, code < numberValues.count else {
      return nil
    }
    let value = numberValues[Int(code)]
    return value < 0 ? nil : value
  }

  /// The codes of a city, by its name in the gazetteer.
  func codes(ofCity name: String) -> [UInt64] { cityCodes[name.lowercased()] ?? [] }

  /// The codes of a five-digit postal code, including those with four more digits.
  func codes(ofPostalCode code: String) -> [UInt64] { postalCodes[code] ?? [] }

  /// The leading integer of a text, or -1.
  static func value(of text: String) -> Int32 {
    Int32(text.prefix { $0.isASCII && $0.isNumber }.prefix(9)) ?? -1
  }

  /// The texts of a column, starting with code 0, which has none.
  private static func texts(_ column: CodeColumn?) -> [String] {
    [""] + (0..<(column?.codes ?? 0)).map { column?.dictionary.string(at: $0) ?? "" }
  }

  private static func codesByText(_ column: CodeColumn?, _ key: (String) -> String) -> [String:
    [UInt64]]
  {
    var codes: [String: [UInt64]] = [:]
    for place in 0..<(column?.codes ?? 0) {
      codes[key(column?.folded.string(at: place) ?? ""), default: []].append(UInt64(place + 1))
    }
    return codes
  }
}
