internal import PlatCommon
internal import PlatCompression
internal import PlatHTTP

/// Bodies that clients send compressed (`Content-Encoding`).
enum BodyCoding {
  /// The body of a request, decompressed from gzip; nil if it is not compressed.
  ///
  /// - Parameter limit: The maximum size of a body in bytes.
  /// - Throws: If the coding is not gzip, the body is damaged, or it decompresses to more bytes
  ///   than the limit.
  static func decoded(
    _ request: borrowing HTTPRequest, limit: Int
  ) throws(Problem) -> [UInt8]? {
    guard let field = Negotiation.all("content-encoding", request) else { return nil }
    let codings = String(decoding: field, as: UTF8.self).lowercased()
      .split { $0 == "," || $0 == " " || $0 == "\t" }.filter { $0 != "identity" }
    guard let coding = codings.first else { return nil }
    guard codings.count == 1, coding == "gzip" || coding == "x-gzip" else {
      throw Problem(
        415, "unsupported-coding", "Unsupported Media Type",
        "the body has the Content-Encoding \(String(decoding: field, as: UTF8.self).shortened()), "
          + "expected gzip or none")
    }
    do throws(GzipError) { return try Gzip.decompress(request.body, limit: limit) } catch {
      switch error {
      case .damaged:
        throw Problem(
          400, "bad-body", "Invalid body",
          "Content-Encoding is gzip, and the body is not one whole gzip member")
      case .tooLarge:
        throw Problem(
          413, "body-too-large", "Content Too Large",
          "the body has more than \(limit) bytes when it is decompressed")
      }
    }
  }
}
