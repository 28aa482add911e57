/// A growing byte buffer that is reused for the next tile.
///
/// To write many small things, reserve space for all of them with a ``ByteCursor``, and give it
/// back.
@safe
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0
  /// The number of readable bytes after the capacity.
  private static let slack = 16

  init(capacity: Int) {
    unsafe base = .allocate(capacity: capacity + Self.slack)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// Removes all bytes.
  mutating func removeAll() { count = 0 }

  /// Removes the bytes after a place.
  mutating func removeAll(behind place: Int) { count = min(count, max(place, 0)) }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger + Self.slack)
    unsafe new.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = new
    capacity = larger
  }

  /// A cursor at the end, with space for a number of bytes.
  @inline(__always)
  mutating func cursor(room: Int) -> ByteCursor {
    reserve(room)
    return unsafe ByteCursor(place: base + count)
  }

  /// Appends the bytes that a cursor wrote.
  @inline(__always)
  mutating func take(_ cursor: ByteCursor) {
    let written = unsafe cursor.place - (base + count)
    precondition(written >= 0 && written <= capacity - count)
    count += written
  }

  /// The first byte.
  ///
  /// Fifteen bytes after the last one are readable.
  @unsafe @inline(__always)
  fileprivate var start: UnsafeMutablePointer<UInt8> { unsafe base }

  /// Appends bytes.
  mutating func append(_ bytes: Span<UInt8>) {
    var cursor = unsafe cursor(room: bytes.count)
    unsafe cursor.bytes(bytes)
    unsafe take(cursor)
  }

  /// Appends the bytes of another buffer.
  mutating func append(_ other: borrowing ByteBuffer) { append(other.span) }

  /// The bytes.
  var span: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: base, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

}

/// A place in a buffer whose user reserved space for everything that it writes.
///
/// It is a plain pointer, so that a feature's hundred bytes are written without a capacity check
/// for each. The user knows the greatest size of its output; the buffer checks it when it takes the
/// cursor back.
@unsafe
struct ByteCursor {
  var place: UnsafeMutablePointer<UInt8>

