internal import PlatHTTP

/// A cached answer: a body that many responses share, with its header fields written out.
final class KeptAnswer: Sendable {
  /// The path, a question mark and the query as sent, and a byte for whether gzip was requested.
  let key: [UInt8]
  /// The number of the route that gave the answer.
  let route: Int
  let status: Int
  /// Without parameters.
  let mediaType: String
  let tag: String
  let body: HTTPBody
  /// The lines of all header fields, and of those in a 304.
  let lines: [UInt8]
  let shortLines: [UInt8]

  /// Makes an answer.
  ///
  /// - Parameters:
  ///   - keepSeconds: How long clients may cache it without revalidation; 0 for never.
  ///   - isPrivate: Whether only the client's own cache may keep it.
  init(
    key: [UInt8], route: Int, status: Int, mediaType: String, tag: String, isGzip: Bool,
    keepSeconds: Int, isPrivate: Bool = false,
    more: [UInt8] = [], body: HTTPBody
  ) {
    self.key = key
    self.route = route
    self.status = status
    self.mediaType = String(mediaType.prefix { $0 != ";" })
    self.tag = tag
    self.body = body
    let sharing = isPrivate ? "private, " : keepSeconds > 0 ? "public, " : ""
    let keeping = sharing + (keepSeconds > 0 ? "max-age=\(keepSeconds)" : "no-cache")
    var lines = "ETag: \(tag)\r\nCache-Control: \(keeping)\r\n"
    lines += "Vary: Accept-Encoding\r\n"
    shortLines = Array(lines.utf8) + more
    if status != 204 {
      lines += "Content-Type: \(mediaType)\r\n"
      if isGzip { lines += "Content-Encoding: gzip\r\n" }
    }
    self.lines = Array(lines.utf8) + more
  }

  /// Its approximate size in bytes.
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
