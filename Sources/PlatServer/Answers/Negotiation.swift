internal import PlatHTTP

/// Content negotiation by a client's header fields.
enum Negotiation {
  /// The values of a repeated field as one list (RFC 9110, section 5.3); nil if it appears once or
  /// never.
  static func repeated(_ name: StaticString, _ request: borrowing HTTPRequest) -> [UInt8]? {
    guard request.field(name, occurrence: 1) != nil else { return nil }
    var list: [UInt8] = []
    var occurrence = 0
    while let field = request.field(name, occurrence: occurrence) {
      if occurrence > 0 { list.append(UInt8(ascii: ",")) }
      for place in field.indices { list.append(field[place]) }
      occurrence += 1
    }
    return list
  }

  /// A field's value, or all values of a repeated field; nil if it is missing.
  static func all(_ name: StaticString, _ request: borrowing HTTPRequest) -> [UInt8]? {
    if let list = repeated(name, request) { return list }
    guard let field = request.field(name) else { return nil }
    return unsafe field.withUnsafeBufferPointer { unsafe Array($0) }
  }

  /// Whether a request accepts gzip.
  static func takesGzip(_ request: borrowing HTTPRequest) -> Bool {
    if let list = repeated("accept-encoding", request) { return takesGzip(list.span) }
    return takesGzip(request.field("accept-encoding"))
  }

  /// Whether a request accepts a media type.
  static func takes(_ mediaType: String, _ request: borrowing HTTPRequest) -> Bool {
    if let list = repeated("accept", request) { return takes(mediaType, list.span) }
    return takes(mediaType, request.field("accept"))
  }

  /// Whether `If-None-Match` has this tag.
  static func matches(_ tag: String, _ request: borrowing HTTPRequest) -> Bool {
    if let list = repeated("if-none-match", request) { return matches(tag, list.span) }
    return matches(tag, request.field("if-none-match"))
  }

  /// Whether gzip may be sent: it, or `*`, is listed with a weight above 0 (RFC 9110, section
  /// 12.5.3).
  static func takesGzip(_ field: Span<UInt8>?) -> Bool {
    guard let field else { return false }
    var gzip: Bool?
    var any: Bool?
    forEachMember(field) { name, isRefused in
      if equal(name, "gzip") || equal(name, "x-gzip") { gzip = !isRefused }
      if equal(name, "*") { any = !isRefused }
    }
    return gzip ?? any ?? false
  }

  /// Whether a media type may be sent: the field is missing, or the most specific match (the type,
  /// a more general name of it, its family, `*/*`) has a weight above 0 (RFC 9110, section 12.5.1).
  static func takes(_ mediaType: String, _ field: Span<UInt8>?) -> Bool {
    guard let field, field.count > 0 else { return true }
    let family = String(mediaType.prefix { $0 != "/" }) + "/*"
    let general = general(mediaType)
    var best = 0
    var found = false
    forEachMember(field) { name, isRefused in
      let fit =
        equal(name, mediaType)
        ? 4
        : general.map { equal(name, $0) } ?? false
          ? 3 : equal(name, family) ? 2 : equal(name, "*/*") || equal(name, "*") ? 1 : 0
      if fit > best { (best, found) = (fit, !isRefused) }
    }
    return found
  }

  /// The type that clients name for another one: GeoJSON is JSON (RFC 6839, section 3.1), and
  /// scripts had an older name (RFC 9239).
  private static func general(_ mediaType: String) -> String? {
    if mediaType.hasSuffix("+json") { return "application/json" }
    return mediaType == "text/javascript" ? "application/javascript" : nil
  }

  /// ``takes(_:_:)`` for a copied field.
  static func takes(_ mediaType: String, _ field: [UInt8]?) -> Bool {
    guard let field else { return true }
    return takes(mediaType, field.span)
  }

  /// ``matches(_:_:)`` for a copied field.
  static func matches(_ tag: String, _ field: [UInt8]?) -> Bool {
    guard let field else { return false }
    return matches(tag, field.span)
  }

