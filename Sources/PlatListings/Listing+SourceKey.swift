internal import PlatCommon
internal import PlatJSON

extension Listing {
  /// The maximum length of a key in bytes.
  private static let longestKey = 64

  /// Prefixes the key with the listing service, as in `CRMLS:1001`, because another service's
  /// listing has the same key.
  ///
  /// A long service name is cut and ends in a hash. A listing without a service stays unchanged.
  package mutating func qualifyKey() {
    guard let key = text(.listingKey), var source = text(.mlsSource) else { return }
    let room = max(Self.longestKey - key.utf8.count - 1, 16)
    if source.utf8.count > room {
      let hash = String(FastHash.of(source.utf8Span.span) & 0xFF_FFFF, radix: 16)
      while source.utf8.count + hash.utf8.count + 1 > room { source.removeLast() }
      source += "~" + hash
    }
    let qualified = source + ":" + key
    var writer = JSONWriter()
    writer.string(key)
    let old = writer.bytes.count
    writer.reset()
    writer.string(qualified)
    // The key is the document's first member.
    let start = #"{"listingKey":"#.utf8.count
    if document.count >= start + old {
      document.replaceSubrange(start..<start + old, with: writer.bytes)
    }
    let first = texts.count
    texts += Array(qualified.utf8)
    textRanges[Field.listingKey.ordinal] = first..<texts.count
  }
}
