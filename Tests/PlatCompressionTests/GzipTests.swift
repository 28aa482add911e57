import CPlatZlib
import PlatCompression
import PlatTestSupport
import Testing

/// Gzip of whole answers, read back with zlib.
@Suite(.timeLimit(.minutes(30))) struct GzipTests {
  @Test(arguments: [1, 4, 6, 12, -3, 99]) func roundTrip(_ level: Int) {
    for seed in TestCases.seeds(12) {
      var draw = SeededGenerator(seed: seed)
      let bytes = (0..<draw.int(0...20_000)).map { _ in
        UInt8(draw.int(0...(draw.percent(50) ? 3 : 255)))
      }
      let packed = Gzip.compress(bytes.span, level: level)
      #expect(packed == Gzip.compress(bytes.span, level: level), "seed \(seed)")
      #expect(Self.unpacked(packed, room: bytes.count + 1) == bytes, "seed \(seed), level \(level)")
    }
  }

  @Test func higherLevelsAreSmaller() {
    let text = (0..<4_000).map { "{\"listingKey\":\"SC\($0 &* 7_919 % 5_003)\"," }.joined()
    let sizes = [1, 12].map { Gzip.compress(Array(text.utf8).span, level: $0).count }
    #expect(sizes[0] > sizes[1], "\(sizes)")
  }

  @Test func nothingAndAllTheSame() {
    for bytes in [[], [UInt8](repeating: 7, count: 100_000)] {
      #expect(Self.unpacked(Gzip.compress(bytes.span), room: bytes.count + 1) == bytes)
    }
  }

  @Test func manyThreadsAtOnce() async {
    let bytes = (0..<5_000).map { UInt8(truncatingIfNeeded: $0 * $0) }
    let expected = Gzip.compress(bytes.span)
    await withTaskGroup(of: Bool.self) { group in
      for _ in 0..<16 {
        group.addTask { (0..<50).allSatisfy { _ in Gzip.compress(bytes.span) == expected } }
      }
      for await same in group { #expect(same) }
    }
  }

  @Test func decompressingGivesTheBytesBack() throws {
    for seed in TestCases.seeds(12) {
      var draw = SeededGenerator(seed: seed)
      let bytes = (0..<draw.int(0...5_000)).map { _ in UInt8(draw.int(0...3)) }
      let packed = Gzip.compress(bytes.span)
      #expect(try Gzip.decompress(packed.span, limit: bytes.count) == bytes, "seed \(seed)")
      #expect(try Gzip.decompress(packed.span, limit: bytes.count + 9) == bytes, "seed \(seed)")
      if !bytes.isEmpty {
        #expect(throws: GzipError.tooLarge, "seed \(seed)") {
          try Gzip.decompress(packed.span, limit: bytes.count - 1)
        }
      }
      let end = draw.int(0...packed.count - 1)
      #expect(throws: GzipError.damaged, "seed \(seed), cut at \(end)") {
        try Gzip.decompress(Array(packed.prefix(end)).span, limit: 10_000)
      }
      #expect(throws: GzipError.damaged, "seed \(seed), with more behind it") {
        try Gzip.decompress((packed + packed).span, limit: 10_000)
      }
    }
  }

  private static func unpacked(_ packed: [UInt8], room: Int) -> [UInt8]? {
    var stream = unsafe z_stream()
    guard
      unsafe inflateInit2_(&stream, 31, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size)) == Z_OK
    else {
      return nil
    }
    defer { unsafe inflateEnd(&stream) }
    var packed = packed
    var bytes = [UInt8](repeating: 0, count: room)
    let count = packed.count
    let (status, left) = unsafe packed.withUnsafeMutableBufferPointer { input in
      unsafe bytes.withUnsafeMutableBufferPointer { output in
        unsafe stream.next_in = input.baseAddress
        unsafe stream.avail_in = UInt32(count)
        unsafe stream.next_out = output.baseAddress
        unsafe stream.avail_out = UInt32(room)
        return unsafe (inflate(&stream, Z_FINISH), Int(stream.avail_out))
      }
    }
    return status == Z_STREAM_END ? Array(bytes.prefix(room - left)) : nil
  }
}
