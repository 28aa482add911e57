internal import PlatGeometry
internal import PlatIndex

/// One layer of a vector tile while it is written: features that refer to keys and values by
/// number.
@safe
struct VectorTileLayer: ~Copyable {
  private var features = ByteBuffer(capacity: 1 << 15)
  private var values = ByteBuffer(capacity: 1 << 15)
  /// The keys of all properties in their order, and where each begins; a layer has those of a
  /// range.
  private var keys = ByteBuffer(capacity: 1 << 9)
  private var keyStarts = [0]
  private var layerKeys = 0..<0
  private var valueCount: UInt32 = 0
  /// The numbers of values that come up often, by what they are (``FeatureWriter/Often``): the
  /// layer's number in the upper half, so that what an earlier layer had does not count.
  private let often: UnsafeMutableBufferPointer<UInt64>
  private var layerNumber: UInt32 = 0

  init() {
    unsafe often = .allocate(capacity: FeatureWriter.oftenCount)
    unsafe often.initialize(repeating: 0)
    for property in MapProperty.allCases {
      let name = property.name.utf8Span.span
      var cursor = unsafe keys.cursor(room: name.count + 16)
      unsafe cursor.byte(VectorTile.Tag.layerKey)
      unsafe cursor.varint(UInt64(name.count))
      unsafe cursor.bytes(name)
      unsafe keys.take(cursor)
      keyStarts.append(keys.count)
    }
  }

  deinit { unsafe often.deallocate() }

  /// Begins a layer whose features have properties from one to another, in the order of
  /// ``MapProperty``.
  mutating func begin(_ first: MapProperty, through last: MapProperty) {
    features.removeAll()
    values.removeAll()
    layerKeys = first.rawValue..<last.rawValue + 1
    valueCount = 0
    layerNumber &+= 1
    if layerNumber == 0 {
      unsafe often.update(repeating: 0)
      layerNumber = 1
    }
  }

  /// Adds the properties up to another to those that features of the layer may have.
  mutating func extend(through last: MapProperty) {
    layerKeys = layerKeys.lowerBound..<max(layerKeys.upperBound, last.rawValue + 1)
  }

  /// Writes a feature: its id, the properties that the closure gives it, and a point in pixels of
  /// the tile.
  ///
  /// - Parameter textBytes: At least the bytes of the texts among its properties that are given as
  ///   bytes.
  @inline(__always)
  mutating func feature(
    id: UInt64, x: Int32, y: Int32, textBytes: Int, _ properties: (inout FeatureWriter) -> Void
  ) {
    var writer = unsafe FeatureWriter(
      tags: features.cursor(room: FeatureWriter.tagRoom),
      values: values.cursor(room: FeatureWriter.valueRoom + textBytes), valueCount: valueCount,
      stamp: UInt64(layerNumber) << 32, firstKey: UInt32(truncatingIfNeeded: layerKeys.lowerBound),
      often: often,
      id: id)
    properties(&writer)
    writer.end(x: x, y: y)
    unsafe features.take(writer.tags)
    unsafe values.take(writer.values)
    valueCount = writer.valueCount
  }

  /// The layer, as a tile has it.
  func end(name: String) -> [UInt8] {
    let name = name.utf8Span.span
    let keys = self.keys.span.extracting(
      keyStarts[layerKeys.lowerBound]..<keyStarts[layerKeys.upperBound])
    let extent = UInt64(1) << UInt64(VectorTile.extentBits)
    let length =
      2 + 1 + varintSize(UInt64(name.count)) + name.count + features.count + keys.count
      + values.count + 1
      + varintSize(extent)
    // A varint takes the room of ten.
    return unsafe [UInt8](unsafeUninitializedCapacity: length + 24) { buffer, count in
      guard let start = buffer.baseAddress else { return }
      var cursor = unsafe ByteCursor(place: start)
      unsafe cursor.byte(VectorTile.Tag.tileLayer)
      unsafe cursor.varint(UInt64(length))
      unsafe cursor.byte(VectorTile.Tag.layerVersion)
      unsafe cursor.byte(2)
      unsafe cursor.byte(VectorTile.Tag.layerName)
      unsafe cursor.varint(UInt64(name.count))
      unsafe cursor.bytes(name)
      unsafe cursor.bytes(features.span)
      unsafe cursor.bytes(keys)
      unsafe cursor.bytes(values.span)
      unsafe cursor.byte(VectorTile.Tag.layerExtent)
      unsafe cursor.varint(extent)
      count = unsafe cursor.place - start
    }
  }
}
