/// The names and values of a query, as forms and `URLSearchParams` encode them.
public enum QueryString {
  /// Decodes names and values in order: `city=Palm%20Springs&minBeds=3`.
  ///
  /// A plus is a blank, a part without `=` is a name with an empty value, and an empty part is
  /// skipped (the URL standard's `application/x-www-form-urlencoded`). Unlike that standard, this
  /// refuses a percent sign without two hexadecimal digits, and bytes that are not UTF-8.
  ///
  /// - Parameters:
  ///   - query: The text after the question mark.
  ///   - limit: The maximum number of pairs.
  /// - Throws: `PercentError` with the position.
  /// - Complexity: O(bytes).
  public static func pairs(
    _ query: Span<UInt8>, limit: Int = 1000
  ) throws(PercentError) -> [(name: String, value: String)] {
    var pairs: [(name: String, value: String)] = []
    var bytes: [UInt8] = []
    var start = 0
    while start < query.count {
      var equals: Int?
      var end = start
      while end < query.count, query[end] != UInt8(ascii: "&") {
        if equals == nil, query[end] == UInt8(ascii: "=") { equals = end }
        end += 1
      }
      if end > start {
        guard pairs.count < limit else {
          throw PercentError(reason: .tooMany(limit: limit), offset: start)
        }
        let name = try PercentCoding.decode(
          query, from: start, to: equals ?? end, blankForPlus: true, &bytes)
        let value = try PercentCoding.decode(
          query, from: equals.map { $0 + 1 } ?? end, to: end, blankForPlus: true, &bytes)
        pairs.append((name, value))
      }
      start = end + 1
    }
    return pairs
  }
}
