internal import PlatHTTP

/// An answer as it is sent: a body that many responses may share, and its header fields written
/// out.
final class KeptAnswer: Sendable {
  /// The path, a question mark and the query as they were sent, and a byte that tells whether gzip
  /// was asked for.
  let key: [UInt8]
  /// The number of the route that gave it.
  let route: Int
  let status: Int
  /// Without parameters.
  let mediaType: String
  let tag: String
  let body: HTTPBody
  /// The lines of all header fields, and of those that a 304 has.
  let lines: [UInt8]
  let shortLines: [UInt8]

  /// Makes an answer.
  ///
  /// - Parameter keepSeconds: How long others may keep it without asking again; 0 for never.
  init(
    key: [UInt8], route: Int, status: Int, mediaType: String, tag: String, isGzip: Bool,
    keepSeconds: Int,
    more: [UInt8] = [], body: HTTPBody
  ) {
    self.key = key
    self.route = route
    self.status = status
    self.mediaType = String(mediaType.prefix { $0 != ";" })
    self.tag = tag
    self.body = body
    let keeping = keepSeconds > 0 ? "public, max-age=\(keepSeconds)" : "no-cache"
    var lines = "ETag: \(tag)\r\nCache-Control: \(keeping)\r\n"
    lines += "Vary: Accept-Encoding\r\n"
    shortLines = Array(lines.utf8) + more
    if status != 204 {
      lines += "Content-Type: \(mediaType)\r\n"
      if isGzip { lines += "Content-Encoding: gzip\r\n" }
    }
    self.lines = Array(lines.utf8) + more
  }

  /// The bytes that it takes, about.
  var size: Int { key.count + body.count + lines.count + shortLines.count + 256 }

  /// Fills a response.
  ///
  /// - Parameter isKnown: Whether the client has it already.
  func send(isKnown: Bool, _ response: inout HTTPResponse) {
    response.addLines(isKnown ? shortLines : lines)
    response.status = isKnown ? 304 : status
    if !isKnown && status != 204 { response.shared = body }
  }
}
