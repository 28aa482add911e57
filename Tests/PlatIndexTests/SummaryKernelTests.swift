import PlatKernels
import PlatTestSupport
import Testing

/// A width of prices, and its kernels.
private protocol PriceNumber: FixedWidthInteger & UnsignedInteger {
  static func add(
    _ summary: inout plat_summary, _ rows: PricedRows<Self>, _ block: Int, _ word: UInt64)
  static func add(
    _ summary: inout plat_summary, _ mask: plat_mask, _ rows: PricedRows<Self>, _ range: Range<Int>
  )
    -> Bool
}

/// Rows in the kernels' form, in whole blocks.
private struct PricedRows<T: PriceNumber> {
  var prices: [T] = []
  var x: [Int32] = []
  var y: [Int32] = []
  let count: Int

  init(_ count: Int, _ draw: inout SeededGenerator) {
    self.count = count
    let most = draw.one(of: [T(1), T(200), T.max, T.max - 1])
    let priceless = draw.one(of: [0, 10, 100])
    for _ in 0..<count {
      prices.append(
        draw.percent(priceless) ? 0 : draw.percent(5) ? most : T.random(in: 0...most, using: &draw))
      x.append(
        draw.percent(5)
          ? draw.one(of: [Int32.min, .max, -1_800_000_000]) : Int32(draw.int(-9_999...9_999)))
      y.append(
        draw.percent(5)
          ? draw.one(of: [Int32.min, .max, 900_000_000]) : Int32(draw.int(-9_999...9_999)))
    }
    let padding = (count + 63) / 64 * 64 - count
    prices += Array(repeating: T.max, count: padding)
    x += Array(repeating: .max, count: padding)
    y += Array(repeating: .min, count: padding)
  }
}

/// The summary of some rows, computed row by row.
private struct PlainSummary: Equatable {
  var sum: UInt64 = 0
  var least = UInt64.max
  var greatest: UInt64 = 0
  var rows = 0
  var priced = 0
  var west = Int32.max
  var south = Int32.max
  var east = Int32.min
  var north = Int32.min

  init<T: PriceNumber>(_ rows: PricedRows<T>, _ selected: some Sequence<Int>) {
    for row in selected {
      self.rows += 1
      (west, east) = (min(west, rows.x[row]), max(east, rows.x[row]))
      (south, north) = (min(south, rows.y[row]), max(north, rows.y[row]))
      let price = UInt64(rows.prices[row])
      guard price > 0 else { continue }
      priced += 1
      sum &+= price
      (least, greatest) = (min(least, price), max(greatest, price))
    }
  }

  init(_ summary: plat_summary) {
    (sum, least, greatest) = (summary.price_sum, summary.least_price, summary.greatest_price)
    (rows, priced) = (Int(summary.rows), Int(summary.priced))
    (west, south, east, north) = (summary.west, summary.south, summary.east, summary.north)
  }
}

extension KernelTests {
  @Test func summaries() {
    Self.everyForm { form in
      for seed in TestCases.seeds(25) {
        var draw = SeededGenerator(seed: seed)
        Self.summaries(UInt8.self, &draw, "\(form), seed \(seed)")
        Self.summaries(UInt16.self, &draw, "\(form), seed \(seed)")
        Self.summaries(UInt32.self, &draw, "\(form), seed \(seed)")
        Self.summaries(UInt64.self, &draw, "\(form), seed \(seed)")
      }
    }
  }

  private static func summaries<T: PriceNumber>(
    _: T.Type, _ draw: inout SeededGenerator, _ note: String
  ) {
    let rows = PricedRows<T>(draw.one(of: [1, 63, 64, 65, 300, 2_000]), &draw)
    let blocks = (rows.count + 63) / 64
    let density = draw.one(of: [2, 20, 50, 98, 100])
    let selected = (0..<rows.count).filter { _ in draw.percent(density) }
    var words = [UInt64](repeating: 0, count: blocks)
    for row in selected { words[row / 64] |= 1 << UInt64(row % 64) }

    // Block by block into one summary, and each block into its own.
    var all = plat_summary()
    unsafe plat_summary_clear(&all)
    #expect(PlainSummary(all) == PlainSummary(rows, []))
    var nodes: [[plat_summary]] = [[]]
    for block in 0..<blocks {
      var one = plat_summary()
      unsafe plat_summary_clear(&one)
      if words[block] != 0 {
        T.add(&all, rows, block, words[block])
        T.add(&one, rows, block, words[block])
      }
      #expect(
        PlainSummary(one) == PlainSummary(rows, selected.filter { $0 / 64 == block }),
        "\(T.self) \(note)")
      nodes[0].append(one)
    }
    #expect(PlainSummary(all) == PlainSummary(rows, selected), "\(T.self) \(note)")

