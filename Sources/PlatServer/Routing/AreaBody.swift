internal import PlatJSON

/// Reads a body that is itself a polygon, not an object of parameters.
enum AreaBody {
  /// The polygon as text: GeoJSON, WKT, or WKT as a JSON string; nil for an object of parameters.
  static func polygon(_ body: Span<UInt8>) -> String? {
    var first = 0
    while first < body.count, [0x20, 0x09, 0x0A, 0x0D].contains(body[first]) { first += 1 }
    let isJSON =
      first < body.count && [UInt8(ascii: "{"), UInt8(ascii: "\"")].contains(body[first])
    guard isJSON else { return string(body) }
    var parser = JSONParser()
    do throws(JSONError) {
      let value = try parser.parse(body)
      if let text = value.string { return text }
      return value["type"].kind == .string ? string(body) : nil
    } catch {
      return nil
    }
  }

  private static func string(_ bytes: Span<UInt8>) -> String {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
