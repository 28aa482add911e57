import CPlatZlib
public import Foundation
public import PlatGeometry
public import PlatIndex

/// The output of supercluster, the JavaScript library, for a set of points, recorded by
/// `scripts/record-supercluster`.
///
/// The script documents each part. An item's lowest is the lowest number of its points.
public struct SuperclusterGolden: Decodable, Sendable {
  /// The sets of points: those made by the script, which are recorded completely, and two large
  /// ones.
  public enum Name: String, CaseIterable, Decodable, Sendable {
    case world, places, street
    case kingCounty = "king-county"
    case samples

    /// The sets of which every item and cluster is recorded.
    public static let whole: [Name] = [.world, .places, .street]
  }

  /// The name of the set.
  public let set: Name
  /// The number of points.
  public let count: Int
  /// The digest of the points' float32 x and y in the Mercator unit square.
  public let projected: String
  /// The output for each set of options.
  public let runs: [Run]
  /// Alternating longitudes and latitudes, in steps of 1e-7 degree.
  private let points: [Int32]

  /// The output for one set of options.
  public struct Run: Decodable, Sendable {
    /// The options.
    public let options: ClusterOptions
    /// The items of each zoom, from `maxZoom + 1` down to `minZoom`.
    public let zooms: [Zoom]
    /// The clusters in the order of creation; nil for large sets.
    public let clusters: [Cluster]?
    /// Tiles.
    public let tiles: [Tile]
    /// The contents of boxes; nil for large sets.
    public let boxes: [Box]?

    private enum CodingKeys: String, CodingKey {
      case options, zooms, clusters, tiles, boxes
    }

    /// Reads the script's output.
    public init(from decoder: any Decoder) throws {
      let values = try decoder.container(keyedBy: CodingKeys.self)
      options = try values.decode(Options.self, forKey: .options).options
      zooms = try values.decode([Zoom].self, forKey: .zooms)
      clusters = try values.decodeIfPresent([Cluster].self, forKey: .clusters)
      tiles = try values.decode([Tile].self, forKey: .tiles)
      boxes = try values.decodeIfPresent([Box].self, forKey: .boxes)
    }
  }

  /// The items of one zoom, in the order of the original.
  public struct Zoom: Decodable, Sendable {
    /// The zoom.
    public let zoom: Int
    /// The number of items.
    public let items: Int
    /// The number of clusters among them.
    public let clusters: Int
    /// The sums of the clusters' centres: x and y.
    public let sums: [Double]
    /// The digest of the lowest of each point's item, in the order of the points.
    public let members: String
    /// The digest of the lowest of each item.
    public let order: String
    /// The items: the number of a single point, or -1 - c for cluster number c; nil for large sets.
    public let refs: [Int]?
  }

  /// A cluster.
  public struct Cluster: Decodable, Sendable {
    /// The zoom at which it was made.
    public let zoom: Int
    /// Its centre in the Mercator unit square.
    public let x: Double
    /// Its centre in the Mercator unit square; it grows south.
    public let y: Double
    /// The zoom at which it splits.
    public let expansionZoom: Int
    /// Its parts: numbers of single points, and -1 - c for cluster number c.
    public let children: [Int]
    /// Its points, in the order of the original.
    public let leaves: [Int]