    // Ranges over the tree of summaries.
    while let below = nodes.last, below.count > 1 {
      nodes.append(
        stride(from: 0, to: below.count, by: Int(PLAT_MASK_FAN)).map { first in
          var sum = plat_summary()
          unsafe plat_summary_clear(&sum)
          for node in below[first..<min(first + Int(PLAT_MASK_FAN), below.count)] {
            unsafe withUnsafePointer(to: node) { unsafe plat_summary_add(&sum, $0) }
          }
          return sum
        })
    }
    unsafe withTree(words, nodes) { mask in
      for _ in 0..<12 {
        let (a, b) = (draw.int(0...rows.count), draw.int(0...rows.count))
        let range = draw.percent(15) ? 0..<rows.count : min(a, b)..<max(a, b)
        var sum = plat_summary()
        unsafe plat_summary_clear(&sum)
        let isKnown = unsafe T.add(&sum, mask, rows, range)
        #expect(isKnown, "\(T.self) \(note), rows \(range)")
        #expect(
          PlainSummary(sum) == PlainSummary(rows, selected.filter(range.contains)),
          "\(T.self) \(note), rows \(range)")
      }
    }
    unsafe withTree(words, nodes) { mask in
      unsafe clusters(rows, selected, mask, &draw, "\(T.self) \(note)")
    }
    // A range that needs a missing node is not answered.
    if blocks > 3 {
      unsafe withTree(words, nodes, known: 0) { mask in
        var sum = plat_summary()
        unsafe plat_summary_clear(&sum)
        #expect(unsafe !T.add(&sum, mask, rows, 0..<rows.count), "\(T.self) \(note)")
      }
    }
  }

  /// Clusters anywhere, in one call, against a check of each row.
  private static func clusters<T: PriceNumber>(
    _ rows: PricedRows<T>, _ selected: [Int], _ mask: plat_mask, _ draw: inout SeededGenerator,
    _ note: String
  ) {
    let padded = rows.prices.count
    let parting = (0..<padded).map { _ in UInt8(draw.percent(70) ? 30 : draw.int(1...40)) }
    let lows = (0..<padded).map { block in parting.dropFirst(block * 64).prefix(64).min() ?? 0 }
    let ranges = (0..<30).map { _ in
      let first = draw.int(0...rows.count - 1)
      return first..<min(rows.count, first + draw.one(of: [1, 2, 5, 20, 64, 130, rows.count]))
    }
    let (firsts, counts) = (ranges.map { UInt32($0.lowerBound) }, ranges.map { UInt16($0.count) })
    let centres = ranges.map { _ in Int32(draw.int(-1_000...1_000)) }
    let middle = UInt32(1) << 31
    let (least, isBounded) = (draw.one(of: [1, 2, 2, 3]), draw.percent(50))
    let query = plat_cluster_query(
      least: UInt64(least), matches_all: selected.count == rows.count && draw.percent(50) ? 1 : 0,
      is_bounded: isBounded ? 1 : 0, west: middle - 500, north: middle - 400, east: middle + 300,
      south: middle + 200)
    var found = [plat_found](repeating: plat_found(), count: ranges.count)
    var done = 0
    let numbers = (0..<UInt32(ranges.count + 2)).map { $0 }
    func copy<Element>(_ array: [Element]) -> UnsafeMutablePointer<Element> {
      let copy = UnsafeMutablePointer<Element>.allocate(capacity: array.count)
      unsafe copy.initialize(from: array, count: array.count)
      return unsafe copy
    }
    let zoom = unsafe plat_zoom(
      first_rows: copy(firsts), row_counts: copy(counts), row_count_bytes: 2, x: copy(centres),
      y: copy(centres),
      count: ranges.count, sums: nil)
    let columns = unsafe plat_cluster_columns(
      prices: copy(rows.prices), price_bytes: MemoryLayout<T>.stride, longitudes: copy(rows.x),
      latitudes: copy(rows.y),
      parting: copy(parting), parting_lows: copy(lows), rows: rows.count)
    defer {
      unsafe zoom.first_rows.deallocate()
      unsafe zoom.row_counts.deallocate()
      unsafe zoom.x.deallocate()
      unsafe zoom.y.deallocate()
      unsafe columns.prices.deallocate()
      unsafe columns.longitudes.deallocate()
      unsafe columns.latitudes.deallocate()
      unsafe columns.parting.deallocate()
      unsafe columns.parting_lows.deallocate()
    }
    let count = unsafe withUnsafePointer(to: mask) { mask in
      unsafe plat_clusters_find(
        [zoom], [columns], mask, [query], numbers, numbers.count, &found, &done)
    }
    #expect(done == numbers.count, "\(note)")
    var expected = 0
    for (cluster, range) in ranges.enumerated() {
      let inside = selected.filter(range.contains)
      guard let first = inside.first, let last = inside.last else { continue }
      let isFew = inside.count < least
      if isBounded, !isFew, !(-400...200).contains(centres[cluster]) { continue }
      guard expected < count else { break }
      let one = found[expected]
      expected += 1
      let name = "\(note), cluster \(cluster), rows \(range)"
      #expect(
        Range(Int(one.first)...Int(one.end) - 1) == range && one.is_few == (isFew ? 1 : 0),
        "\(name)")
      #expect(Int(one.first_match) == first && Int(one.last_match) == last, "\(name)")
      #expect(Int(one.cluster) == cluster, "\(name)")
      #expect(one.x == one.y && Int(one.x) == Int(middle) + Int(centres[cluster]), "\(name)")
      if isFew { continue }
      #expect(PlainSummary(one.summary) == PlainSummary(rows, inside), "\(name)")
      #expect(one.parting == parting[first...last].dropFirst().min() ?? 255, "\(name)")
    }
    #expect(count == expected, "\(note)")
  }

  /// Lends a tree in the kernels' form; each level is one array.
  private static func withTree(
    _ words: [UInt64], _ nodes: [[plat_summary]], known bits: UInt64 = .max,
    _ body: (plat_mask) -> Void
  ) {
    let flat = nodes.flatMap { $0 }
    let known = [UInt64](repeating: bits, count: words.count / 64 + 1)
    unsafe words.withUnsafeBufferPointer { words in
      unsafe flat.withUnsafeBufferPointer { flat in
        unsafe known.withUnsafeBufferPointer { known in
          var mask = unsafe plat_mask()
          unsafe mask.words = words.baseAddress
          unsafe mask.levels = nodes.count
          var first = 0
          for (level, own) in nodes.enumerated() {
            unsafe set(&mask.nodes, level, flat.baseAddress.map { unsafe $0 + first })
            unsafe set(&mask.nodes_known, level, known.baseAddress)
            unsafe set(&mask.counts, level, own.count)
            first += own.count
          }
          unsafe body(mask)
        }
      }
    }
  }

  /// Sets an element of a C array of sixteen.
  private static func set<Array, Element>(_ array: inout Array, _ place: Int, _ value: Element) {
    unsafe withUnsafeMutableBytes(of: &array) {
      unsafe $0.storeBytes(
        of: value, toByteOffset: place * MemoryLayout<Element>.stride, as: Element.self)
    }
  }
}

