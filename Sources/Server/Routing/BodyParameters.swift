internal import JSON

/// Reads parameters from a JSON object: the same names and values that a query has.
enum BodyParameters {
  /// The names and values of an object's members: texts as they are, numbers and flags as written, arrays one value each,
  /// null as nothing, and a GeoJSON object as its text.
  static func read(_ body: Span<UInt8>) throws(Problem) -> [(name: String, value: String)] {
    var parser = JSONParser()
    var pairs: [(name: String, value: String)] = []
    var isObject = false
    do throws(JSONError) {
      let object = try parser.parse(body)
      var members = object.members
      isObject = object.kind == .object
      while members.next() {
        let name = text(members.key)
        let value = members.value
        if value.kind == .array {
          var elements = value.elements
          while elements.next() { pairs.append((name, scalar(elements.value))) }
        } else if value.kind != .null {
          pairs.append((name, scalar(value)))
        }
      }
    } catch {
      throw refused(": \(error)")
    }
    guard isObject else { throw refused(", such as {\"minBeds\": 3}") }
    return pairs
  }

  private static func refused(_ why: String) -> Problem {
    Problem(400, "bad-body", "The body cannot be read", "expected a JSON object of parameters" + why)
  }

  private static func scalar(_ value: borrowing JSONValue) -> String {
    if let string = value.string { return string }
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
