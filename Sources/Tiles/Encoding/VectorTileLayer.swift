internal import Geometry
internal import Index
internal import Snapshot

/// One layer of a vector tile while it is written: features that refer to keys and values by number.
///
/// Values that come up often (small numbers, codes of a column) are written once: each kind has a table of the values seen
/// in this layer, as good as a cache, so that what it forgets is written again and nothing else changes.
struct VectorTileLayer: ~Copyable {
  private var features = ByteBuffer(capacity: 1 << 15)
  private var values = ByteBuffer(capacity: 1 << 15)
  private var keys = ByteBuffer(capacity: 1 << 10)
  private var tags = ByteBuffer(capacity: 1 << 8)
  private var valueCount: UInt32 = 0
  private var keyCount: UInt8 = 0
  private var keyNumbers = FixedTable(repeating: unused, count: MapProperty.allCases.count)
  /// What a value was, and its number; of an earlier layer where the layer's number is another.
  private var seen = FixedTable(repeating: SeenValue(), count: 1 << Int(seenBits))
  private var layerNumber: UInt32 = 0

  private static let unused: UInt8 = 255
  private static let seenBits: UInt64 = 11

  /// Begins a new layer.
  mutating func begin() {
    features.removeAll()
    values.removeAll()
    keys.removeAll()
    valueCount = 0
    keyCount = 0
    keyNumbers.fill(Self.unused)
    if layerNumber == .max {
      seen.fill(SeenValue())
      layerNumber = 0
    }
    layerNumber += 1
  }

  /// Begins a feature's properties.
  @inline(__always)
  mutating func beginFeature() {
    tags.removeAll()
    tags.reserve(MapProperty.allCases.count * 8)
  }

  /// Ends a feature: a point with the properties given since ``beginFeature()``.
  mutating func endFeature(id: UInt64, x: Int32, y: Int32) {
    let (x, y) = (Self.zigzag(x), Self.zigzag(y))
    let geometry = 1 + varintSize(x) + varintSize(y)
    let length =
      1 + varintSize(id) + 1 + varintSize(UInt64(tags.count)) + tags.count + 2 + 1 + 1 + geometry
    features.reserve(length + 24)
    features.append(VectorTile.Tag.layerFeature)
    features.append(varint: UInt64(length))
    features.append(VectorTile.Tag.featureID)
    features.append(varint: id)
    features.append(VectorTile.Tag.featureTags)
    features.append(varint: UInt64(tags.count))
    features.append(tags)
    features.append(VectorTile.Tag.featureType)
    features.append(VectorTile.point)
    features.append(VectorTile.Tag.featureGeometry)
    features.append(UInt8(geometry))
    features.append(VectorTile.moveToOne)
    features.append(varint: x)
    features.append(varint: y)
  }

  private static func zigzag(_ value: Int32) -> UInt64 {
    UInt64(UInt32(bitPattern: value << 1 ^ value >> 31))
  }

  // MARK: Properties

