import PlatJSON

/// Converts MongoDB's Extended JSON (version 2, canonical and relaxed), as `mongoexport` writes
/// numbers, dates and identifiers, to plain JSON.
///
/// Source: MongoDB, "MongoDB Extended JSON (v2)".
enum ExtendedJSON {
  /// Whether a value is a wrapped number, date or identifier: `{"$oid": "..."}`.
  static func isWrapped(_ value: borrowing JSONValue) -> Bool {
    guard value.kind == .object, value.count == 1 else { return false }
    var members = value.members
    return members.next() && members.key.count > 3 && members.key[0] == UInt8(ascii: "$")
      && kind(of: members.key) != nil
  }

  private enum Kind {
    case number, text, date, timestamp, none
  }

  private static func kind(of key: Span<UInt8>) -> Kind? {
    switch key.text {
    case "$numberDecimal", "$numberInt", "$numberLong", "$numberDouble": .number
    case "$oid", "$uuid", "$symbol": .text
    case "$date": .date
    case "$timestamp": .timestamp
    case "$undefined": Kind.none
    default: nil
    }
  }

  /// Writes a value, with all wrapped values in it as plain ones.
  static func write(_ value: borrowing JSONValue, to writer: inout JSONWriter) {
    switch value.kind {
    case .array:
      writer.beginArray()
      var elements = value.elements
      while elements.next() { write(elements.value, to: &writer) }
      writer.endArray()
    case .object:
      if isWrapped(value) { return writeWrapped(value, to: &writer) }
      writer.beginObject()
      var members = value.members
      while members.next() {
        writer.key(members.key)
        write(members.value, to: &writer)
      }
      writer.endObject()
    default: writer.value(value)
    }
  }

  private static func writeWrapped(_ value: borrowing JSONValue, to writer: inout JSONWriter) {
    var members = value.members
    guard members.next(), let kind = kind(of: members.key) else { return writer.null() }
    let inner = members.value
    switch kind {
    case .none: writer.null()
    case .number: writeNumber(inner, to: &writer)
    case .text: writer.value(inner)
    case .date: writeDate(inner, to: &writer)
    case .timestamp:
      guard let seconds = inner["t"].int64 else { return writer.null() }
      write(seconds: seconds, to: &writer)
    }
  }

  /// Writes the digits as JSON if they are a JSON number; `NaN` and `Infinity` become null.
  private static func writeNumber(_ value: borrowing JSONValue, to writer: inout JSONWriter) {
    guard value.kind == .string else { return writer.value(value) }
    let text = value.bytes.trimmed
    if text.decimalDouble != nil, isNumber(text) {
      writer.raw(text)
    } else if text.saysUnknown || text.count == 0 || text.text.hasSuffix("Infinity") {
      writer.null()
    } else {
      writer.string(text)
    }
  }

  /// Whether a decimal number is also a JSON number, which excludes `01` and `5.`.
  private static func isNumber(_ text: Span<UInt8>) -> Bool {
    let start = text[0] == UInt8(ascii: "-") ? 1 : 0
    guard start < text.count, text[text.count - 1].isDigit else { return false }
    if text[start] == UInt8(ascii: "0"), start + 1 < text.count, text[start + 1].isDigit {
      return false
    }
    for index in text.indices where text[index] == UInt8(ascii: ".") {
      if index + 1 == text.count || !text[index + 1].isDigit { return false }
    }
    return true
  }

  private static func writeDate(_ value: borrowing JSONValue, to writer: inout JSONWriter) {
    if value.kind == .string { return writer.string(value.bytes) }
    var milliseconds = value.int64
    if value.kind == .object {
      let long = value["$numberLong"]
      milliseconds = long.int64 ?? Int64(long.bytes.trimmed.text)
    }
    guard let milliseconds else { return writer.null() }
    let (seconds, rest) = milliseconds.quotientAndRemainder(dividingBy: 1000)
    write(seconds: rest < 0 ? seconds - 1 : seconds, to: &writer)
  }

  private static func write(seconds: Int64, to writer: inout JSONWriter) {
    var text = [20 of UInt8](repeating: 0)
    let count = Moment.write(seconds, &text)
    writer.string(text.span.extracting(0..<count))
  }
}
