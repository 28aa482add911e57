public import PlatJSON

/// The properties of a map's features, with their names from the contract.
public enum MapProperty: Int, CaseIterable, Sendable {
  case cluster, clusterID, pointCount, pointCountAbbreviated, minPrice, maxPrice, avgPrice,
    expansionZoom, bounds
  case coincident
  case listingKey, listPrice, beds, baths, sqft, standardStatus, propertySubType, slug
  case closePrice, closeDate
  case numberMatched, numberReturned

  /// The properties of clusters.
  public static let ofClusters: [MapProperty] = [
    .cluster, .clusterID, .pointCount, .pointCountAbbreviated, .minPrice, .maxPrice, .avgPrice,
    .expansionZoom, .bounds,
    .coincident,
  ]

  /// The properties of listings.
  public static let ofListings: [MapProperty] = [
    .listingKey, .listPrice, .beds, .baths, .sqft, .standardStatus, .propertySubType, .slug,
    .closePrice, .closeDate,
  ]

  /// The name in tiles and GeoJSON.
  public var name: String {
    switch self {
    case .cluster: "cluster"
    case .clusterID: "cluster_id"
    case .pointCount: "point_count"
    case .pointCountAbbreviated: "point_count_abbreviated"
    case .minPrice: "min_price"
    case .maxPrice: "max_price"
    case .avgPrice: "avg_price"
    case .expansionZoom: "expansion_zoom"
    case .bounds: "bounds"
    case .coincident: "coincident"
    case .listingKey: "listingKey"
    case .listPrice: "listPrice"
    case .beds: "beds"
    case .baths: "baths"
    case .sqft: "sqft"
    case .standardStatus: "standardStatus"
    case .propertySubType: "propertySubType"
    case .slug: "slug"
    case .closePrice: "closePrice"
    case .closeDate: "closeDate"
    case .numberMatched: "numberMatched"
    case .numberReturned: "numberReturned"
    }
  }

  /// The meaning of the property, for TileJSON and the documentation.
  public var meaning: String {
    switch self {
    case .cluster: "true for a cluster; a listing has no such property"
    case .clusterID: "the cluster's id, which is the feature's id as well"
    case .pointCount: "how many matching listings it stands for"
    case .pointCountAbbreviated: "the same, short: the number 950, then the texts 1.2k and 12k"
    case .minPrice: "the least list price among them, in dollars; absent where none has one"
    case .maxPrice: "the greatest list price among them, in dollars; absent where none has one"
    case .avgPrice: "the mean of their list prices, to the dollar; absent where none has one"
    case .expansionZoom:
      "the least zoom at which they are no longer one cluster; absent where no zoom parts them"
    case .bounds:
      "west, south, east and north of them, in degrees; in a vector tile the same as text"
    case .coincident:
      "true where they lie within a metre, so that no zoom parts them: list its leaves"
    case .listingKey: "the listing's key; a cluster has no such property"
    case .listPrice: "its list price in dollars"
    case .beds: "its bedrooms"
    case .baths: "its bathrooms"
    case .sqft: "its living area in square feet"
    case .standardStatus: "its status"
    case .propertySubType: "what kind of home it is"
    case .slug: "its part of a web address"
    case .closePrice: "what was paid for it, in dollars; of a Closed listing alone"
    case .closeDate: "when it was sold, in ISO 8601; of a Closed listing alone"
    case .numberMatched: "how many features the tile has without the limit"
    case .numberReturned: "how many it has"
    }
  }
}

extension MapProperty {
  /// The property as a member of the GeoJSON feature's `properties`.
  public var memberDescription: MemberDescription {
    let (type, isRequired): (JSONType, Bool) =
      switch self {
      case .cluster: (.boolean, true)
      case .clusterID, .pointCount: (.integer(least: 0), true)
      case .expansionZoom: (.integer(least: 0), false)
      case .pointCountAbbreviated: (.any([.integer(), .string]), true)
      case .minPrice, .maxPrice, .listPrice, .beds, .baths, .sqft, .closePrice: (.number(), false)
      case .avgPrice, .numberMatched, .numberReturned: (.integer(), false)
      case .bounds: (.array(of: .number(), count: 4...4), true)
      case .coincident: (.boolean, false)
      case .listingKey, .slug: (.string, true)
      case .standardStatus, .propertySubType, .closeDate: (.string, false)
      }
    return MemberDescription(name, type, meaning, isRequired: isRequired)
  }
}

extension ListingMap {
  /// The type of the feature collections that the map writes.
  ///
  /// - Parameter properties: The types of the features' properties.
  public static func featureCollection(of properties: [JSONType]) -> JSONType {
    let geometry = JSONType.object([
      MemberDescription("type", .constant("Point")),
      MemberDescription("coordinates", .array(of: .number(), count: 2...2)),
    ])
    let feature = JSONType.object([
      MemberDescription("type", .constant("Feature")),
      MemberDescription("id", .integer(), isRequired: false),
      MemberDescription("geometry", geometry),
      MemberDescription("properties", .any(properties)),
    ])
    return .object(
      [
        MemberDescription("type", .constant("FeatureCollection")),
        MemberDescription("features", .array(of: feature)),
      ] + [MapProperty.numberMatched, .numberReturned].map(\.memberDescription))
  }
}

/// A count abbreviated as in supercluster.
enum AbbreviatedCount {
  /// The text of a count of at least 1,000: one decimal and `k` unless the decimal is zero, whole
  /// thousands from 10,000.
  static func text(_ count: Int) -> [UInt8] {
    let (thousands, tenths) = parts(count)
    var text = [UInt8](String(thousands).utf8)
    if tenths > 0 { text += [UInt8(ascii: "."), UInt8(ascii: "0") + UInt8(tenths)] }
    text.append(UInt8(ascii: "k"))
    return text
  }

  /// The thousands and tenths of a thousand in the text of a count of at least 1,000; no tenths
  /// from 10,000.
  @inline(__always)
  static func parts(_ count: Int) -> (thousands: Int, tenths: Int) {
    count >= 10_000
      ? ((count + 500) / 1_000, 0) : ((count + 50) / 1_000, (count + 50) % 1_000 / 100)
  }
}
