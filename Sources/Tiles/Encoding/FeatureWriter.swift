internal import Geometry

/// Writes one feature of a vector tile: a key and a value for each property, and its point.
///
/// Values that come up often (small numbers, codes of a column) are written once in a layer; prices, ids and texts hardly come
/// up twice and are not looked for. A property may be given once; the rooms hold one of each.
@safe
struct FeatureWriter: ~Copyable {
  fileprivate(set) var tags: ByteCursor
  fileprivate(set) var values: ByteCursor
  fileprivate(set) var valueCount: UInt32
  private let stamp: UInt64
  private let keyNumbers: UnsafeBufferPointer<UInt8>
  private let often: UnsafeMutableBufferPointer<UInt64>
  private let featureLength: UnsafeMutablePointer<UInt8>
  private let tagsLength: UnsafeMutablePointer<UInt8>

  /// What may come up often, and where its numbers are kept: 256 of each kind.
  enum Often: Int, CaseIterable {
    case whole, quarter, status, kind, flag
  }

  static let oftenCount = Often.allCases.count * 256
  /// The bytes of the greatest feature without its values: lengths, id, geometry, and six bytes a property.
  static let tagRoom = 64 + MapProperty.allCases.count * 6
  /// The bytes of the greatest values without those of texts: a box of 64, and 24 for each other, two lengths among them.
  static let valueRoom = 64 + MapProperty.allCases.count * 24

  init(
    tags: ByteCursor, values: ByteCursor, valueCount: UInt32, stamp: UInt64, keyNumbers: UnsafeBufferPointer<UInt8>,
    often: UnsafeMutableBufferPointer<UInt64>, id: UInt64
  ) {
    unsafe self.tags = tags
    unsafe self.values = values
    self.valueCount = valueCount
    self.stamp = stamp
    unsafe self.keyNumbers = keyNumbers
    unsafe self.often = often
    unsafe self.tags.byte(VectorTile.Tag.layerFeature)
    unsafe featureLength = self.tags.place
    unsafe self.tags.byte(0)
    unsafe self.tags.byte(VectorTile.Tag.featureID)
    unsafe self.tags.varint(id)
    unsafe self.tags.byte(VectorTile.Tag.featureTags)
    unsafe tagsLength = self.tags.place
    unsafe self.tags.byte(0)
  }

  /// Ends the feature.
  @inline(__always)
  mutating func end(x: Int32, y: Int32) {
    unsafe tags.length(at: tagsLength)
    unsafe tags.byte(VectorTile.Tag.featureType)
    unsafe tags.byte(VectorTile.point)
    let (x, y) = (Self.zigzag(x), Self.zigzag(y))
    unsafe tags.byte(VectorTile.Tag.featureGeometry)
    unsafe tags.byte(UInt8(truncatingIfNeeded: 1 + varintSize(x) + varintSize(y)))
    unsafe tags.byte(VectorTile.moveToOne)
    unsafe tags.varint(x)
    unsafe tags.varint(y)
    unsafe tags.length(at: featureLength)
  }

  private static func zigzag(_ value: Int32) -> UInt64 { UInt64(UInt32(bitPattern: value << 1 ^ value >> 31)) }

  // MARK: Properties

  /// True.
  @inline(__always)
  mutating func property(true key: MapProperty) {
    guard isNew(key, .flag, 1) else { return }
    unsafe values.byte(2)
    unsafe values.byte(VectorTile.Tag.valueBool)
    unsafe values.byte(1)
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

  /// A number that is kept as a whole number of cents or other hundredths: whole where it is.
  @inline(__always)
  mutating func property(_ key: MapProperty, hundredths: Int64) {
    let (whole, rest) = hundredths.quotientAndRemainder(dividingBy: 100)
    if rest == 0 { return property(key, whole) }
    refer(key)
    double(Double(hundredths) / 100)
  }

  /// A number that is kept as a whole number of quarters: whole where it is.
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

  /// A text that comes up often, by its code; none for code 0.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ kind: Often, code: UInt64, _ text: Span<UInt8>) {
    if code == 0 { return }
    if code < 256 {
      guard isNew(key, kind, Int(code)) else { return }
    } else {
      refer(key)
    }
    string(text)
  }

  /// A text.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ text: Span<UInt8>) {
    refer(key)
    string(text)
  }

  /// A box, as the text of the array west, south, east, north in degrees.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ box: Box) {
    refer(key)
    // Both lengths take a byte: four numbers of at most 13 bytes, and five signs.
    let lengths = unsafe values.place
    unsafe values.place += 3
    unsafe values.byte(UInt8(ascii: "["))
    unsafe values.degrees(box.west)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.south)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.east)
    unsafe values.byte(UInt8(ascii: ","))
    unsafe values.degrees(box.north)
    unsafe values.byte(UInt8(ascii: "]"))
    let length = unsafe UInt8(truncatingIfNeeded: values.place - lengths - 3)
    unsafe lengths[0] = length + 2
    unsafe lengths[1] = VectorTile.Tag.valueString
    unsafe lengths[2] = length
  }

  // MARK: Values

  @inline(__always)
  private mutating func number(_ value: UInt64, _ tag: UInt8) {
    unsafe values.byte(UInt8(truncatingIfNeeded: 1 + varintSize(value)))
    unsafe values.byte(tag)
    unsafe values.varint(value)
  }

  private mutating func double(_ value: Double) {
    unsafe values.byte(9)
    unsafe values.byte(VectorTile.Tag.valueDouble)
    unsafe values.double(value)
  }

  @inline(__always)
  private mutating func string(_ text: Span<UInt8>) {
    let count = UInt64(text.count)
    unsafe values.varint(1 + UInt64(varintSize(count)) + count)
    unsafe values.byte(VectorTile.Tag.valueString)
    unsafe values.varint(count)
    unsafe values.bytes(text)
  }

  /// Refers to a value that the layer has already; else to the next one, which the caller writes.
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
    unsafe values.byte(VectorTile.Tag.layerValue)
  }

  @inline(__always)
  private mutating func tag(_ key: MapProperty, _ value: UInt32) {
    unsafe tags.byte(keyNumbers[key.rawValue])
    unsafe tags.varint(UInt64(value))
  }
}
