internal import PlatGeometry

/// Writes one feature of a vector tile: a key and a value for each property, and its point.
///
/// Frequent values (small numbers, codes of a column) are written once in a layer. Prices, ids and
/// texts rarely repeat, so they are not looked up. A property may be given only once; the reserved
/// space fits one of each.
@safe
struct FeatureWriter: ~Copyable {
  fileprivate(set) var tags: ByteCursor
  fileprivate(set) var values: ByteCursor
  fileprivate(set) var valueCount: UInt32
  private let stamp: UInt64
  private let firstKey: UInt32
  private let often: UnsafeMutableBufferPointer<UInt64>
  private let featureLength: UnsafeMutablePointer<UInt8>
  private let tagsLength: UnsafeMutablePointer<UInt8>

  /// The kinds of frequent values, with space for 256 numbers each.
  enum Often: Int, CaseIterable {
    case whole, quarter, status, kind, flag
  }

  static let oftenCount = Often.allCases.count * 256
  /// The greatest size of a feature without its values: lengths, id, geometry, and six bytes for
  /// each property.
  static let tagRoom = 64 + MapProperty.allCases.count * 6
  /// The greatest size of the values without texts: 64 for a box, and 24 for each other value,
  /// including two lengths.
  static let valueRoom = 64 + MapProperty.allCases.count * 24

  init(
    tags: ByteCursor, values: ByteCursor, valueCount: UInt32, stamp: UInt64, firstKey: UInt32,
    often: UnsafeMutableBufferPointer<UInt64>, id: UInt64
  ) {
    unsafe self.tags = tags
    unsafe self.values = values
    self.valueCount = valueCount
    self.stamp = stamp
    self.firstKey = firstKey
    unsafe self.often = often
    unsafe featureLength = self.tags.place + 1
    unsafe self.tags.bytes(
      UInt32(VectorTile.Tag.layerFeature) | UInt32(VectorTile.Tag.featureID) << 16, count: 3)
    unsafe self.tags.varint(id, size: varintSize(id))
    unsafe tagsLength = self.tags.place + 1
    unsafe self.tags.bytes(UInt32(VectorTile.Tag.featureTags), count: 2)
  }

  /// Ends the feature.
  @inline(__always)
  mutating func end(x: Int32, y: Int32) {
    unsafe tags.length(at: tagsLength)
    let (x, y) = (Self.zigzag(x), Self.zigzag(y))
    let (xSize, ySize) = (varintSize(x), varintSize(y))
    let head = UInt32(VectorTile.Tag.featureType) | UInt32(VectorTile.point) << 8
    unsafe tags.bytes(
      head | UInt32(VectorTile.Tag.featureGeometry) << 16 | UInt32(
        truncatingIfNeeded: 1 &+ xSize &+ ySize) << 24,
      count: 4)
    unsafe tags.byte(VectorTile.moveToOne)
    unsafe tags.varint(x, size: xSize)
    unsafe tags.varint(y, size: ySize)
    unsafe tags.length(at: featureLength)
  }

