/// Place names as people write them.
package enum PlaceWording {
  /// A city's name without a state after a comma: `Palm Springs` of `Palm Springs, CA`.
  package static func withoutState(_ text: String) -> String {
    guard let comma = text.lastIndex(of: ",") else { return text }
    let state = text[text.index(after: comma)...].split(separator: " ").joined(separator: " ")
    return States.code(state) == nil ? text : String(text[..<comma])
  }

  /// The two letters of the state after a city's name and a comma.
  package static func state(behind name: String, of text: String) -> String? {
    States.code(text.dropFirst(name.count + 1).split(separator: " ").joined(separator: " "))
  }
}
