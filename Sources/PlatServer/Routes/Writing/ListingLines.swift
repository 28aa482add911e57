internal import PlatJSON

/// The listings of a body: one JSON object, a JSON array of objects, or one object a line (NDJSON).
struct ListingLines {
  /// Each listing as JSON.
  private(set) var documents: [[UInt8]] = []
  /// The line of each listing in NDJSON, its place in an array otherwise; from 1.
  private(set) var places: [Int] = []
  /// Whether the places are lines.
  private(set) var areLines = false

  /// The listings of a batch.
  ///
  /// - Parameter most: How many there may be.
  static func batch(_ body: [UInt8], most: Int) throws(Problem) -> ListingLines {
    var listings = ListingLines()
    let start = body.firstIndex { !isBlank($0) } ?? body.endIndex
    guard start < body.endIndex else { throw empty("one listing a line, or an array of them") }
    if body[start] == UInt8(ascii: "[") {
      try listings.readArray(body, most: most)
    } else {
      try listings.readLines(body, most: most)
    }
    guard !listings.documents.isEmpty else { throw empty("at least one listing") }
    return listings
  }

  /// Checks that a body is one JSON object.
  static func object(_ body: [UInt8]) throws(Problem) {
    guard body.contains(where: { !isBlank($0) }) else { throw empty("a JSON object") }
    var parser = JSONParser(keepsLargeNumbers: true)
    try check(body.span, &parser, line: nil)
  }

  private mutating func readLines(_ body: [UInt8], most: Int) throws(Problem) {
    areLines = true
    var parser = JSONParser(keepsLargeNumbers: true)
    let lines = body.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in lines.enumerated() where !line.allSatisfy(Self.isBlank) {
      guard documents.count < most else { throw Self.tooMany(most) }
      let document = Array(line)
      try Self.check(document.span, &parser, line: number + 1)
      documents.append(document)
      places.append(number + 1)
    }
  }

  private mutating func readArray(_ body: [UInt8], most: Int) throws(Problem) {
    var parser = JSONParser(keepsLargeNumbers: true)
    var problem: Problem?
    do throws(JSONError) {
      let array = try parser.parse(body.span)
      if array.count > most { problem = Self.tooMany(most) }
      var elements = array.elements
      while problem == nil, elements.next() {
        places.append(places.count + 1)
        if elements.value.kind != .object {
          problem = Self.invalid("element \(places.count) is not an object")
        }
        var writer = JSONWriter()
        writer.value(elements.value)
        documents.append(writer.bytes)
      }
    } catch {
      throw Self.invalid("the body is not valid JSON: \(error)")
    }
    if let problem { throw problem }
  }

  private static func check(
    _ bytes: Span<UInt8>, _ parser: inout JSONParser, line: Int?
  ) throws(Problem) {
    let place = line.map { "line \($0)" } ?? "the body"
    var isObject = false
    do throws(JSONError) { isObject = try parser.parse(bytes).kind == .object } catch {
      throw invalid("\(place) is not valid JSON: \(error)", line: line)
    }
    if !isObject { throw invalid("\(place) is not an object", line: line) }
  }

  private static func isBlank(_ byte: UInt8) -> Bool { [0x20, 0x09, 0x0A, 0x0D].contains(byte) }

  private static func empty(_ expected: String) -> Problem {
    invalid("the body is empty; expected \(expected)")
  }

  private static func tooMany(_ most: Int) -> Problem {
    Problem(
      413, "too-many-listings", "Content Too Large",
      "the batch has more than \(most) listings; send several batches")
  }

  private static func invalid(_ why: String, line: Int? = nil) -> Problem {
    var problem = Problem(400, "bad-body", "Invalid body", why)
    problem.line = line
    return problem
  }
}
