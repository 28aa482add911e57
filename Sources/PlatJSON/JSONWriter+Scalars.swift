import CPlatSimdjson

extension JSONWriter {
  /// Writes null.
  public mutating func null() { word("null") }

  /// Writes true or false.
  public mutating func bool(_ value: Bool) { word(value ? "true" : "false") }

  /// Writes a string.
  ///
  /// - Complexity: O(n); first copies a string that is not stored as UTF-8.
  public mutating func string(_ value: String) {
    var value = value
    value.withUTF8 { appendQuoted(unsafe Span(_unsafeElements: $0), isKey: false) }
  }

  /// Writes a string from bytes that must be valid UTF-8.
  public mutating func string(_ value: Span<UInt8>) { appendQuoted(value, isKey: false) }

  /// Writes an integer.
  public mutating func integer(_ value: Int64) {
    number(value.magnitude, isNegative: value < 0, decimals: 0)
  }

  /// Writes an integer.
  public mutating func integer(_ value: UInt64) { number(value, isNegative: false, decimals: 0) }

  /// Writes `value / 10^decimals` exactly, without trailing zeros: 123450 with 4 decimals is
  /// `12.345`.
  ///
  /// - Precondition: `decimals` is from 0 to 18.
  public mutating func fixed(_ value: Int64, decimals: Int) {
    number(value.magnitude, isNegative: value < 0, decimals: decimals)
  }

  private mutating func number(_ magnitude: UInt64, isNegative: Bool, decimals: Int) {
    var unit: UInt64 = 1
    for _ in 0..<decimals { unit *= 10 }
    var whole = magnitude
    var fraction: UInt64 = 0
    if decimals > 0 { (whole, fraction) = magnitude.quotientAndRemainder(dividingBy: unit) }
    var fractionCount = decimals
    while fraction != 0, fraction % 10 == 0 {
      fraction /= 10
      fractionCount -= 1
    }
    let comma = needsComma
    // A comma, a sign, twenty digits, a point, eighteen digits.
    unsafe append(upTo: 41) { place in
      var count = 0
      if comma {
        unsafe place[count] = UInt8(ascii: ",")
        count += 1
      }
      if isNegative {
        unsafe place[count] = UInt8(ascii: "-")
        count += 1
      }
      unsafe count += Self.writeDigits(whole, minimumCount: 1, at: place + count)
      if fraction != 0 {
        unsafe place[count] = UInt8(ascii: ".")
        unsafe count +=
          1 + Self.writeDigits(fraction, minimumCount: fractionCount, at: place + count + 1)
      }
      return count
    }
    needsComma = true
  }

  /// Writes a number in the shortest form that reads back as the same double, always with a
  /// fraction or an exponent, so that it reads back as a double; null for infinity and NaN, which
  /// JSON does not have.
  public mutating func double(_ value: Double) {
    guard value.isFinite else { return null() }
    separate()
    bytes.append(addingCapacity: 34) { output in
      unsafe output.withUnsafeMutableBufferPointer { buffer, count in
        unsafe count = Self.write(value, into: buffer)
      }
    }
    needsComma = true
  }

  /// Writes a parsed value: the same members in the same order, without blanks, strings with the
  /// fewest escapes, doubles in their shortest form.
  public mutating func value(_ value: JSONValue) {
    switch value.kind {
    case .missing, .null: null()
    case .true: bool(true)
    case .false: bool(false)
    case .int64: integer(value.int64 ?? 0)
    case .uint64: integer(value.uint64 ?? 0)
    case .double: double(value.double ?? 0)
    case .string: string(value.bytes)
    case .array:
      beginArray()
      var elements = value.elements
      while elements.next() { self.value(elements.value) }
      endArray()
    case .object:
      beginObject()
      var members = value.members
      while members.next() {
        key(members.key)
        self.value(members.value)
      }
      endObject()
    }
  }

  private static func write(_ value: Double, into buffer: UnsafeMutableBufferPointer<UInt8>) -> Int
  {
    guard let start = UnsafeMutableRawPointer(buffer.baseAddress) else { return 0 }
    let text = unsafe start.assumingMemoryBound(to: CChar.self)
    // At most 26 characters, and room for ".0".
    var count = unsafe plat_json_write_double(value, text, buffer.count - 2)
    var looksWhole = true
    for index in 0..<count
    where unsafe buffer[index] == UInt8(ascii: ".") || buffer[index] == UInt8(ascii: "e") {
      looksWhole = false
    }
    if looksWhole {
      unsafe buffer[count] = UInt8(ascii: ".")
      unsafe buffer[count + 1] = UInt8(ascii: "0")
      count += 2
    }
    return count
  }

  private mutating func word(_ word: StaticString) {
    separate()
    append(unsafe Span<UInt8>(_unsafeStart: word.utf8Start, count: word.utf8CodeUnitCount))
    needsComma = true
  }
}
