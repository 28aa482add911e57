import Testing

@testable import PlatFeeds

/// Bytes generated on demand: a head, then a repeated unit up to a length, then a tail.
private struct RepeatingSource: ByteSource {
  let totalBytes: Int? = nil
  private let unit: [UInt8]
  private let tail: [UInt8]
  private var part: [UInt8]
  private var place = 0
  private var repeats: Int

  init(_ head: String, _ unit: String, _ tail: String, length: Int) {
    part = Array(head.utf8)
    // Many units at once, so that the reader takes most of the time.
    self.unit = Array(String(repeating: unit, count: 65_536 / unit.utf8.count).utf8)
    self.tail = Array(tail.utf8)
    repeats = length / self.unit.count
  }

  mutating func read(into buffer: inout [UInt8], from index: Int) throws(FeedError) -> Int {
    if place == part.count {
      place = 0
      part = repeats > 0 ? unit : repeats == 0 ? tail : []
      repeats -= 1
    }
    let count = min(part.count - place, buffer.count - index)
    buffer.replaceSubrange(index..<index + count, with: part[place..<place + count])
    place += count
    return count
  }
}

@Suite(.timeLimit(.minutes(30))) struct MemoryTests {
  private static let limit = 1 << 20
  private static let length = 200_000_000

  /// Walks through JSON; returns the maximum memory of the window, and the records and refusals.
  private func walk(_ source: RepeatingSource) throws -> (
    memory: Int, records: Int, refusals: [String]
  ) {
    let window = try InputWindow(input: "test", source: source, chunkSize: 1 << 18)
    var feed = JSONFeed(window: window, recordLimit: Self.limit)
    var (memory, records, refusals) = (0, 0, [String]())
    while let piece = try feed.next() {
      memory = max(memory, feed.cursor.window.bytes.count)
      if case .refusal(let scope, let reason, _, _) = piece.content {
        refusals.append("\(scope) \(reason.code)")
      } else {
        records += 1
      }
    }
    return (max(memory, feed.cursor.window.bytes.count), records, refusals)
  }

  @Test func aRecordOf200MegabytesOnOneLineTakesNoMemory() throws {
    let next = "\"}\n{\"listingKey\":\"b\"}\n"
    let long = try walk(RepeatingSource("{\"listingKey\":\"", "x", next, length: Self.length))
    #expect(long.memory <= 4 * Self.limit)
    #expect(long.records == 1 && long.refusals == ["record tooLarge"])
    let element = try walk(
      RepeatingSource("{\"value\":[{\"listingKey\":\"", "x", "\"},{\"a\":1}]}", length: 8_000_000))
    #expect(element.memory <= 4 * Self.limit)
    #expect(element.records == 1 && element.refusals == ["record tooLarge"])
  }

  @Test func millionsOfOpenBracketsTakeNoMemory() throws {
    for head in ["", "{\"a\":", "{\"value\":["] {
      let found = try walk(RepeatingSource(head, "[", "", length: 8_000_000))
      #expect(found.memory <= 4 * Self.limit)
      #expect(found.records == 0 && found.refusals.count == 1, "\(found)")
    }
  }

  @Test func aPageOnOneLineTakesTheMemoryOfARecord() throws {
    let found = try walk(
      RepeatingSource("{\"value\":[{}", ",{\"listingKey\":\"abc\"}", "]}", length: 1_000_000))
    #expect(found.memory == 1 << 18)
    #expect(found.records > 40_000 && found.refusals.isEmpty)
  }

  @Test func anOpenQuoteOf200MegabytesTakesNoMemory() throws {
    let source = RepeatingSource("listingKey,city\na,\"", "x,", "\nb,Indio\n", length: Self.length)
    let window = try InputWindow(input: "test", source: source, chunkSize: 1 << 18)
    var rows = CSVRows(
      window: window, from: 0, separator: UInt8(ascii: ","), recordLimit: Self.limit)
    var (memory, outcomes) = (0, [String]())
    while true {
      let outcome = try rows.next()
      memory = max(memory, rows.window.bytes.count)
      if case .end = outcome { break }
      if case .broken(let reason, _) = outcome {
        outcomes.append(reason.code)
      } else {
        outcomes.append("row")
      }
    }
    #expect(memory <= 4 * Self.limit)
    #expect(outcomes == ["row", "tooLarge", "row"])
  }
}
