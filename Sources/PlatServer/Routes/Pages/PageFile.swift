internal import PlatCommon
internal import PlatCompression
internal import PlatHTTP

/// A file of the map page, ready to send.
final class PageFile: Sendable {
  let mediaType: String
  /// Made of the file's bytes, so that another file has another tag in any snapshot.
  let tag: String
  let plain: HTTPBody
  /// The file's own header lines.
  let lines: [UInt8]
  private let bytes: [UInt8]
  private let packed = Once<HTTPBody>()

  init(mediaType: String, lines: [UInt8] = [], _ bytes: [UInt8]) {
    self.mediaType = mediaType
    self.lines = lines
    self.bytes = bytes
    tag = String(FastHash.of(bytes.span), radix: 36)
    plain = HTTPBody(copying: bytes.span)
  }

  /// The file's bytes as gzip, compressed on first use.
  var gzip: HTTPBody {
    packed.get {
      let plain = bytes
      return Gzip.withCompressed(plain.span) { HTTPBody(copying: $0) }
    }
  }
}
