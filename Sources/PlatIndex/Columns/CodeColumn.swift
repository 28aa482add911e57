internal import PlatCommon
public import PlatSnapshot

/// A column of texts: codes into a dictionary of distinct texts.
///
/// Codes count from 1 in the order in which texts first appear in the rows, so that neighbours have
/// close codes and the zone maps are tight. A stored 0 is a missing text.
public final class CodeColumn: Sendable {
  /// The codes.
  public let column: BlockColumn
  /// The distinct texts: code `c` is string `c - 1`.
  public let dictionary: StringTable
  /// The same texts, folded for matching (`Text folding` in FORMAT.md).
  public let folded: StringTable
  /// How many rows have each code, from code 0; empty where no listing has the field.
  public let counts: MappedColumn<UInt32>
  private let knownSpellings = Once<[UInt32]>()

  /// The column of a field that no listing has, and that the snapshot has left out.
  init(missing name: String, rows: Int, path: String) throws(SnapshotError) {
    column = try BlockColumn(missing: name, rows: rows, path: path)
    dictionary = try StringTable(emptyAt: path)
    folded = dictionary
    counts = try .zeros(0, path: path)
  }

  init(_ name: String, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    column = try BlockColumn(name, rows: rows, in: snapshot)
    dictionary = try StringTable(name, in: snapshot)
    folded =
      try StringTable.isThere(IndexLayout.folded(name), in: snapshot)
      ? StringTable(IndexLayout.folded(name), in: snapshot) : dictionary
    counts = try snapshot.column(IndexLayout.counts(name), of: UInt32.self)
    guard folded.count == dictionary.count, counts.count == dictionary.count + 1 else {
      throw SnapshotError(
        .inconsistentSections, path: snapshot.path, section: name,
        reason: "the parts of the dictionary are not of one length")
    }
  }

  /// For each code, from code 0, the code of the preferred spelling among all texts with the same
  /// folded form: the one that most rows have.
  ///
  /// It is empty if no two texts fold to the same form.
  ///
  /// - Complexity: O(bytes of the folded texts) on first use.
  public var spellings: [UInt32] {
    knownSpellings.get {
      var known: [[UInt8]: UInt32] = [:]
      known.reserveCapacity(folded.count)
      // For each code the first code with the same folded text, and for each of these the best one.
      var firsts = (0..<UInt32(folded.count) + 1).map { $0 }
      var best = firsts
      var areAlike = false
      for code in 1..<UInt32(folded.count) + 1 {
        let key = foldedBytes(code: code)
        guard let first = known[key] else {
          known[key] = code
          continue
        }
        areAlike = true
        firsts[Int(code)] = first
        if isCommoner(code, than: best[Int(first)]) { best[Int(first)] = code }
      }
      return areAlike ? firsts.map { best[Int($0)] } : []
    }
  }

  /// The folded text of a code; the dictionary must have the code.
  ///
  /// - Complexity: O(bytes): a copy.
  public func foldedBytes(code: UInt32) -> [UInt8] {
    let folded = folded
    let text = folded.bytes(at: Int(code) - 1)
    var bytes: [UInt8] = []
    bytes.reserveCapacity(text.count)
    for place in text.indices { bytes.append(text[place]) }
    return bytes
  }

  /// Whether more rows have a code than another; a tie goes to the lesser text.
  private func isCommoner(_ code: UInt32, than other: UInt32) -> Bool {
    let (own, others) = (counts[Int(code), default: 0], counts[Int(other), default: 0])
    return own != others ? own > others : text(code: UInt64(code)) < text(code: UInt64(other))
  }

  /// About how many rows have a code.
  public func rows(code: UInt64) -> Int {
    counts.count > 0 ? Int(counts[Int(code), default: 0]) : code == 0 ? column.rows : 0
  }

  /// The number of distinct texts; codes go from 1 to this number.
  public var codes: Int { dictionary.count }

  /// The text of a code; empty for 0 and for unknown codes.
  public func text(code: UInt64) -> String {
    code > 0 && code <= UInt64(dictionary.count) ? dictionary.string(at: Int(code) - 1) : ""
  }

  /// The text of a row, or nil if it is missing.
  public func text(_ row: Int) -> String? {
    let code = column.stored(row)
    return code == 0 ? nil : text(code: code)
  }
}

extension SnapshotWriter {
  /// Writes a column of codes in row order and its dictionary.
  ///
  /// - Parameters:
  ///   - name: The column's name.
  ///   - codes: Codes of `texts` in row order, 0 for a missing text.
  ///   - texts: The text of each code, counted from 1, in any order.
  mutating func addTexts(_ name: String, _ codes: [UInt32], texts: StringTableBuilder)
    throws(SnapshotError)
  {
    var renumbered = [UInt32](repeating: 0, count: texts.count + 1)
    var order: [UInt32] = []
    var stored: [UInt64] = []
    stored.reserveCapacity(codes.count)
    for code in codes {
      if code != 0 && renumbered[Int(code)] == 0 {
        order.append(code)
        renumbered[Int(code)] = UInt32(order.count)
      }
      stored.append(UInt64(renumbered[Int(code)]))
    }
    var dictionary = StringTableBuilder()
    var folded = StringTableBuilder()
    var isFolded = true
    for (place, code) in order.enumerated() {
      let text = texts.bytes(at: Int(code) - 1)
      dictionary.append(text)
      folded.append(TextFolding.fold(text).span)
      isFolded = isFolded && folded.equals(at: place, text)
    }
    var counts = [UInt32](repeating: 0, count: order.count + 1)
    for code in stored { counts[Int(code)] += 1 }
    try addColumn(name, stored, greatest: UInt64(order.count))
    try add(IndexLayout.counts(name), counts)
    try add(name, strings: dictionary)
    if !isFolded { try add(IndexLayout.folded(name), strings: folded) }
  }
}
