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

  /// Writes steps of 1e-7 degree as a decimal number without trailing zeros: at most thirteen bytes.
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
    let (high, low) = fraction.quotientAndRemainder(dividingBy: 10_000)
    unsafe byte(UInt8(ascii: "."))
    unsafe byte(digit(high / 100))
    unsafe byte(digit(high / 10 % 10))
    unsafe byte(digit(high % 10))
    unsafe byte(digit(low / 1_000))
    unsafe byte(digit(low / 100 % 10))
    unsafe byte(digit(low / 10 % 10))
    unsafe byte(digit(low % 10))
    while unsafe (place - 1).pointee == UInt8(ascii: "0") { unsafe place -= 1 }
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
