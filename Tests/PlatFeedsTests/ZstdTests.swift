import Testing

@testable import PlatFeeds

private let isThere = ZstdLibrary.shared != nil

@Suite(.timeLimit(.minutes(30)), .enabled(if: isThere, "Debian's libzstd1 is not installed"))
struct ZstdTests {
  private static let text = (0..<12).map { #"{"listingKey":"k\#($0)","city":"Indio"}"# + "\n" }
    .joined()
  private static let plain = Array(text.utf8)

  /// The text as `zstd -19` writes it: a compressed block, and a checksum.
  private static let packed = bytes(
    ofBase64: "KLUv/WSmAEUCAJQCeyJsaXN0aW5nS2V5IjoiazAiLCJjaXRJbmRpbyJ9CjEyMzQ1Njc4OTENoDB2u34GgBM"
      + "D62NJiiWdTofj4DiccMYU6YOfApKLkUI=")

  private static func bytes(ofBase64 text: String) -> [UInt8] {
    let digits = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
    var (bits, count, bytes) = (0, 0, [UInt8]())
    for digit in text.utf8 {
      guard let value = digits.firstIndex(of: digit) else { break }
      (bits, count) = ((bits << 6 | value) & 0xFFFF, count + 6)
      if count >= 8 {
        count -= 8
        bytes.append(UInt8(truncatingIfNeeded: bits >> count))
      }
    }
    return bytes
  }

  /// A frame of blocks (RFC 8878, 3.1.1), with a window of 2 MiB.
  private static func frame(_ blocks: [[UInt8]], window: UInt8 = 0x58) -> [UInt8] {
    [0x28, 0xB5, 0x2F, 0xFD, 0x00, window] + blocks.joined()
  }

  /// A block of 3 + count bytes: its header, then the bytes as they are, or one to be repeated.
  private static func block(
    _ bytes: [UInt8], repeating count: Int? = nil, isLast: Bool = true
  ) -> [UInt8] {
    let header = (isLast ? 1 : 0) | (count == nil ? 0 : 2) | (count ?? bytes.count) << 3
    return [0, 8, 16].map { UInt8(truncatingIfNeeded: header >> $0) } + bytes
  }

  /// The bytes in a frame, as they are.
  private static func raw(_ bytes: [UInt8]) -> [UInt8] {
    let half = bytes.count / 2
    return frame([block(Array(bytes[..<half]), isLast: false), block(Array(bytes[half...]))])
  }

  private static let skippable: [UInt8] = [0x53, 0x2A, 0x4D, 0x18, 3, 0, 0, 0, 7, 8, 9]

  @Test(arguments: Cut.all)
  func framesOneAfterAnotherAreOneFeed(_ cut: Cut) {
    let expected = load(Self.plain)
    #expect(expected.documents.count == 12)
    let half = Self.plain.count / 2
    let (first, second) = (Array(Self.plain[..<half]), Array(Self.plain[half...]))
    #expect(load(Self.packed, cut) == expected)
    #expect(load(Self.raw(Self.plain), cut) == expected)
    #expect(load(Self.raw(first) + Self.raw(second), cut) == expected)
    #expect(
      load(
        Self.skippable + Self.raw(first) + Self.frame([Self.block([])]) + Self.skippable
          + Self.raw(second) + Self.skippable, cut) == expected)
  }

