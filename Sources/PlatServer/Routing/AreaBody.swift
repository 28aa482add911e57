internal import PlatJSON

/// Reads the polygon of a body: GeoJSON, WKT, or an object whose member `within` is one of them.
enum AreaBody {
  /// The polygon as text.
  ///
  /// - Throws: A problem where the body is an object of something else.
  static func text(_ body: Span<UInt8>) throws(Problem) -> String {
    var first = 0
    while first < body.count, [0x20, 0x09, 0x0A, 0x0D].contains(body[first]) { first += 1 }
    let isJSON =
      first < body.count && [UInt8(ascii: "{"), UInt8(ascii: "\"")].contains(body[first])
    guard isJSON else { return string(body) }
    var parser = JSONParser()
    var text: String?
    do throws(JSONError) {
      let value = try parser.parse(body)
      if let string = value.string {
        text = string
      } else if value["type"].kind == .string {
        text = string(body)
      } else if let wkt = value["within"].string {
        text = wkt
      } else if value["within"].kind == .object {
        var writer = JSONWriter()
        writer.value(value["within"])
        text = String(decoding: writer.bytes, as: UTF8.self)
      }
    } catch { throw refused(": \(error)") }
    guard let text else { throw refused("") }
    return text
  }

  private static func refused(_ why: String) -> Problem {
    Problem(
      400, "bad-body", "The body cannot be read",
      "expected a polygon as GeoJSON, or {\"within\": \"POLYGON((...))\"}" + why,
      parameter: "within")
  }

  private static func string(_ bytes: Span<UInt8>) -> String {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
