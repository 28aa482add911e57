/// Bytes that grow at their end and are used again for the next tile.
///
/// Whoever writes many small things makes room for all of them, takes a ``ByteCursor``, and gives it back.
@safe
struct ByteBuffer: ~Copyable {
  private var base: UnsafeMutablePointer<UInt8>
  private var capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    unsafe base = .allocate(capacity: capacity)
    self.capacity = capacity
  }

  deinit { unsafe base.deallocate() }

  /// Forgets the bytes.
  mutating func removeAll() { count = 0 }

  /// Takes back what was written behind a place.
  mutating func removeAll(behind place: Int) { count = min(count, max(place, 0)) }

  @inline(__always)
  private mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(more) }
  }

  @inline(never)
  private mutating func grow(_ more: Int) {
    let larger = max(capacity * 2, count + more)
    let new = UnsafeMutablePointer<UInt8>.allocate(capacity: larger)
    unsafe new.update(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = new
    capacity = larger
  }

  /// A cursor at the end, with room for so many bytes.
  @inline(__always)
  mutating func cursor(room: Int) -> ByteCursor {
    reserve(room)
    return unsafe ByteCursor(place: base + count)
  }

  /// Takes the bytes that a cursor wrote.
  @inline(__always)
  mutating func take(_ cursor: ByteCursor) {
    let written = unsafe cursor.place - (base + count)
    precondition(written >= 0 && written <= capacity - count)
    count += written
  }

  /// Appends some bytes.
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

  /// A copy of the bytes.
  var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// A place in a buffer, where its user made room for all that it writes.
///
/// It is a plain pointer, so that a feature's hundred bytes are written without a look at the buffer for each: the user
/// knows the greatest size of what it writes, which the buffer checks when it takes the cursor back.
@unsafe
struct ByteCursor {
  var place: UnsafeMutablePointer<UInt8>

  /// Writes a byte.
  @inline(__always)
  mutating func byte(_ byte: UInt8) {
    unsafe place.pointee = byte
    unsafe place += 1
  }

  /// Writes a base-128 varint (Protocol Buffers encoding): at most ten bytes.
  @inline(__always)
  mutating func varint(_ value: UInt64) {
    var value = value
    while value >= 0x80 {
      unsafe byte(UInt8(truncatingIfNeeded: value) | 0x80)
      value >>= 7
    }
    unsafe byte(UInt8(truncatingIfNeeded: value))
  }

  /// Writes some bytes.
  @inline(__always)
  mutating func bytes(_ bytes: Span<UInt8>) {
    let place = unsafe self.place
    unsafe bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe place.update(from: start, count: source.count) }
    }
    unsafe self.place += bytes.count
  }

  /// Writes the eight bytes of a double.
  mutating func double(_ value: Double) {
    var bits = value.bitPattern
    for _ in 0..<8 {
      unsafe byte(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  /// Writes steps of 1e-7 degree as a decimal number without trailing zeros: at most thirteen bytes, and room for sixteen.
  @inline(__always)
  mutating func degrees(_ steps: Int32) {
    @inline(__always)
    func digit(_ value: UInt32) -> UInt8 { UInt8(ascii: "0") + UInt8(truncatingIfNeeded: value) }
    if steps < 0 { unsafe byte(UInt8(ascii: "-")) }
    let (whole, fraction) = steps.magnitude.quotientAndRemainder(dividingBy: 10_000_000)
    if whole >= 100 { unsafe byte(digit(whole / 100)) }
    if whole >= 10 { unsafe byte(digit(whole / 10 % 10)) }
    unsafe byte(digit(whole % 10))
    guard fraction != 0 else { return }
    unsafe byte(UInt8(ascii: "."))
    let digits = unsafe Self.digits(fraction &* 10)
    unsafe UnsafeMutableRawPointer(place).storeBytes(
      of: (digits | 0x3030_3030_3030_3030).littleEndian, as: UInt64.self)
    // The last digits are the highest bytes: zeros there are left out.
    unsafe place += 8 - digits.leadingZeroBitCount / 8
  }

  /// The eight decimal digits of a number below 10^8, a byte each, the first in the lowest byte.
  ///
  /// Halves are parted in all lanes at once: two of four digits, four of two, eight of one. Source: the "SIMD within a
  /// register" division by multiplication, as in P. Khuong, "How to print integers really fast" (2017).
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

  /// Writes a length into a byte that was kept free for it, of what was written behind it; two bytes where one does not do.
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

/// How many bytes a varint takes.
@inline(__always)
func varintSize(_ value: UInt64) -> Int {
  // (bits * 9 + 64) / 64 is the number of sevens in 1 to 64 bits, rounded up.
  ((UInt64.bitWidth - (value | 1).leadingZeroBitCount) &* 9 &+ 64) >> 6
}
