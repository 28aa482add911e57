/// Bytes that grow at their end and are used again for the next tile.
///
/// Whoever writes makes room first, once for many bytes; the writers themselves only check that there is room.
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

  /// Makes room for so many more bytes.
  @inline(__always)
  mutating func reserve(_ more: Int) {
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

  /// Appends a byte, for which there is room.
  @inline(__always)
  mutating func append(_ byte: UInt8) {
    precondition(count < capacity)
    unsafe base[count] = byte
    count += 1
  }

  /// Appends some bytes, and makes room for them.
  @inline(__always)
  mutating func append(_ bytes: Span<UInt8>) {
    reserve(bytes.count)
    let target = unsafe base + count
    unsafe bytes.withUnsafeBufferPointer { source in
      if let start = source.baseAddress { unsafe target.update(from: start, count: source.count) }
    }
    count += bytes.count
  }

  /// Appends the bytes of another buffer, and makes room for them.
  @inline(__always)
  mutating func append(_ other: borrowing ByteBuffer) {
    reserve(other.count)
    unsafe (base + count).update(from: other.base, count: other.count)
    count += other.count
  }

  /// Appends a base-128 varint (Protocol Buffers encoding), for which there is room.
  @inline(__always)
  mutating func append(varint value: UInt64) {
    precondition(capacity - count >= 10)
    var value = value
    while value >= 0x80 {
      unsafe base[count] = UInt8(truncatingIfNeeded: value) | 0x80
      count += 1
      value >>= 7
    }
    unsafe base[count] = UInt8(truncatingIfNeeded: value)
    count += 1
  }

  /// Appends the eight bytes of a double, for which there is room.
  mutating func append(double value: Double) {
    var bits = value.bitPattern
    for _ in 0..<8 {
      append(UInt8(truncatingIfNeeded: bits))
      bits >>= 8
    }
  }

  /// Appends steps of 1e-7 degree as a decimal number without trailing zeros, for which there is room: 12 bytes.
  @inline(__always)
  mutating func append(degrees steps: Int32) {
    precondition(capacity - count >= 12)
    if steps < 0 { append(UInt8(ascii: "-")) }
    let magnitude = steps.magnitude
    var (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: 10_000_000)
    if whole >= 100 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole / 100))
      whole %= 100
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole / 10))
    } else if whole >= 10 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole / 10))
    }
    append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: whole % 10))
    guard fraction != 0 else { return }
    append(UInt8(ascii: "."))
    var unit: UInt32 = 1_000_000
    while fraction != 0 {
      append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: fraction / unit))
      fraction %= unit
      unit /= 10
    }
  }

  /// Takes back what was written behind a place.
  mutating func removeAll(behind place: Int) { count = min(count, max(place, 0)) }

  /// Sets a byte that is there.
  @inline(__always)
  mutating func set(_ byte: UInt8, at place: Int) {
    precondition(place >= 0 && place < count)
    unsafe base[place] = byte
  }

  /// Calls a closure with the bytes.
  func withBytes(_ body: (Span<UInt8>) -> Void) { unsafe body(Span(_unsafeStart: base, count: count)) }

  /// A copy of the bytes.
  var array: [UInt8] { unsafe Array(UnsafeBufferPointer(start: base, count: count)) }
}

/// A table of a fixed number of values.
@safe
struct FixedTable<Element: BitwiseCopyable>: ~Copyable {
  private let base: UnsafeMutablePointer<Element>
  let count: Int

  init(repeating element: Element, count: Int) {
    unsafe base = .allocate(capacity: count)
    unsafe base.initialize(repeating: element, count: count)
    self.count = count
  }

  deinit { unsafe base.deallocate() }

  @inline(__always)
  subscript(place: Int) -> Element {
    get {
      precondition(place >= 0 && place < count)
      return unsafe base[place]
    }
    set {
      precondition(place >= 0 && place < count)
      unsafe base[place] = newValue
    }
  }

  /// Sets all values.
  mutating func fill(_ element: Element) { unsafe base.update(repeating: element, count: count) }
}

/// How many bytes a varint takes.
@inline(__always)
func varintSize(_ value: UInt64) -> Int {
  // (bits * 9 + 64) / 64 is the number of sevens in 1 to 64 bits, rounded up.
  ((UInt64.bitWidth - (value | 1).leadingZeroBitCount) &* 9 &+ 64) >> 6
}
