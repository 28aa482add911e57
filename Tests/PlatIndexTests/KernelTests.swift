import PlatKernels
import PlatTestSupport
import Testing

/// The kernels' loops: the form for this machine and the portable one against plain loops.
///
/// Serialised, because the choice of instruction set belongs to the whole process; other suites may
/// run at the same time, since both forms give the same answers.
@Suite(.serialized, .timeLimit(.minutes(30))) struct KernelTests {
  /// The instruction sets to test: the portable form, and this machine's best one.
  static let sets = Array(Set([Int32(PLAT_ISA_PORTABLE), plat_isa_best()])).sorted()

  /// A column of random blocks, its zone map, and some of its blocks with random words.
  private struct Blocks<T: KernelNumber> {
    var values: [T]
    var low: [T]
    var high: [T]
    var blocks: [UInt32]
    var words: [UInt64]

    init(_ draw: inout SeededGenerator) {
      let rows = draw.int(1...900)
      let most = draw.one(of: [T(1), T(3), T(min(200, UInt64(T.max))), T.max])
      let sorted = draw.percent(40)
      values = (0..<rows).map { _ in
        draw.percent(10) ? 0 : draw.percent(4) ? most : T.random(in: 0...most, using: &draw)
      }
      if sorted { values.sort() }
      let count = (rows + 63) / 64
      let zones = stride(from: 0, to: rows, by: 64).map { [values] in
        values[$0..<min($0 + 64, rows)]
      }
      low = zones.map { $0.min() ?? 0 }
      high = zones.map { $0.max() ?? 0 }
      // Whole blocks, as in a file.
      values += Array(repeating: 0, count: count * 64 - rows)
      let listed = draw.one(of: [80, 100])
      blocks = (0..<UInt32(count)).filter { _ in draw.percent(listed) }
      words = blocks.map { block in
        let word = draw.percent(20) ? 0 : draw.percent(30) ? ~0 : draw.next()
        let left = rows - Int(block) * 64
        return left >= 64 ? word : word & (1 << UInt64(left) - 1)
      }
    }

    func value(_ block: UInt32, _ bit: Int) -> T { values[Int(block) * 64 + bit] }

    /// The words left after a test of each selected row.
    func words(where fits: (T) -> Bool) -> [UInt64] {
      zip(blocks, words).map { block, word in
        (0..<64).reduce(0) {
          word >> UInt64($1) & 1 == 1 && fits(value(block, $1)) ? $0 | 1 << UInt64($1) : $0
        }
      }
    }

    var selected: [(row: Int, value: T)] {
      zip(blocks, words).flatMap { block, word in
        (0..<64).filter { word >> UInt64($0) & 1 == 1 }.map {
          (Int(block) * 64 + $0, value(block, $0))
        }
      }
    }
  }

  /// Runs a check with random blocks of each width and each form.
  private func everyWidth(_ cases: Int, _ check: Check) {
    for isa in Self.sets {
      plat_isa_use(isa)
      defer { plat_isa_use(plat_isa_best()) }
      for seed in TestCases.seeds(cases) {
        var draw = SeededGenerator(seed: seed)
        let note = "form \(isa), seed \(seed)"
        check.run(UInt8.self, &draw, note)
        check.run(UInt16.self, &draw, note)
        check.run(UInt32.self, &draw, note)
        check.run(UInt64.self, &draw, note)
      }
    }
  }

  private enum Check {
    case ranges, bitmap, zones, gather, top

    func run<T: KernelNumber>(_ type: T.Type, _ draw: inout SeededGenerator, _ note: String) {
      let made = Blocks<T>(&draw)
      let text: Comment = "\(T.self) \(note)"
      switch self {
      case .ranges: KernelTests.ranges(made, &draw, text)
      case .bitmap: KernelTests.bitmap(made, &draw, text)
      case .zones: KernelTests.zones(made, &draw, text)
      case .gather: KernelTests.gather(made, text)
      case .top: KernelTests.top(made, &draw, text)
      }
    }
  }

  // MARK: Ranges

  @Test func rangesAreThoseOfThePlainTwin() { everyWidth(80, .ranges) }

  private static func range<T: KernelNumber>(_ made: Blocks<T>, _ draw: inout SeededGenerator)
    -> ClosedRange<T>
  {
    let (a, b) = (draw.one(of: made.values), draw.one(of: made.values))
    switch draw.int(0...7) {
    case 0: return 0...T.max
    case 1: return 1...T.max
    case 2: return 0...0
    case 3: return T.max...T.max
    case 4: return a...a
    case 5: return a...T.max
    default: return min(a, b)...max(a, b)
    }
  }

  private static func ranges<T: KernelNumber>(
    _ made: Blocks<T>, _ draw: inout SeededGenerator, _ text: Comment
  ) {
    let ranges = (0..<draw.int(1...4)).map { _ in range(made, &draw) }
    var words = made.words
    let (from, to) = (ranges.map(\.lowerBound), ranges.map(\.upperBound))
    let read = unsafe T.ranges(
      made.values, made.low, made.high, made.blocks, &words, words.count, from, to, ranges.count)
    #expect(words == made.words { value in ranges.contains { $0.contains(value) } }, text)
    // Blocks that the zone map decides are not read.
    let undecided = zip(made.blocks, made.words).count { block, word in
      let (low, high) = (made.low[Int(block)], made.high[Int(block)])
      return word != 0 && ranges.contains { $0.overlaps(low...high) }
        && !ranges.contains { $0.contains(low) && $0.contains(high) }
    }
    #expect(read == undecided, text)
  }

  // MARK: Bitmaps

  @Test func bitmapsAreThoseOfThePlainTwin() { everyWidth(60, .bitmap) }

  private static func bitmap<T: KernelNumber>(
    _ made: Blocks<T>, _ draw: inout SeededGenerator, _ text: Comment
  ) {
    var bitmap = [UInt64](repeating: 0, count: draw.int(1...6))
    let bits = bitmap.count * 64
    // Bit 0 is for missing values, the last one for the greatest code.
    for bit in [0, bits - 1] + (0..<draw.int(1...40)).map({ _ in draw.int(0...bits - 1) })
    where draw.percent(70) {
      bitmap[bit / 64] |= 1 << UInt64(bit % 64)
    }
    let wanted = { (value: T) in
      UInt64(value) < UInt64(bits) && bitmap[Int(value) / 64] >> (UInt64(value) % 64) & 1 == 1
    }
    let all = (0..<bits).filter { bitmap[$0 / 64] >> UInt64($0 % 64) & 1 == 1 }
    guard let least = all.first, let greatest = all.last, least <= Int(clamping: T.max) else {
      return
    }
    var words = made.words
    _ = unsafe T.bitmap(
      made.values, made.low, made.high, made.blocks, &words, words.count, bitmap, bits, T(least),
      T(clamping: greatest))
    #expect(words == made.words(where: wanted), text)
  }

  // MARK: Zone maps

  @Test func zonesAreThoseOfThePlainTwin() { everyWidth(50, .zones) }

  private static func zones<T: KernelNumber>(
    _ made: Blocks<T>, _ draw: inout SeededGenerator, _ text: Comment
  ) {
    // More blocks than one vector holds.
    let count = draw.int(1...150)
    let pairs = (0..<count).map { _ in range(made, &draw) }
    let (low, high) = (pairs.map(\.lowerBound), pairs.map(\.upperBound))
    let wanted = (0..<draw.int(1...4)).map { _ in range(made, &draw) }
    let (from, to) = (wanted.map(\.lowerBound), wanted.map(\.upperBound))
    var blocks = [UInt32](repeating: 0, count: count + 64)
    let found = unsafe T.zones(low, high, UInt32(count), from, to, wanted.count, &blocks)
    let expected = (0..<count).filter { block in wanted.contains { $0.overlaps(pairs[block]) } }
    #expect(Array(blocks.prefix(found)) == expected.map(UInt32.init), text)
    var (leasts, greatests) = (
      [T](repeating: 0, count: made.low.count), [T](repeating: 0, count: made.low.count)
    )
    unsafe T.zoneBuild(made.values, made.values.count, &leasts, &greatests)
    let blocksOfValues = stride(from: 0, to: made.values.count, by: 64).map {
      made.values[$0..<$0 + 64]
    }
    #expect(
      leasts == blocksOfValues.map { $0.min() ?? 0 }
        && greatests == blocksOfValues.map { $0.max() ?? 0 }, text)
  }

  // MARK: Values of selected rows

  @Test func gatherAndTally() { everyWidth(20, .gather) }

  private static func gather<T: KernelNumber>(_ made: Blocks<T>, _ text: Comment) {
    let selected = made.selected
    var values = [UInt64](repeating: 0, count: selected.count + 1)
    let count = unsafe T.gather(made.values, made.blocks, made.words, made.words.count, &values)
    #expect(Array(values.prefix(count)) == selected.map { UInt64($0.value) }, text)
    for bins in [1, 4, 300] {
      var counts = [UInt32](repeating: 0, count: bins)
      unsafe T.tally(made.values, made.blocks, made.words, made.words.count, &counts, bins)
      var expected = [UInt32](repeating: 0, count: bins)
      for (_, value) in selected where UInt64(value) < UInt64(bins) { expected[Int(value)] += 1 }
      #expect(counts == expected, text)
    }
    var rows = [UInt32](repeating: 0, count: selected.count + 64)
    let found = unsafe plat_rows(made.blocks, made.words, made.words.count, &rows)
    #expect(Array(rows.prefix(found)) == selected.map { UInt32($0.row) }, text)
    #expect(unsafe plat_popcount(made.words, made.words.count) == UInt64(selected.count), text)
    var (blocks, words) = (made.blocks, made.words)
    let left = unsafe plat_compact(&blocks, &words, words.count)
    let kept = zip(made.blocks, made.words).filter { $0.1 != 0 }
    #expect(
      Array(blocks.prefix(left)) == kept.map(\.0) && Array(words.prefix(left)) == kept.map(\.1),
      text)
    words = made.words
    let mask = made.low.indices.map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 }
    unsafe plat_intersect(mask, made.blocks, &words, words.count)
    #expect(words == zip(made.blocks, made.words).map { mask[Int($0)] & $1 }, text)
  }

  // MARK: The first rows of an order

  @Test func firstRows() { everyWidth(60, .top) }

  private static func top<T: KernelNumber>(
    _ made: Blocks<T>, _ draw: inout SeededGenerator, _ text: Comment
  ) {
    let ranks = Array(0..<UInt32(made.values.count)).shuffled(using: &draw)
    let descending = draw.percent(50)
    // Missing values come last in both directions.
    func key(_ value: T) -> UInt64 {
      value == 0 ? .max : descending ? ~UInt64(value) : UInt64(value) - 1
    }
    let ranked = made.selected.map {
      (key: key($0.value), rank: ranks[$0.row], row: UInt32($0.row))
    }.sorted {
      $0.key == $1.key ? $0.rank < $1.rank : $0.key < $1.key
    }
    var start: (key: UInt64, rank: UInt32) = (0, 0)
    if draw.percent(50), let one = ranked.randomElement(using: &draw) {
      start = (one.key, one.rank + UInt32(draw.int(0...1)))
    }
    let room = draw.one(of: [0, 1, 5, 20, 1_000])
    var heap = [plat_ranked](repeating: plat_ranked(), count: room + 1)
    var found: [plat_ranked] = []
    unsafe heap.withUnsafeMutableBufferPointer { buffer in
      var top = unsafe plat_topk(
        heap: buffer.baseAddress, room: room, count: 0, after_key: start.key, after_rank: start.rank
      )
      _ = unsafe T.topk(
        &top, made.values, made.low, made.high, ranks, made.blocks, made.words, made.words.count,
        descending ? 1 : 0)
      unsafe plat_topk_sort(&top)
      found = unsafe Array(buffer.prefix(top.count))
    }
    let behind = ranked.filter {
      $0.key > start.key || ($0.key == start.key && $0.rank >= start.rank)
    }.prefix(room)
    #expect(found.map(\.row) == behind.map(\.row), text)
    #expect(found.map(\.rank) == behind.map(\.rank) && found.map(\.key) == behind.map(\.key), text)
  }

  // MARK: Text

  @Test func find() {
    var draw = SeededGenerator(seed: 8)
    for _ in TestCases.seeds(300) {
      let text = (0..<draw.int(0...40)).map { _ in UInt8(draw.int(97...99)) }
      let needle = (0..<draw.int(1...4)).map { _ in UInt8(draw.int(97...99)) }
      let place = text.indices.first { text[$0...].starts(with: needle) } ?? text.count
      #expect(
        unsafe plat_find(text, text.count, needle, needle.count) == place, "\(text) \(needle)")
    }
  }
}