  @Test func aFileCutAtAnyByteSaysWhere() {
    for file in [Self.packed, Self.raw(Self.plain)] {
      let whole = load(Self.plain).documents
      for length in 0..<file.count {
        for cut in [Cut(), Cut(piece: 3, window: 24)] {
          let found = load(Array(file[..<length]), cut)
          #expect(whole.starts(with: found.documents), "cut at \(length)")
          #expect(found.refusals.count == 1, "cut at \(length): \(found.refusals)")
          guard let refusal = found.refusals.first, length >= 4 else { continue }
          #expect(
            refusal.reason == .damagedZstd && refusal.scope == .rest && refusal.offset == length,
            "cut at \(length): \(refusal)")
        }
      }
    }
  }

  @Test func aChangedByteIsFoundOrDoesNoHarm() {
    let whole = load(Self.plain)
    for index in Self.packed.indices {
      for bit in 0..<8 {
        var changed = Self.packed
        changed[index] ^= 1 << bit
        let found = load(changed)
        #expect(found == whole || !found.refusals.isEmpty, "byte \(index), bit \(bit)")
      }
    }
  }

  @Test(arguments: Cut.all)
  func whatPrecedesDamageIsTakenHoweverTheFileIsCut(_ cut: Cut) {
    var file = Self.raw(Self.plain)
    // The second block's header becomes one of a reserved kind.
    file[6 + 3 + Self.plain.count / 2] |= 6
    let found = load(file, cut)
    #expect(found.documents == Array(load(Self.plain).documents[..<6]))
    #expect(found.reasons.last == "rest damagedZstd", "\(found.refusals)")
  }

  @Test(arguments: Cut.all)
  func whatFollowsTheDataIsRefused(_ cut: Cut) throws {
    let found = load(Self.packed + Array("junk".utf8), cut)
    #expect(found.documents.count == 12)
    #expect(found.reasons == ["rest damagedZstd"])
    #expect(found.refusals.first?.offset == Self.packed.count)
    for file in [Self.raw(Self.packed), gzip(Self.packed), Self.raw(gzip(Self.plain))] {
      #expect(load(file, cut).reasons == ["file binary"])
    }
  }

  @Test func memoryIsBoundedByTheRecordAndTheWindow() throws {
    // 100 MB of one text, in 3 kB.
    let head = Array(#"{"listingKey":""#.utf8)
    var blocks = [Self.block(head, isLast: false)]
    blocks += (0..<800).map { _ in Self.block([0x78], repeating: 128 << 10, isLast: false) }
    let file = Self.frame(blocks + [Self.block(Array("\"}".utf8))])
    let window = try InputWindow(input: "test", source: MemorySource(file), chunkSize: 1 << 18)
    var feed = JSONFeed(window: window, recordLimit: 1 << 20)
    var (memory, reasons) = (0, [RefusalReason]())
    while let piece = try feed.next() {
      memory = max(memory, feed.cursor.window.bytes.count)
      if case .refusal(_, let reason, _, _) = piece.content { reasons.append(reason) }
    }
    #expect(reasons == [.tooLarge])
    #expect(memory <= 8 << 20, "\(memory) bytes")
    // A window of 2 GiB.
    let refused = load(Self.frame([Self.block(Self.plain)], window: 0xA8))
    #expect(refused.reasons == ["rest damagedZstd"])
    #expect(refused.refusals.first?.expected.contains("--long=27") == true)
  }

  @Test func tablesBesideListingsAreUnpackedToo() throws {
    let file = Self.raw(Array("kind,name\ncity,Indio\n".utf8))
    var header: [String] = []
    var refused: Refusal?
    switch try DataFile.open(.bytes(file, name: "places.csv.zst")) {
    case .table(let table): header = table.header
    default: break
    }
    #expect(header == ["kind", "name"])
    switch try DataFile.open(.bytes(Array(file.prefix(12)), name: "places.csv.zst")) {
    case .refused(let refusal): refused = refusal
    default: break
    }
    #expect(refused?.reason == .damagedZstd && refused?.input == "places.csv.zst")
  }
}

@Suite(.timeLimit(.minutes(30))) struct ZstdLibraryTests {
  @Test func aMissingLibraryNamesItsPackage() {
    #expect(ZstdLibrary("libplat-none.so.1") == nil)
    #expect(ZstdLibrary("libz.so.1") == nil)
    #expect(ZstdLibrary.missing.contains("libzstd1"))
  }

  @Test func damageIsToldByFileAndPlace() {
    let error = FeedError.damagedZstd(input: "a.zst", offset: 7, reason: "It ends.")
    #expect(
      error.description == "a.zst: byte 7 of the Zstandard file: It ends. Fetch the file again.")
    #expect(error.damage?.reason == .damagedZstd && error.damage?.offset == 7)
  }
}
