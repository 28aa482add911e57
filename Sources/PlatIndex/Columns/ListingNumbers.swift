public import PlatCommon
internal import PlatSnapshot

/// The numbers of listings in the ids of a map: 48 bits of a hash of each key.
///
/// A number depends only on the key, so it is the same in every snapshot and on every server. No
/// two listings of a snapshot share a number. Among ten million listings, one snapshot in six has
/// two keys with the same hash: then the build keeps the number of the lesser key and gives the
/// other one the hash with the next free seed. It stores these exceptions (`listingKey.moved`).
public struct ListingNumbers: Sendable {
  /// The number of bits in a listing number.
  public static let bits: UInt64 = 48

  private let keys: KeyTable
  private let moved: [UInt32: UInt64]

  init(_ keys: KeyTable, rows: Int, in snapshot: Snapshot) throws(SnapshotError) {
    self.keys = keys
    var moved: [UInt32: UInt64] = [:]
    if snapshot.section(IndexLayout.movedNumbers) != nil {
      let pairs = try snapshot.column(IndexLayout.movedNumbers, of: UInt64.self)
      for place in stride(from: 0, to: pairs.count, by: 2) {
        guard let row = pairs[place].flatMap({ UInt32(exactly: $0) }), row < rows,
          let number = pairs[place + 1], number >> Self.bits == 0
        else {
          throw SnapshotError(
            .inconsistentSections, path: snapshot.path, section: IndexLayout.movedNumbers,
            reason: "the moved numbers are not those of \(rows) rows")
        }
        moved[row] = number
      }
    }
    self.moved = moved
  }

  /// Whether any listing's number differs from the one that its key gives.
  public var hasMoved: Bool { !moved.isEmpty }

  /// The number of a row.
  ///
  /// - Complexity: O(bytes of the key), about 20 ns.
  public func number(ofRow row: Int) -> UInt64 {
    if hasMoved, let number = moved[UInt32(clamping: row)] { return number }
    return Self.number(of: keys.bytes(at: row))
  }

  /// The number that a key gives; the seed counts how many numbers were taken already.
  static func number(of key: Span<UInt8>, seed: UInt64 = 0, bits: UInt64 = bits) -> UInt64 {
    KeyHash.of(key, seed: seed) >> (64 - bits)
  }

  /// The number that a key of at most sixteen bytes gives (`KeyHash.of(_:count:)`).
  @inlinable
  @inline(__always)
  public static func number(of words: SIMD2<UInt64>, count: Int) -> UInt64 {
    KeyHash.of(words, count: count) >> 16
  }

  /// The rows whose numbers differ from those that their keys give, each with its number.
  ///
  /// - Complexity: One radix sort of all numbers.
  static func moved(_ keys: StringTableBuilder, bits: UInt64 = bits) -> [(
    row: UInt32, number: UInt64
  )] {
    var numbered: [Numbered] = []
    numbered.reserveCapacity(keys.count)
    for row in 0..<keys.count {
      numbered.append(
        Numbered(key: number(of: keys.bytes(at: row), bits: bits), row: UInt32(row)))
    }
    RadixSort.sort(&numbered, from: 0, to: (1 << bits) - 1)
    var late: [UInt32] = []
    var start = 0
    while start < numbered.count {
      var end = start + 1
      while end < numbered.count, numbered[end].key == numbered[start].key { end += 1 }
      if end - start > 1 {
        late += sorted(numbered[start..<end].map(\.row), keys).dropFirst()
      }
      start = end
    }
    guard !late.isEmpty else { return [] }
    var taken = Set(numbered.map(\.key))
    return sorted(late, keys).map { row in
      var (seed, number) = (UInt64(0), UInt64(0))
      repeat {
        seed += 1
        number = self.number(of: keys.bytes(at: Int(row)), seed: seed, bits: bits)
      } while !taken.insert(number).inserted
      return (row, number)
    }
  }

  private static func sorted(_ rows: [UInt32], _ keys: StringTableBuilder) -> [UInt32] {
    rows.sorted { KeySort.precedes(keys.bytes(at: Int($0)), keys.bytes(at: Int($1))) }
  }

  private struct Numbered: RadixSortable {
    var key: UInt64
    var row: UInt32
  }
}