  /// Whether a body is JSON: `Content-Type` says so, or is missing.
  static func isJSON(_ field: Span<UInt8>?) -> Bool {
    guard let field, field.count > 0 else { return true }
    var found = false
    forEachMember(field) { name, _ in if equal(name, "application/json") { found = true } }
    return found
  }

  /// Whether `Content-Type` names one of several media types.
  static func names(_ types: [String], _ field: Span<UInt8>) -> Bool {
    var found = false
    forEachMember(field) { name, _ in
      if types.contains(where: { equal(name, $0) }) { found = true }
    }
    return found
  }

  /// Whether a body is a polygon as text: GeoJSON by its media type, or WKT.
  static func isPolygonText(_ field: Span<UInt8>?) -> Bool {
    guard let field else { return false }
    var found = false
    forEachMember(field) { name, _ in
      if equal(name, "application/geo+json") || equal(name, "text/plain") { found = true }
    }
    return found
  }

  /// Whether `If-None-Match` lists a tag; weak tags count as strong (RFC 9110, section 13.1.2).
  static func matches(_ tag: String, _ field: Span<UInt8>?) -> Bool {
    guard let field else { return false }
    var found = false
    forEachMember(field) { name, _ in
      let isWeak = name.count > 2 && name[0] == UInt8(ascii: "W") && name[1] == UInt8(ascii: "/")
      if equal(name, "*") || equal(isWeak ? name.extracting(2..<name.count) : name, tag) {
        found = true
      }
    }
    return found
  }

  /// Whether `If-Match` names other tags than the answer's; weak ones never match (RFC 9110,
  /// section 13.1.1).
  static func excludes(_ tag: String, _ field: [UInt8]?) -> Bool {
    guard let field, !field.isEmpty else { return false }
    var found = false
    forEachMember(field.span) { name, _ in
      if equal(name, "*") || equal(name, tag) { found = true }
    }
    return !found
  }

  /// Calls the closure with each list member, without blanks and parameters, and whether its weight
  /// is 0.
  private static func forEachMember(_ field: Span<UInt8>, _ body: (Span<UInt8>, Bool) -> Void) {
    var start = 0
    while start < field.count {
      var end = start
      while end < field.count, field[end] != UInt8(ascii: ",") { end += 1 }
      var (first, last) = (start, start)
      while first < end, field[first] == 0x20 || field[first] == 0x09 { first += 1 }
      last = first
      while last < end, field[last] != UInt8(ascii: ";"), field[last] != 0x20, field[last] != 0x09 {
        last += 1
      }
      if last > first { body(field.extracting(first..<last), isZero(field, last, end)) }
      start = end + 1
    }
  }

  /// Whether a member's parameters include `q=0`, `q=0.0` and so on.
  private static func isZero(_ field: Span<UInt8>, _ start: Int, _ end: Int) -> Bool {
    var place = start
    while place + 2 < end {
      let isName = place > start && [UInt8(ascii: ";"), 0x20, 0x09].contains(field[place - 1])
      if isName, field[place] | 0x20 == UInt8(ascii: "q"), field[place + 1] == UInt8(ascii: "=") {
        for digit in place + 2..<end {
          switch field[digit] {
          case UInt8(ascii: "0"), UInt8(ascii: "."): continue
          case 0x20, 0x09, UInt8(ascii: ";"): return true
          default: return false
          }
        }
        return true
      }
      place += 1
    }
    return false
  }

  private static func equal(_ bytes: Span<UInt8>, _ text: String) -> Bool {
    let text = text.utf8Span.span
    guard bytes.count == text.count else { return false }
    for place in bytes.indices {
      let (a, b) = (bytes[place], text[place])
      let isLetter = (a | 0x20) &- UInt8(ascii: "a") < 26
      if a != b, !(isLetter && a | 0x20 == b | 0x20) { return false }
    }
    return true
  }
}
