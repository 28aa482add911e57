/// Text for messages: on one line, with runs of blanks collapsed, up to a maximum number of
/// characters, for any bytes.
func shortened(_ bytes: Span<UInt8>, to count: Int = 80) -> String {
  // A character rarely has more than eight bytes.
  let head = bytes.extracting(0..<min(bytes.count, count * 8))
  var text = ""
  var length = 0
  var wasBlank = false
  for character in String(bytes: head) {
    if length == count { return text + "…" }
    let isBlank =
      character == " " || character.unicodeScalars.contains { $0.value < 0x20 || $0.value == 0x7F }
    if isBlank, wasBlank { continue }
    wasBlank = isBlank
    text.append(isBlank ? " " : character)
    length += 1
  }
  return head.count < bytes.count ? text + "…" : text
}

extension String {
  /// Decodes bytes as text; invalid UTF-8 becomes U+FFFD.
  init(bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

/// The bytes without blanks at either end.
@_lifetime(copy bytes)
func trimmed(_ bytes: Span<UInt8>) -> Span<UInt8> {
  var start = 0
  var end = bytes.count
  while start < end, isBlank(bytes[start]) { start += 1 }
  while end > start, isBlank(bytes[end - 1]) { end -= 1 }
  return bytes.extracting(start..<end)
}
