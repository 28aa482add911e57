/// Fields of CSV (RFC 4180).
public enum CSVText {
  /// The end of a line.
  public static let lineEnd: [UInt8] = [UInt8(ascii: "\r"), UInt8(ascii: "\n")]

  /// Appends a field in quotes; nothing for an empty one.
  ///
  /// A text that a spreadsheet would take for a formula (it begins with `=`, `+`, `-`, `@`, a tab
  /// or a carriage return) gets an apostrophe before it.
  public static func append(_ text: Span<UInt8>, to bytes: inout [UInt8]) {
    if text.isEmpty { return }
    let quote = UInt8(ascii: "\"")
    bytes.append(quote)
    switch text[0] {
    case UInt8(ascii: "="), UInt8(ascii: "+"), UInt8(ascii: "-"), UInt8(ascii: "@"), 0x09, 0x0D:
      bytes.append(UInt8(ascii: "'"))
    default: break
    }
    for place in text.indices {
      if text[place] == quote { bytes.append(quote) }
      bytes.append(text[place])
    }
    bytes.append(quote)
  }
}
