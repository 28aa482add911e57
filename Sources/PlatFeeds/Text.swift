/// Text to show to people: at most so many characters, on one line and blanks run together,
/// whatever the bytes are.
func shortened(_ bytes: Span<UInt8>, to count: Int = 80) -> String {
  // A character has rarely more than eight bytes.
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
  /// The text of bytes; what is not UTF-8 in it becomes U+FFFD.
  init(bytes: Span<UInt8>) {
    self = unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}

/// The bytes without the blanks at both ends.
@_lifetime(copy bytes)
func trimmed(_ bytes: Span<UInt8>) -> Span<UInt8> {
  var start = 0
  var end = bytes.count
  while start < end, isBlank(bytes[start]) { start += 1 }
  while end > start, isBlank(bytes[end - 1]) { end -= 1 }
  return bytes.extracting(start..<end)
}