  /// A whole number.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ value: Int64) {
    guard refersToNew(UInt64(bitPattern: value), key) else { return }
    let isNegative = value < 0
    let number = isNegative ? UInt64(bitPattern: value << 1 ^ value >> 63) : UInt64(bitPattern: value)
    values.append(UInt8(truncatingIfNeeded: 1 + varintSize(number)))
    values.append(isNegative ? VectorTile.Tag.valueSigned : VectorTile.Tag.valueUnsigned)
    values.append(varint: number)
  }

  /// A whole number that hardly comes up twice, such as an id.
  @inline(__always)
  mutating func property(_ key: MapProperty, unique value: UInt64) {
    refersToNext(key)
    values.append(UInt8(truncatingIfNeeded: 1 + varintSize(value)))
    values.append(VectorTile.Tag.valueUnsigned)
    values.append(varint: value)
  }

  /// A number that is kept as a whole number of parts, such as cents: whole where it is.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ parts: Int64, of scale: Int64) {
    let (quotient, remainder) = parts.quotientAndRemainder(dividingBy: scale)
    if remainder == 0 {
      property(key, quotient)
    } else {
      let value = Double(parts) / Double(scale)
      guard refersToNew(value.bitPattern, key) else { return }
      values.append(9)
      values.append(VectorTile.Tag.valueDouble)
      values.append(double: value)
    }
  }

  /// True.
  mutating func property(true key: MapProperty) {
    // No whole number, no double and no code has this pattern.
    guard refersToNew(Self.truth, key) else { return }
    values.append(2)
    values.append(VectorTile.Tag.valueBool)
    values.append(1)
  }

  /// A text of a column that comes up often, by its code.
  @inline(__always)
  mutating func property(_ key: MapProperty, code: UInt64, _ column: CodeColumn) {
    guard refersToNew(Self.codes | UInt64(key.rawValue) << 32 | code & 0xFFFF_FFFF, key) else { return }
    let texts = column.dictionary
    string(texts.bytes(at: Int(truncatingIfNeeded: code) - 1))
  }

  /// A text that hardly comes up twice.
  @inline(__always)
  mutating func property(_ key: MapProperty, _ text: Span<UInt8>) {
    refersToNext(key)
    string(text)
  }

  /// A text that hardly comes up twice.
  mutating func property(_ key: MapProperty, _ text: borrowing ByteBuffer) {
    refersToNext(key)
    values.append(varint: UInt64(1 + varintSize(UInt64(text.count)) + text.count))
    values.append(VectorTile.Tag.valueString)
    values.append(varint: UInt64(text.count))
    values.append(text)
  }

  /// A box, as the text of the array west, south, east, north in degrees.
  mutating func property(_ key: MapProperty, _ box: Box) {
    refersToNext(key)
    // The lengths go before the text, and take a byte each: four numbers of at most 12 bytes, and five signs.
    let place = values.count
    for _ in 0..<3 { values.append(0) }
    values.append(UInt8(ascii: "["))
    values.append(degrees: box.west)
    values.append(UInt8(ascii: ","))
    values.append(degrees: box.south)
    values.append(UInt8(ascii: ","))
    values.append(degrees: box.east)
    values.append(UInt8(ascii: ","))
    values.append(degrees: box.north)
    values.append(UInt8(ascii: "]"))
    let length = values.count - place - 3
    values.set(UInt8(truncatingIfNeeded: length + 2), at: place)
    values.set(VectorTile.Tag.valueString, at: place + 1)
    values.set(UInt8(truncatingIfNeeded: length), at: place + 2)
  }

  private static let truth: UInt64 = 0xFFF8_0000_0000_0001
  private static let codes: UInt64 = 0xFFF9_0000_0000_0000

  @inline(__always)
  private mutating func string(_ text: Span<UInt8>) {
    values.append(varint: UInt64(1 + varintSize(UInt64(text.count)) + text.count))
    values.append(VectorTile.Tag.valueString)
    values.append(varint: UInt64(text.count))
    values.append(text)
  }

  /// Refers to a value that was written already; else to the next one, which the caller writes: at most 300 bytes, or a
  /// text.
  @inline(__always)
  private mutating func refersToNew(_ pattern: UInt64, _ key: MapProperty) -> Bool {
    let place = Int(truncatingIfNeeded: (pattern &* 0x9E37_79B9_7F4A_7C15) >> (64 - Self.seenBits))
    let known = seen[place]
    if known.layer == layerNumber, known.key == pattern {
      tag(key, known.number)
      return false
    }
    seen[place] = SeenValue(key: pattern, number: valueCount, layer: layerNumber)
    refersToNext(key)
    return true
  }

  @inline(__always)
  private mutating func refersToNext(_ key: MapProperty) {
    values.reserve(300)
    values.append(VectorTile.Tag.layerValue)
    tag(key, valueCount)
    valueCount += 1
  }

  @inline(__always)
  private mutating func tag(_ key: MapProperty, _ value: UInt32) {
    var number = keyNumbers[key.rawValue]
    if number == Self.unused { number = newKey(key) }
    tags.append(number)
    tags.append(varint: UInt64(value))
  }

  @inline(never)
  private mutating func newKey(_ key: MapProperty) -> UInt8 {
    let number = keyCount
    keyNumbers[key.rawValue] = number
    keyCount += 1
    let name = key.name.utf8Span.span
    keys.reserve(name.count + 11)
    keys.append(VectorTile.Tag.layerKey)
    keys.append(varint: UInt64(name.count))
    keys.append(name)
    return number
  }

  // MARK: The layer

  /// Appends the layer to a tile.
  func end(name: String, to tile: inout ByteBuffer) {
    let name = name.utf8Span.span
    let extent = UInt64(1) << UInt64(VectorTile.extentBits)
    let length =
      2 + 1 + varintSize(UInt64(name.count)) + name.count + features.count + keys.count + values.count + 1
      + varintSize(extent)
    tile.reserve(length + 16)
    tile.append(VectorTile.Tag.tileLayer)
    tile.append(varint: UInt64(length))
    tile.append(VectorTile.Tag.layerVersion)
    tile.append(2)
    tile.append(VectorTile.Tag.layerName)
    tile.append(varint: UInt64(name.count))
    tile.append(name)
    tile.append(features)
    tile.append(keys)
    tile.append(values)
    tile.append(VectorTile.Tag.layerExtent)
    tile.append(varint: extent)
  }
}

/// A value that a layer has, and its number there.
struct SeenValue: BitwiseCopyable {
  var key: UInt64 = 0
  var number: UInt32 = 0
  /// The layer's number.
  var layer: UInt32 = 0
}
