internal import Plat
internal import PlatJSON

/// TileJSON 3.0 (mapbox/tilejson-spec) of the vector tiles.
enum TileJSON {
  /// Writes the document; the tiles' addresses carry the filters of the request.
  static func write(_ call: borrowing Call, to writer: inout JSONWriter) {
    let index = call.generation.listings.index
    let options = index.pyramid.options
    writer.beginObject()
    writer.key("tilejson")
    writer.string("3.0.0")
    writer.key("name")
    writer.string("Plat listings")
    writer.key("tiles")
    writer.beginArray()
    writer.string(call.origin + "/tiles/{z}/{x}/{y}.mvt" + FormText.query(call.query))
    writer.endArray()
    writer.key("minzoom")
    writer.integer(Int64(0))
    writer.key("maxzoom")
    // One zoom beyond the last with clusters shows each listing: a map draws deeper ones from it.
    writer.integer(Int64(min(options.maxZoom + 1, Tile.zoomLimit)))
    let bounds = index.bounds
    if !bounds.isEmpty {
      writer.key("bounds")
      writer.beginArray()
      for side in [bounds.west, bounds.south, bounds.east, bounds.north] {
        writer.fixed(Int64(side), decimals: 7)
      }
      writer.endArray()
    }
    writer.key("vector_layers")
    writer.beginArray()
    writer.beginObject()
    writer.key("id")
    writer.string(VectorTile.layer)
    writer.key("description")
    writer.string("Clusters of listings, and listings that stand alone")
    writer.key("fields")
    writer.beginObject()
    for property in MapProperty.ofClusters + MapProperty.ofListings {
      writer.key(property.name.utf8Span.span)
      writer.string(property.meaning)
    }
    writer.endObject()
    writer.endObject()
    writer.endArray()
    writer.endObject()
  }
}

/// Text as forms write it.
enum FormText {
  /// Names and values behind a question mark; nothing where there are none.
  static func query(_ pairs: [(name: String, value: String)]) -> String {
    pairs.isEmpty
      ? "" : "?" + pairs.map { escaped($0.name) + "=" + escaped($0.value) }.joined(separator: "&")
  }

  private static func escaped(_ text: String) -> String {
    var escaped = ""
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "."),
        UInt8(ascii: "_"),
        UInt8(ascii: "~"), UInt8(ascii: ","):
        escaped.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        escaped += "%" + (digits.count == 1 ? "0" : "") + digits
      }
    }
    return escaped
  }
}