  @inline(__always)
  private static func zigzag(_ value: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: value << 1 ^ value >> 31))
  }

  // MARK: Properties

  /// True.
  @inline(__always)
  mutating func property(true key: MapProperty) {
    guard isNew(key, .flag, 1) else { return }
    unsafe values.bytes(
      UInt32(VectorTile.Tag.layerValue) | 2 << 8 | UInt32(VectorTile.Tag.valueBool) << 16 | 1 << 24,
      count: 4)
  }

  /// A whole number.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ value: Int64) {
    if value >= 0, value < 256 {
      guard isNew(key, .whole, Int(value)) else { return }
    } else {
      refer(key)
    }
    if value >= 0 {
      number(UInt64(value), VectorTile.Tag.valueUnsigned)
    } else {
      number(UInt64(bitPattern: value << 1 ^ value >> 63), VectorTile.Tag.valueSigned)
    }
  }

  /// A number stored in cents or other hundredths; written as an integer if it is whole.
  @inline(__always)
  mutating func property(_ key: MapProperty, hundredths: Int64) {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return property(key, whole) }
    refer(key)
    double(Double(hundredths) / 100)
  }

  /// A number stored in quarters; written as an integer if it is whole.
  @inline(__always)
  mutating func property(_ key: MapProperty, quarters: Int64) {
    if quarters & 3 == 0 { return property(key, quarters >> 2) }
    if quarters >= 0, quarters < 256 {
      guard isNew(key, .quarter, Int(quarters)) else { return }
    } else {
      refer(key)
    }
    double(Double(quarters) / 4)
  }

  /// A frequent text, by its code, not 0; if this returns true, the caller must give the text.
  @inline(__always)
  mutating func wantsText(_ key: MapProperty, _ kind: Often, code: UInt64) -> Bool {
    if code < 256 { return isNew(key, kind, Int(truncatingIfNeeded: code)) }
    refer(key)
    return true
  }

  /// Writes the text after `wantsText` returned true.
  mutating func text(_ text: Span<UInt8>) { string(text) }

  /// Writes a text of at most sixteen bytes.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ bytes: SIMD2<UInt64>, count: Int) {
    refer(key)
    stringHead(count)
    unsafe values.bytes(bytes, count: count)
  }

  /// Writes a text.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ text: borrowing ByteBuffer) {
    refer(key)
    stringHead(text.count)
    unsafe values.bytes(text)
  }

  /// Writes a text.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ text: Span<UInt8>) {
    refer(key)
    string(text)
  }

  /// Writes a count of 1,000 or more, abbreviated as in supercluster.
  @inline(__always)
  mutating func property(_ key: MapProperty, abbreviated count: Int) {
    refer(key)
    let lengths = unsafe values.place
    unsafe values.place += 4
    let (thousands, tenths) = AbbreviatedCount.parts(count)
    unsafe values.decimal(UInt32(truncatingIfNeeded: thousands))
    if tenths > 0 {
      unsafe values.byte(UInt8(ascii: "."))
      unsafe values.byte(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: tenths))
    }
    unsafe values.byte(UInt8(ascii: "k"))
    unsafe string(at: lengths)
  }

  /// Writes a box as the text of the array west, south, east, north in degrees.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ box: Box) {
    refer(key)
    // Both lengths fit in a byte: four numbers of at most 13 bytes, and five signs.
    let lengths = unsafe values.place
    unsafe values.place += 4
    unsafe values.byte(UInt8(ascii: "["))
    unsafe values.degrees(box.west)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.south)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.east)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.north)
    unsafe values.byte(UInt8(ascii: "]"))
    unsafe string(at: lengths)
  }

  // MARK: Values

  @inline(__always)
  private mutating func number(_ value: UInt64, _ tag: UInt8) {
    let size = varintSize(value)
    unsafe values.bytes(
      UInt32(VectorTile.Tag.layerValue) | UInt32(truncatingIfNeeded: 1 &+ size) << 8 | UInt32(tag)
        << 16, count: 3)
    unsafe values.varint(value, size: size)
  }

  @inline(__always)
  private mutating func double(_ value: Double) {
    unsafe values.bytes(
      UInt32(VectorTile.Tag.layerValue) | 9 << 8 | UInt32(VectorTile.Tag.valueDouble) << 16,
      count: 3)
    unsafe values.bytes(value.bitPattern, count: 8)
  }

  /// Begins a text with a number of bytes.
  @inline(__always)
  private mutating func stringHead(_ count: Int) {
    if count < 0x7E {
      let length = UInt32(truncatingIfNeeded: count)
      unsafe values.bytes(
        UInt32(VectorTile.Tag.layerValue) | (length &+ 2) << 8 | UInt32(VectorTile.Tag.valueString)
          << 16 | length
          << 24,
        count: 4)
    } else {
      let count = UInt64(count)
      unsafe values.byte(VectorTile.Tag.layerValue)
      unsafe values.varint(1 + UInt64(varintSize(count)) + count)
      unsafe values.byte(VectorTile.Tag.valueString)
      unsafe values.varint(count)
    }
  }

  @inline(__always)
  private mutating func string(_ text: Span<UInt8>) {
    stringHead(text.count)
    unsafe values.bytes(text)
  }

  /// Begins a text of fewer than 126 bytes that was written after the four bytes of this head.
  @inline(__always)
  private mutating func string(at head: UnsafeMutablePointer<UInt8>) {
    let end = unsafe values.place
    let count = unsafe end - head - 4
    unsafe values.place = head
    stringHead(count)
    unsafe values.place = end
  }

  /// Refers to a value that the layer already has; otherwise to the next one, which the caller
  /// writes.
  @inline(__always)
  private mutating func isNew(_ key: MapProperty, _ kind: Often, _ number: Int) -> Bool {
    let place = kind.rawValue * 256 + (number & 255)
    let known = unsafe often[place]
    if known >> 32 == stamp >> 32 {
      tag(key, UInt32(truncatingIfNeeded: known))
      return false
    }
    unsafe often[place] = stamp | UInt64(valueCount)
    refer(key)
    return true
  }

  /// Refers to the next value.
  @inline(__always)
  private mutating func refer(_ key: MapProperty) {
    tag(key, valueCount)
    valueCount &+= 1
  }

  @inline(__always)
  private mutating func tag(_ key: MapProperty, _ value: UInt32) {
    let key = UInt32(truncatingIfNeeded: key.rawValue) &- firstKey
    if value < 0x80 {
      unsafe tags.bytes(key | value << 8, count: 2)
    } else if value < 0x4000 {
      unsafe tags.bytes(key | (value & 0x7F | 0x80) << 8 | (value >> 7) << 16, count: 3)
    } else {
      unsafe tags.byte(UInt8(truncatingIfNeeded: key))
      unsafe tags.varint(UInt64(value))
    }
  }
}
