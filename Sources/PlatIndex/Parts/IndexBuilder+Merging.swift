internal import PlatGeometry
internal import PlatListings
internal import PlatSnapshot

extension IndexBuilder {
  /// Gathers the listings of all parts of a generation, in the order of their record numbers.
  ///
  /// What is laid out of them answers as a build of the same listings does: columns hold all that a
  /// snapshot is made of. A slug that a build had made unique by a mark of its key becomes what it
  /// was before, so that it is decided again.
  ///
  /// - Complexity: O(listings × columns); reads no document.
  package init(merging generation: Generation) {
    self.init()
    let rows = PartRowNumber.sorted(generation)
    reserve(rows.count)
    keep(fieldsOf: generation.base)
    storeNumbers = rows.map { UInt32(truncatingIfNeeded: $0.key) }
    let parts = generation.parts
    let tables = parts.map(\.index.keys)
    for row in rows {
      let table = tables[row.part]
      _ = keys.code(table.bytes(at: row.row))
    }
    for (column, field) in Self.numberFields.enumerated() {
      numbers[column] =
        Self.coordinateFields.contains(field)
        ? Self.coordinates(field, rows, parts) : Self.numbers(field, rows, parts)
    }
    for (column, field) in Self.codeFields.enumerated() {
      if field == .slug {
        gatherSlugs(rows, parts, column)
      } else {
        gatherCodes(field, rows, parts, column)
      }
    }
    modifiedTimes = values(.modificationTimestamp)
  }

  private static func coordinates(
    _ field: Field, _ rows: [PartRowNumber], _ parts: [GenerationPart]
  ) -> [Int64] {
    let columns = parts.map { field == .longitude ? $0.index.longitudes : $0.index.latitudes }
    return rows.map { row in
      guard row.row < parts[row.part].index.located else { return Listing.missing }
      return columns[row.part][row.row].map(Int64.init) ?? Listing.missing
    }
  }

  private static func numbers(
    _ field: Field, _ rows: [PartRowNumber], _ parts: [GenerationPart]
  ) -> [Int64] {
    let columns = parts.map { $0.index.numbers(field) }
    return rows.map { columns[$0.part]?.value($0.row) ?? Listing.missing }
  }

  private mutating func gatherCodes(
    _ field: Field, _ rows: [PartRowNumber], _ parts: [GenerationPart], _ column: Int
  ) {
    let fields = parts.map { $0.index.codes(field) }
    let columns = fields.map { $0?.column }
    // The code of each part's code, once it has come.
    var known = fields.map { [UInt32](repeating: 0, count: ($0?.codes ?? 0) + 1) }
    var gathered: [UInt32] = []
    gathered.reserveCapacity(rows.count)
    for row in rows {
      let code = Int(clamping: columns[row.part]?.stored(row.row) ?? 0)
      guard code > 0, code < known[row.part].count else {
        gathered.append(0)
        continue
      }
      if known[row.part][code] == 0, let texts = fields[row.part]?.dictionary {
        known[row.part][code] = dictionaries[column].code(texts.bytes(at: code - 1))
      }
      gathered.append(known[row.part][code])
    }
    codes[column] = gathered
  }

  private mutating func gatherSlugs(
    _ rows: [PartRowNumber], _ parts: [GenerationPart], _ column: Int
  ) {
    let columns = parts.map { $0.index.codes(.slug) }
    codes[column] = rows.map { row in
      guard columns[row.part].map({ $0.column.stored(row.row) != 0 }) ?? false,
        let given = parts[row.part].index.givenSlug(row.row)
      else { return 0 }
      return dictionaries[column].code(given.utf8Span.span)
    }
  }
}

extension ListingIndex {
  /// The slug that a row's listing came with; nil where it came with none.
  ///
  /// A build puts a mark of the key behind a slug that is not unique. A slug that came with the
  /// mark already counts as one that a build has marked.
  package func givenSlug(_ row: Int) -> String? {
    guard let slug = codes(.slug)?.text(row) else { return nil }
    let keys = keys
    let key = keys.bytes(at: row)
    for round in 0...IndexBuilder.rounds {
      let mark = String(decoding: IndexBuilder.mark(of: key, round), as: UTF8.self)
      guard slug.hasSuffix(mark) else { continue }
      let before = slug.dropLast(mark.count)
      if before.isEmpty { return nil }
      guard before.last == "-" else { continue }
      let unmarked = String(before.dropLast())
      return unmarked == madeSlug(row) ? nil : unmarked
    }
    return slug
  }

  /// The slug that is made of a row's address and key.
  package func madeSlug(_ row: Int) -> String {
    Slug.make(
      streetNumber: text(.streetNumber, row) ?? "", streetName: text(.streetName, row) ?? "",
      city: text(.city, row) ?? "", listingKey: keys.string(at: row))
  }

  /// The slug of a row before a build has made it unique.
  package func plainSlug(_ row: Int) -> String { givenSlug(row) ?? madeSlug(row) }
}

/// A row of a part, by the record number that it has in the store.
private struct PartRowNumber: RadixSortable {
  let key: UInt64
  private let rowNumber: UInt32
  private let partNumber: UInt32

  var row: Int { Int(rowNumber) }
  var part: Int { Int(partNumber) }

  /// The rows of all parts that are there, in the order of their record numbers.
  static func sorted(_ generation: Generation) -> [PartRowNumber] {
    var rows: [PartRowNumber] = []
    rows.reserveCapacity(generation.count)
    var greatest: UInt64 = 0
    for (number, part) in generation.parts.enumerated() {
      for row in 0..<part.index.rows where !part.removed.contains(row) {
        let record = UInt64(part.index.recordNumbers[row, default: 0])
        greatest = max(greatest, record)
        rows.append(
          PartRowNumber(key: record, rowNumber: UInt32(row), partNumber: UInt32(number)))
      }
    }
    RadixSort.sort(&rows, from: 0, to: greatest)
    return rows
  }
}
