internal import PlatCommon
internal import PlatCompression
internal import PlatHTTP

/// A file of the map page, ready to be sent.
final class PageFile: Sendable {
  let mediaType: String
  /// Made of its bytes, so that another file has another tag whatever the snapshot.
  let tag: String
  let plain: HTTPBody
  /// Lines of header fields of its own.
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

  /// Its bytes as gzip, which are made when they are first asked for.
  var gzip: HTTPBody {
    packed.get {
      let plain = bytes
      return Gzip.withCompressed(plain.span) { HTTPBody(copying: $0) }
    }
  }
}