    /// Reads the script's output.
    public init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      zoom = try values.decode(Int.self)
      x = try values.decode(Double.self)
      y = try values.decode(Double.self)
      expansionZoom = try values.decode(Int.self)
      children = try values.decode([Int].self)
      leaves = try values.decode([Int].self)
    }
  }

  /// A tile.
  public struct Tile: Decodable, Sendable {
    /// Its zoom, which may be outside the options' zooms.
    public let zoom: Int
    /// Its column.
    public let x: Int
    /// Its row.
    public let y: Int
    /// Its features in the order of the original; empty if the original returned no tile.
    public let features: [Feature]

    /// Reads the script's output.
    public init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      zoom = try values.decode(Int.self)
      x = try values.decode(Int.self)
      y = try values.decode(Int.self)
      let flat = try values.decode([Int].self)
      features = stride(from: 0, to: flat.count, by: 4).map {
        Feature(x: flat[$0], y: flat[$0 + 1], count: flat[$0 + 2], lowest: flat[$0 + 3])
      }
    }
  }

  /// An item in a tile.
  public struct Feature: Hashable, Sendable {
    /// Its place in the tile, `extent` to a tile; below 0 and from `extent` on it is in the buffer.
    public let x: Int
    /// Its place in the tile, growing south.
    public let y: Int
    /// The number of its points.
    public let count: Int
    /// The lowest of them.
    public let lowest: Int
  }

  /// The contents of a box.
  public struct Box: Decodable, Sendable {
    /// West, south, east and north in degrees; west and east may be beyond 180, and west may be the
    /// greater.
    public let degrees: [Double]
    /// The zoom, which may be outside the options' zooms.
    public let zoom: Int
    /// The items in the order of the original.
    public let items: [Item]

    /// Reads the script's output.
    public init(from decoder: any Decoder) throws {
      var values = try decoder.unkeyedContainer()
      degrees = try (0..<4).map { _ in try values.decode(Double.self) }
      zoom = try values.decode(Int.self)
      let flat = try values.decode([Int].self)
      items = stride(from: 0, to: flat.count, by: 2).map {
        Item(count: flat[$0], lowest: flat[$0 + 1])
      }
    }
  }

  /// An item in a box.
  public struct Item: Hashable, Sendable {
    /// The number of its points.
    public let count: Int
    /// The lowest of them.
    public let lowest: Int
  }

  private struct Options: Decodable {
    let radius: Double
    let extent: Double
    let minZoom: Int
    let maxZoom: Int
    let minPoints: Int

    var options: ClusterOptions {
      ClusterOptions(
        radius: radius, extent: extent, minZoom: minZoom, maxZoom: maxZoom, minPoints: minPoints)
    }
  }

  /// The reason a golden file cannot be read.
  public struct Failure: Error, CustomStringConvertible {
    /// The reason.
    public let description: String
  }

  /// Reads the golden file of a set.
  public init(_ name: Name) throws {
    let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent()
      .appendingPathComponent("PlatIndexTests/Golden/\(name.rawValue).json.gz").path
    self = try JSONDecoder().decode(Self.self, from: Self.unpacked(path))
    for run in runs { _ = try run.options.validated() }
    guard set == name && points.count == 2 * count else {
      throw Failure(description: "\(path) holds \(points.count / 2) points of the set \(set)")
    }
  }

  /// The points' positions, in order.
  public var positions: [Coordinate] {
    (0..<count).map { Coordinate(longitude: points[2 * $0], latitude: points[2 * $0 + 1]) }
  }

  /// The digest of whole numbers in a golden file: 64-bit FNV-1a over each as four bytes, the
  /// lowest first.
  public static func digest(_ words: some Sequence<UInt32>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for word in words {
      hash = (hash ^ UInt64(word & 0xFF)) &* 0x100_0000_01B3
      hash = (hash ^ UInt64(word >> 8 & 0xFF)) &* 0x100_0000_01B3
      hash = (hash ^ UInt64(word >> 16 & 0xFF)) &* 0x100_0000_01B3
      hash = (hash ^ UInt64(word >> 24)) &* 0x100_0000_01B3
    }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  /// The bytes of a file, decompressed if it is gzip.
  public static func unpacked(_ path: String) throws -> Data {
    guard let file = unsafe gzopen(path, "rb") else {
      throw Failure(description: "there is no \(path)")
    }
    defer { unsafe gzclose(file) }
    var data = Data()
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let size = UInt32(buffer.count)
      let read = unsafe buffer.withUnsafeMutableBytes { unsafe gzread(file, $0.baseAddress, size) }
      guard read >= 0 else { throw Failure(description: "\(path) is damaged") }
      if read == 0 { return data }
      data.append(contentsOf: buffer.prefix(Int(read)))
    }
  }
}
