import PlatHTTP

/// Reads a connection's bytes as requests, whole and in pieces, and decodes their contents.
///
/// Traps if pieces change the result: a request that one reader sees and another does not is
/// smuggled.
func runRequest(_ bytes: [UInt8]) {
  var options = HTTPServerOptions()
  // Small limits, so that inputs of a fuzzer's length reach them.
  options.headerBytes = 1024
  options.targetBytes = 256
  options.fields = 16
  options.bodyBytes = 4096
  let whole = RequestReading(bytes, piece: bytes.count, options: options)
  for piece in [1, 2 + bytes.count % 61] {
    let parts = RequestReading(bytes, piece: piece, options: options)
    // Invalid input may be refused by one reader while the other still waits.
    guard parts.requests == whole.requests else {
      fatalError("in pieces of \(piece): \(parts.requests.count) and not \(whole.requests.count)")
    }
  }
  for request in whole.requests {
    decode(request.query)
    decode(request.path)
  }
  decode(bytes)
}

private func decode(_ bytes: [UInt8]) {
  do throws(PercentError) {
    var length = 0
    for (name, value) in try QueryString.pairs(bytes.span, limit: 50) {
      length += name.utf8.count + value.utf8.count
    }
    guard length <= bytes.count else { fatalError("\(length) bytes of \(bytes.count)") }
  } catch {
    guard error.offset < bytes.count else {
      fatalError("an error at \(error.offset) of \(bytes.count)")
    }
    _ = error.description
  }
  _ = try? PercentCoding.decode(bytes.span)
}

extension Seeds {
  static let requests: [[UInt8]] = [
    "GET /a?b=c&d=%20+%C3%A9&&e HTTP/1.1\r\nHost: x\r\nAccept: */*\r\n\r\n",
    """
    POST /%41 HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n\r\nhelloGET / HTTP/1.1\r\nHost: \
    x\r\n\r\n
    """,
    """
    POST /a HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\na;b="c";d\r\n\
    0123456789\r\n0\r\nX: y\r\n\r\nHEAD http://x/?a HTTP/1.0\r\n\r\n
    """,
    """
    PUT * HTTP/1.1\r\nHost: x\r\nExpect: 100-continue\r\nConnection: close, TE\r\nContent-Length: \
    1\r\n\r\nz
    """,
    "\r\nOPTIONS * HTTP/1.1\r\nHost:\r\nX:  a\tb \r\nUpgrade: h2c\r\n\r\n",
    "minBeds=3&city=Palm%20Springs&within=POLYGON((1+2%2C3+4))",
  ].map { Array($0.utf8) }
}
