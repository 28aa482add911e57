internal import Plat
internal import PlatCommon

/// Limits on the size of input, checked on its bytes before they are compared, decoded or shown.
enum RequestBounds {
  /// Bytes of a parameter name.
  static let nameBytes = 500
  /// Bytes of a value, except a polygon; in a list of keys, bytes of each key.
  static let valueBytes = 2_000
  /// Values of a list.
  static let listValues = 500
  /// Parameters of a request.
  static let parameters = 100
  /// Bytes of a body, without its polygon.
  static let bodyBytes = 64 << 10
  /// The parameter that may be longer, up to the body limit.
  static let long = "within"
  /// The parameter with a tree of conditions, and how many bytes it may have.
  static let (tree, treeBytes) = ("where", ConditionTree.byteLimit)
  /// The search parameter whose list may be longer than a value: some hundred keys.
  static let keys = "listingKey"
  /// Bytes of the body of a batch of listings, and how many listings it may have.
  static let (batchBytes, batchListings) = (8 << 20, 10_000)
  /// Larger bodies are read off the loops.
  static let loopBytes = 16 << 10

  /// The maximum body size of a route.
  static func bodyBytes(of route: Route) -> Int {
    route.filters == .none && route.body == .parameters ? bodyBytes : .max
  }

  /// Throws if a request has a longer body than its route takes.
  ///
  /// - Parameter general: The maximum size where a route has none of its own.
  static func check(body bytes: Int, of route: Route, general: Int) throws(Problem) {
    let most = route.body == .listings ? max(batchBytes, general) : general
    guard bytes > most else { return }
    throw Problem(
      413, "body-too-large", "Content Too Large",
      "the body has \(bytes) bytes, expected at most \(most)")
  }

  /// Throws if a name is too long.
  static func check(name: Span<UInt8>) throws(Problem) {
    guard name.count > nameBytes else { return }
    throw Problem(
      400, "name-too-long", "Invalid parameter",
      "a parameter's name has \(name.count) bytes, expected at most \(nameBytes)",
      parameter: start(of: name))
  }

  /// Throws if a parameter's value is too long, or has too many comma-separated parts.
  ///
  /// - Parameters:
  ///   - before: The number of earlier parts of the list.
  ///   - isKeyList: Whether it is a list of keys, each of which may be as long as a value.
  /// - Returns: The number of parts.
  @discardableResult
  static func check(
    value: Span<UInt8>, of name: Span<UInt8>, before: Int = 0, isKeyList: Bool = false
  ) throws(Problem) -> Int {
    if !isKeyList, value.count > valueBytes { throw tooLong(value.count, name) }
    var (parts, bytes) = (before + 1, 0)
    for place in value.indices {
      bytes += 1
      if value[place] == UInt8(ascii: ",") { (parts, bytes) = (parts + 1, 0) }
      if bytes > valueBytes { throw tooLong(bytes, name) }
    }
    guard parts <= listValues else { throw tooMany(name) }
    return parts
  }

  /// Throws if the JSON of a tree of conditions is too long.
  static func check(tree bytes: Int) throws(Problem) {
    if bytes > treeBytes { throw tooLong(bytes, tree.utf8Span.span, most: treeBytes) }
  }

  /// The problem of a value with at least this many bytes.
  private static func tooLong(
    _ bytes: Int, _ name: Span<UInt8>, most: Int = valueBytes
  ) -> Problem {
    Problem(
      400, "value-too-long", "Invalid parameter",
      "a value of \(start(of: name)) has \(bytes) bytes, expected at most \(most)",
      parameter: start(of: name))
  }

  /// The problem of a list with too many values.
  static func tooMany(_ name: Span<UInt8>) -> Problem {
    Problem(
      400, "too-many-values", "Invalid parameter",
      "\(start(of: name)) has more than \(listValues) values; send fewer, or several requests",
      parameter: start(of: name))
  }

  /// The problem of a body that is too long.
  static func tooLarge(_ bytes: Int) -> Problem {
    Problem(
      413, "body-too-large", "Content Too Large",
      "the body has \(bytes) bytes besides a polygon, expected at most \(bodyBytes)")
  }

  /// Checks a query before it is decoded: an escape counts as one byte.
  static func check(query: Span<UInt8>, of route: Route) throws(Problem) {
    var place = 0
    while place < query.count {
      let start = place
      var (end, equals) = (start, Int?.none)
      while end < query.count, query[end] != UInt8(ascii: "&") {
        if equals == nil, query[end] == UInt8(ascii: "=") { equals = end }
        end += 1
      }
      let name = query.extracting(start..<(equals ?? end))
      if decodedCount(name) > nameBytes { try check(name: name) }
      if let equals, isName(name, tree) {
        try check(tree: decodedCount(query.extracting(equals + 1..<end)))
      } else if let equals, !isLong(name), end - equals > listValues {
        let isKeyList = isName(name, keys) && takesKeys(route)
        try check(
          encoded: query.extracting(equals + 1..<end), of: name, isKeyList: isKeyList)
      }
      place = end + 1
    }
  }

  /// Whether a name is the polygon parameter's.
  static func isLong(_ name: Span<UInt8>) -> Bool { isName(name, long) }

  private static func isName(_ name: Span<UInt8>, _ text: String) -> Bool {
    let expected = text.utf8Span.span
    guard name.count == expected.count else { return false }
    for place in name.indices where name[place] != expected[place] { return false }
    return true
  }

  /// Whether a route accepts the search parameter for keys.
  private static func takesKeys(_ route: Route) -> Bool {
    if case .search = route.parameter(keys) { true } else { false }
  }

  private static func check(
    encoded value: Span<UInt8>, of name: Span<UInt8>, isKeyList: Bool
  ) throws(Problem) {
    // The bytes of the value, or of the longest key.
    var (parts, bytes, longest) = (1, 0, 0)
    var place = 0
    while place < value.count {
      let isEscape = value[place] == UInt8(ascii: "%")
      let isComma =
        isEscape
        ? place + 2 < value.count && value[place + 1] == UInt8(ascii: "2")
          && value[place + 2] | 0x20 == UInt8(ascii: "c")
        : value[place] == UInt8(ascii: ",")
      place += isEscape ? 3 : 1
      bytes += 1
      if isComma {
        parts += 1
        if isKeyList { bytes = 0 }
      }
      longest = max(longest, bytes)
    }
    if parts > listValues { throw tooMany(name) }
    if longest > valueBytes { throw tooLong(longest, name) }
  }

  private static func decodedCount(_ text: Span<UInt8>) -> Int {
    var count = text.count
    for place in text.indices where text[place] == UInt8(ascii: "%") { count -= 2 }
    return count
  }

  private static func start(of text: Span<UInt8>) -> String {
    let shown = text.extracting(0..<min(text.count, 81))
    return unsafe shown.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
      .shortened()
  }
}
