import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatTestSupport

@testable import PlatTiles

/// A feature of a tile as a browser gets it, from either encoding.
struct PlainFeature: Equatable, CustomStringConvertible {
  /// A property's value: both encodings have numbers, texts and flags.
  enum Value: Equatable {
    case number(Double)
    case text(String)
    case flag(Bool)
    case numbers([Double])
  }

  var id: UInt64
  var properties: [String: Value]

  var description: String {
    "\(id): \(properties.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" })"
  }

  /// A feature of a vector tile; its box is a text.
  init(_ feature: TileReader.Feature) {
    id = feature.id ?? 0
    properties = feature.properties.mapValues { value in
      switch value {
      case .string(let bytes): .text(String(decoding: bytes, as: UTF8.self))
      case .float(let number): .number(Double(number))
      case .double(let number): .number(number)
      case .int(let number), .sint(let number): .number(Double(number))
      case .uint(let number): .number(Double(number))
      case .bool(let flag): .flag(flag)
      }
    }
    if case .text(let text) = properties["bounds"],
      let numbers = try? JSONSerialization.jsonObject(with: Data(text.utf8)) as? [Double]
    {
      properties["bounds"] = .numbers(numbers)
    }
  }

  /// A feature of a GeoJSON collection.
  init?(_ object: [String: Any]) {
    guard object["type"] as? String == "Feature", let id = object["id"] as? NSNumber,
      let members = object["properties"] as? [String: Any]
    else { return nil }
    self.id = id.uint64Value
    properties = [:]
    for (name, value) in members {
      switch value {
      case let text as String: properties[name] = .text(text)
      case let numbers as [Double]: properties[name] = .numbers(numbers)
      // A flag is also a number, of the type that C calls char.
      case let number as NSNumber:
        properties[name] =
          unsafe String(cString: number.objCType) == "c"
          ? .flag(number.boolValue) : .number(number.doubleValue)
      default: return nil
      }
    }
  }

  /// The expected feature of a cluster.
  init(_ feature: MapOracle.Feature, id: UInt64) {
    self.id = id
    let count = feature.matches.count
    properties = [
      "cluster": .flag(true), "cluster_id": .number(Double(id)),
      "point_count": .number(Double(count)),
      "point_count_abbreviated": count < 1_000
        ? .number(Double(count)) : .text(Self.abbreviated(count)),
    ]
    if !feature.isOnePlace {
      properties["expansion_zoom"] = .number(Double(feature.expansionZoom ?? -1))
    }
    if let box = feature.box {
      properties["bounds"] = .numbers(
        [box.west, box.south, box.east, box.north].map { Double($0) / 1e7 })
    }
    if let least = feature.least, let greatest = feature.greatest, let mean = feature.meanDollars {
      properties["min_price"] = .number(Double(least) / 100)
      properties["max_price"] = .number(Double(greatest) / 100)
      properties["avg_price"] = .number(Double(mean))
    }
    if feature.isOnePlace { properties["coincident"] = .flag(true) }
  }

  /// The expected feature of a listing.
  init(_ listing: PlainListing, id: UInt64) {
    self.id = id
    let parts = [Field.streetNumber, .streetName, .city].map { listing[text: $0] ?? "" }
    let slug = Slug.make(
      streetNumber: parts[0], streetName: parts[1], city: parts[2], listingKey: listing.key)
    properties = ["listingKey": .text(listing.key), "slug": .text(listing[text: .slug] ?? slug)]
    for (field, scale) in [(Field.listPrice, 100.0), (.beds, 1), (.baths, 4), (.sqft, 100)] {
      if let number = listing[number: field] {
        properties[field.key] = .number(Double(number) / scale)
      }
    }
    for field in [Field.standardStatus, .propertySubType] {
      if let text = listing[text: field] { properties[field.key] = .text(text) }
    }
    if listing[text: .standardStatus] == "Closed" {
      if let paid = listing[number: .closePrice] {
        properties["closePrice"] = .number(Double(paid) / 100)
      }
      if let sold = listing[number: .closeDate] {
        properties["closeDate"] = .text(Field.closeDate.plainText(of: sold))
      }
    }
  }

  /// Abbreviates as supercluster does: `Math.round(count / 1000)` thousands from 10,000, else with
  /// tenths.
  static func abbreviated(_ count: Int) -> String {
    if count >= 10_000 { return "\(Int((Double(count) / 1_000 + 0.5).rounded(.down)))k" }
    let tenths = Int((Double(count) / 100 + 0.5).rounded(.down))
    return tenths % 10 == 0 ? "\(tenths / 10)k" : "\(Double(tenths) / 10)k"
  }
}
