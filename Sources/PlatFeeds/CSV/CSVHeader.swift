internal import PlatListings

/// The meaning of the columns of a CSV file.
struct CSVHeader {
  struct Column {
    let name: String
    /// The key of its values in the record.
    let key: [UInt8]
    let field: Field?
    /// The unit from the header, appended to its numbers: `m2` in `Area (m2)`.
    var unit: [UInt8] = []
    /// Whether its values are ignored because another column was mapped to the same field.
    var isLeftOut = false
  }

  /// The reason why a header is unusable.
  struct Problem: Error {
    let reason: RefusalReason
    let value: String
    let expected: String
  }

  let columns: [Column]

  /// The index of the first column for a field.
  func column(of field: Field) -> Int? { columns.firstIndex { $0.field == field && !$0.isLeftOut } }

  init(names: [String], options: FeedOptions) throws(Problem) {
    let found = shortened(names.joined(separator: ", ").utf8Span.span, to: 400)
    if let missing = options.columns.keys.sorted().first(where: { !names.contains($0) }) {
      throw Problem(
        reason: .noSuchColumn, value: missing, expected: "The header has these columns: \(found).")
    }
    let mapped = Set(options.columns.values)
    var columns: [Column] = []
    for (place, name) in names.enumerated() {
      if let field = options.columns[name] {
        columns.append(Column(name: name, key: Array(field.key.utf8), field: field))
      } else if let field = Field.named(name) {
        columns.append(
          Column(name: name, key: Array(name.utf8), field: field, isLeftOut: mapped.contains(field))
        )
      } else if let (field, unit) = Self.measured(name) {
        columns.append(
          Column(
            name: name, key: Array(field.key.utf8), field: field, unit: unit,
            isLeftOut: mapped.contains(field)))
      } else {
        columns.append(
          Column(
            name: name, key: Array((name.isEmpty ? "column\(place + 1)" : name).utf8), field: nil))
      }
    }
    self.columns = columns
    let hasKey =
      column(of: .listingKey) != nil || names.contains { Field.standsIn($0, for: .listingKey) }
    guard hasKey else {
      let likely = names.first {
        Field.named($0) == .listingId || Field.standsIn($0, for: .listingId)
      }
      let column = likely.map { $0.contains(" ") || $0.contains("#") ? "'\($0)'" : $0 } ?? "COLUMN"
      throw Problem(
        reason: .noKeyColumn, value: found,
        expected: "Say which column is the key of a listing: --map \(column)=listingKey.")
    }
  }

  /// The field and the unit of a name such as `Lot Size (acres)` or `Area m2`; nil if it has no
  /// unit.
  private static func measured(_ name: String) -> (Field, [UInt8])? {
    var base = Substring(name)
    var unit: Substring
    if let last = name.last, last == ")" || last == "]",
      let open = name.lastIndex(where: { "([".contains($0) })
    {
      unit = name[name.index(after: open)...].dropLast()
      base = name[..<open]
    } else if let slash = name.lastIndex(of: "/") {
      // `HOA/Year`, `HOA Fee / Month`.
      unit = name[name.index(after: slash)...].drop { $0 == " " }
      base = name[..<slash]
    } else if let blank = name.lastIndex(where: { " _".contains($0) }) {
      unit = name[name.index(after: blank)...]
      base = name[..<blank]
    } else {
      return nil
    }
    while let last = base.last, " _,".contains(last) { base.removeLast() }
    if ["approx", "approx.", "approximate", "apx"].contains(unit.lowercased()) {
      return Field.named(String(base)).map { ($0, []) }
    }
    guard let field = Field.measured(String(base)), Field.isUnit(String(unit), of: field) else {
      return nil
    }
    return (field, Array((" " + unit).utf8))
  }

  /// The most frequent separator in a header line, outside of quotes.
  static func separator(of line: Span<UInt8>) -> UInt8 {
    let candidates = [UInt8(ascii: ","), UInt8(ascii: ";"), UInt8(ascii: "\t"), UInt8(ascii: "|")]
    var counts = [0, 0, 0, 0]
    var isQuoted = false
    for index in line.indices {
      let byte = line[index]
      if byte == UInt8(ascii: "\"") { isQuoted.toggle() }
      if !isQuoted, byte == 0x0A || byte == 0x0D { break }
      if !isQuoted, let candidate = candidates.firstIndex(of: byte) { counts[candidate] += 1 }
    }
    var best = 0
    for candidate in counts.indices where counts[candidate] > counts[best] { best = candidate }
    return candidates[best]
  }
}
