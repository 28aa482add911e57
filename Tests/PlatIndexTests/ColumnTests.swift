import PlatGeometry
import PlatListings
import PlatSnapshot
import PlatTestSupport
import Testing

@testable import PlatIndex

/// Columns return their input in every width, and their zone maps are correct.
@Suite(.timeLimit(.minutes(30))) struct ColumnTests {
  @Test(arguments: Fixture.allCases) func everyValueComesBack(_ fixture: Fixture) throws {
    let world = try fixture.world
    let index = world.index
    #expect(index.blocks == (index.rows + 63) / 64)
    #expect(index.located == world.listings.count { $0.position != nil })
    var differences: [String] = []
    for row in 0..<index.rows {
      let listing = world.listings[world.listingOfRow[row]]
      func check(_ holds: Bool, _ what: String) {
        if !holds { differences.append("row \(row), \(what)") }
      }
      check(index.recordNumbers[row] == UInt32(world.listingOfRow[row]), "record number")
      check(index.position(row) == listing.position, "position")
      check((listing.position != nil) == (row < index.located), "located rows come first")
      check(index.listedDate.value(row) == listing.listedDate, "listed date")
    }
    for field in Field.allCases {
      if let column = index.numbers(field) {
        for row in 0..<index.rows
        where column.value(row) != world.listings[world.listingOfRow[row]][number: field] {
          differences.append("row \(row), \(field)")
        }
      }
      if let column = index.codes(field) {
        for row in 0..<index.rows
        where column.text(row) != world.listings[world.listingOfRow[row]][text: field] {
          differences.append("row \(row), \(field)")
        }
      }
    }
    #expect(differences.prefix(3).isEmpty, "\(fixture)")
  }

  /// Each field is where the catalogue says, also one that no listing has.
  @Test func fieldsHaveTheirColumns() throws {
    let index = try Fixture.one.world.index
    for definition in Field.definitions {
      let isNumber =
        definition.storage == .number && ![.latitude, .longitude].contains(definition.field)
      #expect((index.numbers(definition.field) != nil) == isNumber, "\(definition.field)")
      #expect(
        (index.codes(definition.field) != nil) == (definition.storage == .code),
        "\(definition.field)")
    }
  }

  /// Rows out of range do not exist.
  @Test(arguments: [Fixture.none, .one, .rows65]) func beyondTheEnds(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    for row in [-1, index.rows, index.rows + 1, index.blocks * 64, .max, .min] {
      #expect(index.position(row) == nil)
      #expect(index.numbers(.listPrice)?.value(row) == nil)
      #expect(index.codes(.city)?.text(row) == nil)
      #expect(index.keys.string(at: row).isEmpty)
      #expect(index.pyramid.partingZooms[row] == nil)
      #expect(index.box(block: row == index.rows ? index.blocks : row).isEmpty)
    }
  }

  /// The dictionary's codes count along the rows; counts and folded forms are stored with it.
  @Test(arguments: Fixture.small) func codesOfADictionaryCountAlongTheRows(_ fixture: Fixture)
    throws
  {
    let index = try fixture.world.index
    for field in Field.allCases {
      guard let column = index.codes(field) else { continue }
      var seen: [String] = []
      var counts = [0: 0]
      for row in 0..<index.rows {
        let text = column.text(row)
        if let text, !seen.contains(text) { seen.append(text) }
        let code = text.flatMap { seen.firstIndex(of: $0) }.map { $0 + 1 } ?? 0
        #expect(column.column.stored(row) == UInt64(code), "\(fixture) \(field) row \(row)")
        counts[code, default: 0] += 1
      }
      #expect(column.codes == seen.count)
      for code in 0...seen.count {
        #expect(
          column.rows(code: UInt64(code)) == counts[code, default: 0],
          "\(fixture) \(field) code \(code)")
        guard code > 0 else { continue }
        #expect(column.text(code: UInt64(code)) == seen[code - 1])
        #expect(column.folded.string(at: code - 1) == BruteForce.folded(seen[code - 1]))
      }
      #expect(column.text(code: UInt64(seen.count + 1)).isEmpty && column.text(code: .max).isEmpty)
    }
  }

  @Test(arguments: Fixture.small) func zoneMaps(_ fixture: Fixture) throws {
    let index = try fixture.world.index
    var columns = Field.allCases.compactMap { index.numbers($0)?.column ?? index.codes($0)?.column }
    columns += [index.listedDate.column]
    for column in columns {
      switch column.storage {
      case .u8(let zoned): Self.check(zoned, column, index.rows)
      case .u16(let zoned): Self.check(zoned, column, index.rows)
      case .u32(let zoned): Self.check(zoned, column, index.rows)
      case .u64(let zoned): Self.check(zoned, column, index.rows)
      }
    }
  }

  private static func check<T>(_ zoned: BlockColumn.Zoned<T>, _ column: BlockColumn, _ rows: Int)
  where T: FixedWidthInteger {
    for start in stride(from: 0, to: rows, by: 64) {
      let stored = (start..<min(start + 64, rows)).map { column.stored($0) }
      #expect(zoned.low[start / 64].map { UInt64($0) } == stored.min(), "\(column.name)")
      #expect(zoned.high[start / 64].map { UInt64($0) } == stored.max(), "\(column.name)")
    }
    // The rows that pad the last block exist, and are missing values.
    for row in rows..<zoned.values.paddedCount {
      #expect(zoned.values.paddedSpan[row] == 0, "\(column.name)")
    }
  }

  /// A field without values takes no bytes, and its column has only missing values.
  @Test(arguments: [0, 1, 64, 130]) func columnsWithoutValues(_ rows: Int) throws {
    let snapshot = try TestSnapshot.make {
      try $0.addNumbers("numbers", Array(repeating: -1, count: rows), missing: -1)
      try $0.addTexts("texts", Array(repeating: 0, count: rows), texts: StringTableBuilder())
    }
    for name in ["numbers", "texts"] {
      #expect(snapshot.section(name)?.length == 0)
      #expect(snapshot.section(name + ".low") == nil && snapshot.section(name + ".high") == nil)
    }
    let columns = [
      try NumberColumn("numbers", rows: rows, in: snapshot).column,
      try CodeColumn("texts", rows: rows, in: snapshot).column,
    ]
    for column in columns {
      #expect(column.width == 1 && column.rows == rows)
      guard case .u8(let zoned) = column.storage else {
        Issue.record("a column without values is one of bytes")
        continue
      }
      Self.check(zoned, column, rows)
      #expect(
        zoned.values.count == rows
          && zoned.values.span.indices.allSatisfy { zoned.values.span[$0] == 0 })
    }
  }

  /// Texts that are already folded are not stored twice, unless another text of the column is not
  /// folded.
  @Test func foldedTextsAreStoredOnce() throws {
    for (texts, isThere) in [
      (["12", "7 b", "ea", "日本"], false), (["12", "7 B"], true), (["12", "é"], true),
      (["straße"], true), ([], false),
    ] {
      var table = StringTableBuilder()
      for text in texts { table.append(text) }
      let codes = (0..<texts.count).map { UInt32($0 + 1) }
      let snapshot = try TestSnapshot.make { try $0.addTexts("texts", codes, texts: table) }
      #expect((snapshot.section("texts.fold.bytes") != nil) == isThere, "\(texts)")
      #expect((snapshot.section("texts.fold.offsets") != nil) == isThere, "\(texts)")
      let column = try CodeColumn("texts", rows: texts.count, in: snapshot)
      #expect(
        (0..<texts.count).map { column.folded.string(at: $0) } == texts.map(BruteForce.folded))
    }
  }

  /// Columns of each width, written and read on their own.
  @Test(arguments: [1, 255, 256, 65_535, 65_536, 4_294_967_295, 4_294_967_296, UInt64.max])
  func columnsOfEachWidthReadBackWhatWasWritten(_ greatest: UInt64) throws {
    let stored = (0..<130).map { UInt64($0) % 3 == 0 ? 0 : greatest - min(UInt64($0), greatest) }
    let snapshot = try TestSnapshot.make { try $0.addColumn("numbers", stored, greatest: greatest) }
    let column = try BlockColumn("numbers", rows: 130, in: snapshot)
    let width = greatest <= 0xFF ? 1 : greatest <= 0xFFFF ? 2 : greatest <= 0xFFFF_FFFF ? 4 : 8
    #expect(column.width == width)
    #expect((0..<130).map { column.stored($0) } == stored)
    #expect(throws: SnapshotError.self) { try BlockColumn("numbers", rows: 129, in: snapshot) }
    #expect(throws: SnapshotError.self) { try BlockColumn("letters", rows: 130, in: snapshot) }
  }

  /// Whole columns of numbers at the ends of what they can be.
  @Test(arguments: ColumnFrameTests.sets) func numberColumns(_ values: [Int64]) throws {
    let snapshot = try TestSnapshot.make {
      try $0.addNumbers("numbers", values, missing: Int64.min)
    }
    let column = try NumberColumn("numbers", rows: values.count, in: snapshot)
    #expect(
      (0..<values.count).map { column.value($0) } == values.map { $0 == Int64.min ? nil : $0 })
    for range in [UInt64(1)...1, 1...UInt64.max, UInt64.max...UInt64.max] {
      #expect((0...1).contains(column.estimatedShare(of: range)))
    }
  }

  /// The estimated share is close for evenly spread values.
  @Test func estimatedSharesAreNearTheTruth() throws {
    let values = (0..<10_000).map { Int64($0 * 7919 % 10_000) }
    let snapshot = try TestSnapshot.make {
      try $0.addNumbers("numbers", values, missing: Int64.min)
    }
    let column = try NumberColumn("numbers", rows: values.count, in: snapshot)
    for (low, high) in [(0, 9_999), (0, 999), (5_000, 7_499), (9_900, 9_999)] {
      let range = try #require(column.frame.stored(from: Int64(low), through: Int64(high)))
      let share = Double(high - low + 1) / 10_000
      #expect(abs(column.estimatedShare(of: range) - share) < 0.03, "\(low)...\(high)")
    }
  }
}