  /// Writes a byte.
  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    unsafe place.pointee = byte
    unsafe place += 1
  }

  /// Writes a base-128 varint (Protocol Buffers encoding): at most ten bytes; needs space for ten.
  @inline(__always)
  mutating func varint(_ value: UInt64) {
    if value < 0x80 { return unsafe byte(UInt8(truncatingIfNeeded: value)) }
    unsafe varint(value, size: varintSize(value))
  }

  /// Writes a varint of known size, without a branch for each byte.
  @inline(__always)
  mutating func varint(_ value: UInt64, size: Int) {
    guard size <= 8 else { return unsafe longVarint(value) }
    // Four groups of seven bits to each half, two to each quarter, one to each byte; all bytes but
    // the last have the highest bit.
    var bytes = (value & 0x00FF_FFFF_F000_0000) << 4 | value & 0x0000_0000_0FFF_FFFF
    bytes = (bytes & 0x0FFF_C000_0FFF_C000) << 2 | bytes & 0x0000_3FFF_0000_3FFF
    bytes = (bytes & 0x3F80_3F80_3F80_3F80) << 1 | bytes & 0x007F_007F_007F_007F
    let more = 0x8080_8080_8080_8080 & ((1 as UInt64) << UInt64(8 &* (size &- 1)) &- 1)
    unsafe UnsafeMutableRawPointer(place).storeBytes(
      of: (bytes | more).littleEndian, as: UInt64.self)
    unsafe place += size
  }

  @inline(never)
  private mutating func longVarint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      unsafe byte(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    unsafe byte(UInt8(truncatingIfNeeded: value))
  }

  /// Writes four bytes, the lowest first, and keeps the first `count` of them.
  @inline(__always)
  mutating func bytes(_ four: UInt32, count: Int) {
    unsafe UnsafeMutableRawPointer(place).storeBytes(of: four.littleEndian, as: UInt32.self)
    unsafe place += count
  }

  /// Writes eight bytes, the lowest first, and keeps the first `count` of them.
  @inline(__always)
  mutating func bytes(_ eight: UInt64, count: Int) {
    unsafe UnsafeMutableRawPointer(place).storeBytes(of: eight.littleEndian, as: UInt64.self)
    unsafe place += count
  }

  /// Writes bytes.
  @inline(__always)
  mutating func bytes(_ bytes: Span<UInt8>) {
    let place = unsafe self.place
    unsafe bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe place.update(from: start, count: source.count) }
    }
    unsafe self.place += bytes.count
  }

  /// Writes sixteen bytes, the lowest of each word first, and keeps the first `count` of them.
  @inline(__always)
  mutating func bytes(_ sixteen: SIMD2<UInt64>, count: Int) {
    let place = unsafe UnsafeMutableRawPointer(self.place)
    unsafe place.storeBytes(of: sixteen.x.littleEndian, as: UInt64.self)
    unsafe place.storeBytes(of: sixteen.y.littleEndian, toByteOffset: 8, as: UInt64.self)
    unsafe self.place += count
  }

  /// Writes bytes, sixteen at a time; needs space for fifteen more.
  @inline(__always)
  mutating func bytes(_ buffer: borrowing ByteBuffer) {
    let source = unsafe UnsafeRawPointer(buffer.start)
    let target = unsafe UnsafeMutableRawPointer(place)
    var done = 0
    while done < buffer.count {
      let sixteen = unsafe source.loadUnaligned(fromByteOffset: done, as: SIMD16<UInt8>.self)
      unsafe target.storeBytes(of: sixteen, toByteOffset: done, as: SIMD16<UInt8>.self)
      done &+= 16
    }
    unsafe place += buffer.count
  }

  /// Writes the eight bytes of a double.
  mutating func double(_ value: Double) {
    var bits = value.bitPattern
    for _ in 0..<8 {
      unsafe byte(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  /// Writes steps of 1e-7 degree as a decimal number without trailing zeros: at most thirteen
  /// bytes; needs space for sixteen.
  @inline(__always)
  mutating func degrees(_ steps: Int32) {
    unsafe place.pointee = UInt8(ascii: "-")
    unsafe place += steps < 0 ? 1 : 0
    let (whole, fraction) = steps.magnitude.quotientAndRemainder(dividingBy: 10_000_000)
    // Three digits and a point; leading zeros are the lowest bytes.
    let (hundreds, rest) = whole.quotientAndRemainder(dividingBy: 100)
    let (tens, ones) = rest.quotientAndRemainder(dividingBy: 10)
    let text = (hundreds | tens << 8 | ones << 16) | (0x2E30_3030 as UInt32)
    let missing = (whole < 100 ? 1 : 0) + (whole < 10 ? 1 : 0)
    unsafe bytes(text >> UInt32(8 &* missing), count: 4 - missing)
    if fraction == 0 {
      // Without the point.
      unsafe place -= 1
      return
    }
    let digits = unsafe Self.digits(fraction &* 10)
    // The last digits are the highest bytes; zeros there are omitted.
    unsafe bytes(digits | 0x3030_3030_3030_3030, count: 8 - digits.leadingZeroBitCount / 8)
  }

  /// Writes a whole number below 10^8 in decimal: at most eight bytes; needs space for eight.
  @inline(__always)
  mutating func decimal(_ number: UInt32) {
    let digits = unsafe Self.digits(number)
    let zeros = min(digits.trailingZeroBitCount / 8, 7)
    unsafe bytes((digits | 0x3030_3030_3030_3030) >> UInt64(8 &* zeros), count: 8 - zeros)
  }

  /// The eight decimal digits of a number below 10^8, a byte each, the first in the lowest byte.
  ///
  /// Halves are split in all lanes at once: two of four digits, four of two, eight of one. Source:
  /// the "SIMD within a register" division by multiplication, as in P. Khuong, "How to print
  /// integers really fast" (2017).
  @inline(__always)
  private static func digits(_ number: UInt32) -> UInt64 {
    let (high, low) = number.quotientAndRemainder(dividingBy: 10_000)
    let fours = UInt64(high) | UInt64(low) << 32
    // (x * 10486) >> 20 is x / 100 for x below 10,000; (x * 103) >> 10 is x / 10 for x below 100.
    let hundreds = (fours &* 10_486) >> 20 & 0x0000_007F_0000_007F
    let twos = hundreds | (fours &- hundreds &* 100) << 16
    let tens = (twos &* 103) >> 10 & 0x000F_000F_000F_000F
    return tens | (twos &- tens &* 10) << 8
  }

  /// Writes the length of the bytes after a reserved byte into it; takes two bytes if one is not
  /// enough.
  @inline(__always)
  mutating func length(at free: UnsafeMutablePointer<UInt8>) {
    let length = unsafe place - free - 1
    if length < 0x80 {
      unsafe free.pointee = UInt8(truncatingIfNeeded: length)
    } else {
      unsafe (free + 2).update(from: free + 1, count: length)
      unsafe free.pointee = UInt8(truncatingIfNeeded: length) | 0x80
      unsafe (free + 1).pointee = UInt8(truncatingIfNeeded: length >> 7)
      unsafe place += 1
    }
  }
}

/// The number of bytes of a varint.
@inline(__always)
func varintSize(_ value: UInt64) -> Int {
  // (bits * 9 + 64) / 64 is the number of groups of seven in 1 to 64 bits, rounded up.
  ((UInt64.bitWidth - (value | 1).leadingZeroBitCount) &* 9 &+ 64) >> 6
}
