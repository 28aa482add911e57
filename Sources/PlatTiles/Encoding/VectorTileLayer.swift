internal import PlatGeometry
internal import PlatIndex

/// One layer of a vector tile during writing: features that refer to keys and values by number.
@safe
struct VectorTileLayer: ~Copyable {
  private var features = ByteBuffer(capacity: 1 << 15)
  private var values = ByteBuffer(capacity: 1 << 15)
  /// The keys of all properties in order, and the start of each; a layer has a range of them.
  private var keys = ByteBuffer(capacity: 1 << 9)
  private var keyStarts = [0]
  private var layerKeys = 0..<0
  private var valueCount: UInt32 = 0
  /// The numbers of frequent values, by their kind (``FeatureWriter/Often``).
  ///
  /// The upper half is the layer's number, so that entries of an earlier layer do not count.
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

  /// Begins a layer whose features have a range of properties, in the order of ``MapProperty``.
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

  /// Extends the range of properties of the layer's features.
  mutating func extend(through last: MapProperty) {
    layerKeys = layerKeys.lowerBound..<max(layerKeys.upperBound, last.rawValue + 1)
  }

  /// Writes a feature: its id, its properties from the closure, and a point in pixels of the tile.
  ///
  /// - Parameter textBytes: An upper bound of the bytes of its properties that are given as texts.
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

  /// The layer in the form of a tile.
  func end(name: String) -> [UInt8] {
    let name = name.utf8Span.span
    let keys = self.keys.span.extracting(
      keyStarts[layerKeys.lowerBound]..<keyStarts[layerKeys.upperBound])
    let extent = UInt64(1) << UInt64(VectorTile.extentBits)
    let length =
      2 + 1 + varintSize(UInt64(name.count)) + name.count + features.count + keys.count
      + values.count + 1
      + varintSize(extent)
    // A varint needs space for ten bytes.
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
