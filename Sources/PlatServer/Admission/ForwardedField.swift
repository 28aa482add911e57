/// The field `Forwarded` (RFC 7239): one element for each proxy, the first proxy's first.
enum ForwardedField {
  /// The parameters of each element, in order.
  ///
  /// Names are in lower case; quotes and escapes are removed. Invalid text ends its element.
  static func elements(_ field: [UInt8]) -> [[(name: String, value: String)]] {
    var elements: [[(name: String, value: String)]] = [[]]
    var place = 0
    while place < field.count {
      let name = token(field, &place)
      if place < field.count, field[place] == UInt8(ascii: "=") {
        place += 1
        let value = Self.value(field, &place)
        if !name.isEmpty { elements[elements.count - 1].append((name.lowercased(), value)) }
      }
      // Skip text after a value; it belongs to no parameter.
      while place < field.count, field[place] != UInt8(ascii: ";"), field[place] != comma {
        place += 1
      }
      if place < field.count, field[place] == comma { elements.append([]) }
      place += 1
    }
    return elements
  }

  private static let comma = UInt8(ascii: ",")

  /// The characters up to a delimiter, without surrounding blanks.
  private static func token(_ field: [UInt8], _ place: inout Int) -> String {
    let start = place
    while place < field.count, !"=;,\"".utf8.contains(field[place]) { place += 1 }
    let text = field[start..<place].drop { $0 == 0x20 || $0 == 0x09 }
    let end = text.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? text.startIndex
    return String(decoding: text[..<end], as: UTF8.self)
  }

  /// A value: a token or a quoted string.
  private static func value(_ field: [UInt8], _ place: inout Int) -> String {
    while place < field.count, field[place] == 0x20 || field[place] == 0x09 { place += 1 }
    guard place < field.count, field[place] == UInt8(ascii: "\"") else {
      return token(field, &place)
    }
    place += 1
    var text: [UInt8] = []
    while place < field.count, field[place] != UInt8(ascii: "\"") {
      if field[place] == UInt8(ascii: "\\"), place + 1 < field.count { place += 1 }
      text.append(field[place])
      place += 1
    }
    place += 1
    return String(decoding: text, as: UTF8.self)
  }
}
