import Glibc
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatSnapshot
import PlatTestSupport
import Testing

/// Index files whose contents changed under valid checksums: wrong answers are allowed, traps are
/// not.
@Suite(.timeLimit(.minutes(30))) struct DamageTests {
  /// The worlds whose files are damaged.
  private static let recipes = [
    WorldRecipe(count: 130, seed: 41), WorldRecipe(count: 90, seed: 42).with { $0.spread = .globe },
    WorldRecipe(count: 1_100, seed: 43).with { ($0.distinct, $0.missing) = (700, 2) },
  ]

  /// `PLAT_TEST_TRACE=1` writes each case before it runs, to find the one that traps.
  private static let isTraced = unsafe getenv("PLAT_TEST_TRACE") != nil

  @Test(arguments: [(0, 2), (1, 1), (2, 1)]) func damagedSections(_ recipe: Int, _ rounds: Int)
    throws
  {
    let listings = Self.recipes[recipe].listings()
    let bytes = try TestWorld.snapshotBytes(listings)
    let sections = try Snapshot.open(bytes: bytes.span, name: "whole").sections
    for seed in TestCases.seeds(rounds) {
      for (number, section) in sections.enumerated() where section.length > 0 {
        var draw = SeededGenerator(seed: seed &* 1_000_003 &+ UInt64(number))
        var damaged = bytes
        let start = Int(section.offset)
        Self.damage(&damaged, start..<start + Int(section.length), width: section.type.size, &draw)
        if Self.isTraced { print("recipe \(recipe), seed \(seed), section \(section.name)") }
        try Self.ask(damaged, section.name, listings, &draw)
      }
    }
  }

  /// Changes bits, bytes or whole numbers of a section, a few or all.
  private static func damage(
    _ bytes: inout [UInt8], _ section: Range<Int>, width: Int, _ draw: inout SeededGenerator
  ) {
    let count = draw.one(of: [1, 1, 2, 8, 64, section.count])
    switch draw.int(0...3) {
    case 0:
      for _ in 0..<count {
        bytes[draw.int(section.lowerBound...section.upperBound - 1)] ^= 1 << UInt8(draw.int(0...7))
      }
    case 1:
      for _ in 0..<count {
        bytes[draw.int(section.lowerBound...section.upperBound - 1)] = UInt8(draw.int(0...255))
      }
    case 2:
      // Whole numbers at the ends of their range.
      let pattern: [UInt8] = draw.one(of: [
        [0xFF], [0x00], [0xFF, 0x7F], [0x00, 0x80], [0x01, 0x00],
        [0xFE, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF],
      ])
      for _ in 0..<count {
        let place = section.lowerBound + draw.int(0...section.count / width - 1) * width
        for byte in 0..<width {
          // The last byte of a pattern is the most significant one, which has the sign.
          bytes[place + byte] =
            byte == width - 1 ? pattern[pattern.count - 1] : pattern[min(byte, pattern.count - 1)]
          if pattern.count == 2, byte > 0, byte < width - 1 { bytes[place + byte] = pattern[0] }
        }
      }
    default:
      let first = draw.int(section.lowerBound...section.upperBound - 1)
      for place in first..<min(first + count, section.upperBound) {
        bytes[place] = UInt8(draw.int(0...255))
      }
    }
  }

  /// Opens a file and makes requests that use each of its parts.
  private static func ask(
    _ bytes: [UInt8], _ section: String, _ listings: [PlainListing], _ draw: inout SeededGenerator
  ) throws {
    let snapshot = try Snapshot.open(bytes: bytes.span, name: section)
    // The few numbers that determine sizes are checked on opening.
    guard let index = try? ListingIndex(snapshot) else { return }
    let searcher = Searcher(Generation(index))
    var maker = RequestMaker(listings: listings, draw: draw)
    let field = Field.allCases.first { section == $0.key || section.hasPrefix($0.key + ".") }
    for round in 0..<5 {
      var request = maker.request()
      if round == 0 { request = SearchRequest(sort: maker.sort(), limit: 10_000) }
      if let field { request.filter.conditions += conditions(on: field, &maker) }
      request.wantsExplanation = round % 2 == 0
      request.wantsStatistics = round < 2
      request.wantsPriceHistogram = round < 2
      if round == 2 { request.facets = [.city, .beds] }
      if round == 3, let field,
        index.codes(field) != nil || index.numbers(field)?.column.width ?? 8 <= 2
      {
        request.facets = [field]
      }
      guard let result = try? searcher.search(request) else { continue }
      for row in result.rows.ordinals.prefix(3) { read(index, row: row) }
      if let cursor = result.nextCursor {
        request.cursor = cursor
        _ = try? searcher.search(request)
      }
    }
    _ = try? searcher.nearest(
      7, to: maker.position(), matching: maker.filter(0...1), in: maker.region())
    _ = try? searcher.rows(in: Region(boxes: maker.boxes()))
    for listing in listings.prefix(3) { _ = index.row(key: listing.key) }
    walk(index)
    draw = maker.draw
  }

  private static func conditions(on field: Field, _ maker: inout RequestMaker) -> [ListingFilter
    .Condition]
  {
    switch field.definition.storage {
    case .number where field != .latitude && field != .longitude:
      let value =
        maker.draw.percent(80)
        ? maker.listings.lazy.compactMap { $0[number: field] }.first ?? 0 : .min
      return [
        .number(field, maker.draw.one(of: [value...value, value...Int64.max, Int64.min...value]))
      ]
    case .code:
      let text = maker.listings.lazy.compactMap { $0[text: field] }.first ?? "x"
      return [
        maker.draw.one(of: [.equals(field, [text, "s"]), .contains(field, String(text.suffix(2)))])
      ]
    default: return []
    }
  }

  /// Reads all data of a row.
  private static func read(_ index: ListingIndex, row: Int) {
    _ = index.keys.string(at: row)
    _ = index.position(row)
    _ = index.pyramid.partingZooms[row]
    _ = index.listedDate.value(row)
    for field in Field.allCases {
      if let value = index.numbers(field)?.value(row) { _ = field.plainText(of: value) }
      _ = index.codes(field)?.text(row)
    }
  }

  /// Reads the tree's boxes and the pyramid's clusters.
  private static func walk(_ index: ListingIndex) {
    _ = index.bounds
    for block in 0..<index.blocks { _ = index.box(block: block) }
    for zoom in index.pyramid.options.minZoom...index.pyramid.options.maxZoom {
      for cluster in -1...index.pyramid.clusterCount(zoom: zoom) {
        let rows = index.pyramid.rows(zoom: zoom, cluster: cluster)
        #expect(rows.isEmpty || rows.lowerBound >= 0)
        _ = index.pyramid.centre(zoom: zoom, cluster: cluster)
      }
    }
  }
}
