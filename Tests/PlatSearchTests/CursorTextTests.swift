import PlatGeometry
import PlatIndex
import PlatSearch
import PlatTestSupport
import Testing

/// Cursors as text: any invalid cursor is refused.
@Suite(.timeLimit(.minutes(30))) struct CursorTextTests {
  private func cursors() throws -> [(Cursor, Sort)] {
    let searcher = try Comparison(.mixed).searcher
    return try PageTests.sorts(from: Coordinate(longitude: -1_165_000_000, latitude: 338_000_000))
      .map { sort in
        (try #require(try searcher.search(SearchRequest(sort: sort, limit: 3)).nextCursor), sort)
      }
  }

  @Test func textGivesTheCursorBack() throws {
    for (cursor, sort) in try cursors() {
      #expect(try Cursor(text: cursor.text) == cursor, "\(sort)")
      #expect(cursor.text.utf8.allSatisfy { isURLSafe($0) }, "\(sort)")
    }
  }

  private func isURLSafe(_ byte: UInt8) -> Bool {
    let character = Character(UnicodeScalar(byte))
    return character.isLetter || character.isNumber || character == "-" || character == "_"
  }

  /// A cursor of one order is refused by every other order, and for another origin of distances.
  @Test func cursorsBelongToTheirOrder() throws {
    let searcher = try Comparison(.mixed).searcher
    let cursors = try cursors()
    for (cursor, own) in cursors {
      for (_, other) in cursors + [
        (cursor, Sort.distance(from: Coordinate(longitude: 1, latitude: 2), descending: false))
      ]
      where other != own {
        var request = SearchRequest(sort: other)
        request.cursor = cursor
        #expect(throws: SearchError.self) { try searcher.search(request) }
      }
    }
  }

  /// Any changed letter, any truncation and any random text is refused or harmless.
  @Test func damagedTexts() throws {
    let searcher = try Comparison(.mixed).searcher
    let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=+/ é")
    var draw = SeededGenerator(seed: 3)
    for (cursor, sort) in try cursors() {
      let text = Array(cursor.text)
      for place in text.indices {
        var changed = text
        changed[place] = draw.one(of: letters.filter { $0 != text[place] })
        #expect(throws: SearchError.self, "seed 3: \(String(changed))") {
          try Cursor(text: String(changed))
        }
        #expect(throws: SearchError.self) { try Cursor(text: String(text[..<place])) }
      }
      for _ in 0..<50 {
        let random = String((0..<draw.int(0...60)).map { _ in draw.one(of: letters) })
        guard let cursor = try? Cursor(text: random) else { continue }
        var request = SearchRequest(sort: sort)
        request.cursor = cursor
        _ = try? searcher.search(request)
      }
    }
  }

  /// Whole cursors with a valid checksum and any content: an answer or an error, never a trap.
  @Test func forgedCursors() throws {
    let searcher = try Comparison(.mixed).searcher
    var draw = SeededGenerator(seed: 4)
    let center = Coordinate(longitude: -1_165_000_000, latitude: 338_000_000)
    let values: [UInt64] = [
      0, 1, .max, .max - 1, 1 << 63, 1 << 63 - 1, 1 << 63 + 1, Double.nan.bitPattern,
      Double.infinity.bitPattern,
      (-1.0).bitPattern, (0.5).bitPattern, Double.greatestFiniteMagnitude.bitPattern,
    ]
    for (cursor, sort) in try cursors() {
      let order = bytes(of: cursor.text)[1]
      for value in values + (0..<20).map({ _ in draw.next() }) {
        for isMissing in [UInt8(0), 1, 7] {
          let keys: [[UInt8]] = [
            [], Array("LISTING-KEY-1000003".utf8), [0xFF, 0xFE], Array("~".utf8),
          ]
          var request = SearchRequest(sort: sort, limit: 5)
          let place = order == 100 || order == 101 ? center : Coordinate(longitude: 0, latitude: 0)
          request.cursor = try Cursor(
            text: forged(order, isMissing, value, place, draw.one(of: keys)))
          _ = try? searcher.search(request)
        }
      }
    }
  }

  private func forged(
    _ order: UInt8, _ isMissing: UInt8, _ value: UInt64, _ place: Coordinate, _ key: [UInt8]
  )
    -> String
  {
    var bytes: [UInt8] = [1, order, isMissing]
    func append<T: FixedWidthInteger>(_ number: T) { withBytes(of: number) { bytes.append($0) } }
    append(value)
    append(place.longitude)
    append(place.latitude)
    bytes += key
    append(bytes.reduce(UInt32(0x811C_9DC5)) { ($0 ^ UInt32($1)) &* 0x0100_0193 })
    return text(of: bytes)
  }

  private func withBytes<T: FixedWidthInteger>(of number: T, _ use: (UInt8) -> Void) {
    for shift in stride(from: T.bitWidth - 8, through: 0, by: -8) {
      use(UInt8(truncatingIfNeeded: number >> T(shift)))
    }
  }

  private static let alphabet = Array(
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")

  /// Base64url, bit by bit.
  private func text(of bytes: [UInt8]) -> String {
    let bits = bytes.flatMap { byte in (0..<8).map { byte >> (7 - $0) & 1 } }
    return String(
      stride(from: 0, to: bits.count, by: 6).map { start in
        let six = (0..<6).reduce(0) {
          $0 * 2 + (start + $1 < bits.count ? Int(bits[start + $1]) : 0)
        }
        return Self.alphabet[six]
      })
  }

  private func bytes(of text: String) -> [UInt8] {
    let bits = text.flatMap { letter in
      let six = Self.alphabet.firstIndex(of: letter) ?? 0
      return (0..<6).map { UInt8(six >> (5 - $0) & 1) }
    }
    return stride(from: 0, through: bits.count - 8, by: 8).map { start in
      (0..<8).reduce(0) { $0 * 2 + bits[start + $1] }
    }
  }
}
