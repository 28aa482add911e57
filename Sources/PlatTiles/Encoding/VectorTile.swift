/// The constants of Mapbox Vector Tile 2.1 in Plat's tiles.
///
/// Source: mapbox/vector-tile-spec 2.1, and its `vector_tile.proto` for the field numbers.
public enum VectorTile {
  /// The name of the layer of clusters and listings.
  public static let layer = "listings"
  /// The name of the additional layer in a tile whose limit left features out
  /// (``MapFeatures/isTruncated``).
  public static let truncationLayer = "truncated"
  /// A tile is 2^12 = 4096 units wide.
  public static let extentBits = 12
  /// The media type.
  public static let mediaType = "application/vnd.mapbox-vector-tile"

  /// Tags of fields: the field's number times 8, plus its wire type (0 varint, 1 eight bytes, 2
  /// length and bytes).
  enum Tag {
    static let tileLayer: UInt8 = 0x1A
    static let layerVersion: UInt8 = 0x78
    static let layerName: UInt8 = 0x0A
    static let layerFeature: UInt8 = 0x12
    static let layerKey: UInt8 = 0x1A
    static let layerValue: UInt8 = 0x22
    static let layerExtent: UInt8 = 0x28
    static let featureID: UInt8 = 0x08
    static let featureTags: UInt8 = 0x12
    static let featureType: UInt8 = 0x18
    static let featureGeometry: UInt8 = 0x22
    static let valueString: UInt8 = 0x0A
    static let valueDouble: UInt8 = 0x19
    static let valueUnsigned: UInt8 = 0x28
    static let valueSigned: UInt8 = 0x30
    static let valueBool: UInt8 = 0x38
  }

  /// A geometry of type point.
  static let point: UInt8 = 1
  /// The command that moves to one position: id 1, count 1.
  static let moveToOne: UInt8 = 9
}