extension UInt8: PriceNumber {
  static fileprivate func add(
    _ summary: inout plat_summary, _ rows: PricedRows<Self>, _ block: Int, _ word: UInt64
  ) {
    unsafe plat_summary_block_u8(&summary, rows.prices, rows.x, rows.y, UInt32(block), word)
  }
  static fileprivate func add(
    _ summary: inout plat_summary, _ mask: plat_mask, _ rows: PricedRows<Self>, _ range: Range<Int>
  ) -> Bool {
    unsafe withUnsafePointer(to: mask) { mask in
      unsafe plat_summary_range_u8(
        &summary, mask, rows.prices, rows.x, rows.y, range.lowerBound, range.upperBound, rows.count)
        != 0
    }
  }
}

extension UInt16: PriceNumber {
  static fileprivate func add(
    _ summary: inout plat_summary, _ rows: PricedRows<Self>, _ block: Int, _ word: UInt64
  ) {
    unsafe plat_summary_block_u16(&summary, rows.prices, rows.x, rows.y, UInt32(block), word)
  }
  static fileprivate func add(
    _ summary: inout plat_summary, _ mask: plat_mask, _ rows: PricedRows<Self>, _ range: Range<Int>
  ) -> Bool {
    unsafe withUnsafePointer(to: mask) { mask in
      unsafe plat_summary_range_u16(
        &summary, mask, rows.prices, rows.x, rows.y, range.lowerBound, range.upperBound, rows.count)
        != 0
    }
  }
}

extension UInt32: PriceNumber {
  static fileprivate func add(
    _ summary: inout plat_summary, _ rows: PricedRows<Self>, _ block: Int, _ word: UInt64
  ) {
    unsafe plat_summary_block_u32(&summary, rows.prices, rows.x, rows.y, UInt32(block), word)
  }
  static fileprivate func add(
    _ summary: inout plat_summary, _ mask: plat_mask, _ rows: PricedRows<Self>, _ range: Range<Int>
  ) -> Bool {
    unsafe withUnsafePointer(to: mask) { mask in
      unsafe plat_summary_range_u32(
        &summary, mask, rows.prices, rows.x, rows.y, range.lowerBound, range.upperBound, rows.count)
        != 0
    }
  }
}

extension UInt64: PriceNumber {
  static fileprivate func add(
    _ summary: inout plat_summary, _ rows: PricedRows<Self>, _ block: Int, _ word: UInt64
  ) {
    unsafe plat_summary_block_u64(&summary, rows.prices, rows.x, rows.y, UInt32(block), word)
  }
  static fileprivate func add(
    _ summary: inout plat_summary, _ mask: plat_mask, _ rows: PricedRows<Self>, _ range: Range<Int>
  ) -> Bool {
    unsafe withUnsafePointer(to: mask) { mask in
      unsafe plat_summary_range_u64(
        &summary, mask, rows.prices, rows.x, rows.y, range.lowerBound, range.upperBound, rows.count)
        != 0
    }
  }
}
