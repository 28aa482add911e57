/// Objects, arrays and members, each in one call.
///
/// ```swift
/// writer.object { writer in
///   writer.member("total", 3)
///   writer.member("cursor", ifPresent: cursor)
///   writer.array("names") { writer in for name in names { writer.string(name) } }
/// }
/// ```
///
/// Keys are literals; the twins with `named` take a text.
extension JSONWriter {
  /// Writes an object whose members the closure writes.
  @inlinable
  public mutating func object<Failure: Error>(
    _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginObject()
    try members(&self)
    endObject()
  }

  /// Writes an object under a key.
  @inlinable
  public mutating func object<Failure: Error>(
    _ key: StaticString, _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try object(members)
  }

  /// Writes an object under a key that is a text.
  @inlinable
  public mutating func object<Failure: Error>(
    named key: String, _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(named: key)
    try object(members)
  }

  /// Writes an array whose elements the closure writes.
  @inlinable
  public mutating func array<Failure: Error>(
    _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    beginArray()
    try elements(&self)
    endArray()
  }

  /// Writes an array under a key.
  @inlinable
  public mutating func array<Failure: Error>(
    _ key: StaticString, _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(key)
    try array(elements)
  }

  /// Writes an array under a key that is a text.
  @inlinable
  public mutating func array<Failure: Error>(
    named key: String, _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(named: key)
    try array(elements)
  }

  /// Writes the key of the next member, which is a text.
  public mutating func key(named key: String) { self.key(key.utf8Span.span) }

  /// Writes a member.
  @inlinable
  public mutating func member(_ key: StaticString, _ value: some JSONWritable) {
    self.key(key)
    value.writeJSON(to: &self)
  }

  /// Writes a member whose key is a text.
  @inlinable
  public mutating func member(named key: String, _ value: some JSONWritable) {
    self.key(named: key)
    value.writeJSON(to: &self)
  }

  /// Writes a member, or nothing for nil.
  @inlinable
  public mutating func member(_ key: StaticString, ifPresent value: (some JSONWritable)?) {
    if let value { member(key, value) }
  }

  /// Writes a member whose key is a text, or nothing for nil.
  @inlinable
  public mutating func member(named key: String, ifPresent value: (some JSONWritable)?) {
    if let value { member(named: key, value) }
  }

  /// Writes a member, null for nil.
  @inlinable
  public mutating func member(_ key: StaticString, orNull value: (some JSONWritable)?) {
    self.key(key)
    if let value { value.writeJSON(to: &self) } else { null() }
  }

  // MARK: Numbers in members

  /// Writes `value / 10^decimals` under a key, exactly and without trailing zeros.
  public mutating func member(_ key: StaticString, fixed value: Int64, decimals: Int) {
    self.key(key)
    fixed(value, decimals: decimals)
  }

  /// Writes a number under a key, rounded to so many decimal places, without trailing zeros; null
  /// for a number that is not finite.
  public mutating func member(_ key: StaticString, _ value: Double, decimals: Int) {
    self.key(key)
    rounded(value, decimals: decimals)
  }

  /// Writes a number rounded to so many decimal places, without trailing zeros; null for a number
  /// that is not finite.
  public mutating func rounded(_ value: Double, decimals: Int) {
    var scaled = value
    for _ in 0..<decimals { scaled *= 10 }
    guard let whole = Int64(exactly: scaled.rounded()) else { return null() }
    fixed(whole, decimals: decimals)
  }

  /// Writes a number under a key in hundredths, without trailing zeros; null for nil.
  public mutating func member(_ key: StaticString, hundredths value: Double?) {
    self.key(key)
    hundredths(value)
  }

  /// Writes a number in hundredths, without trailing zeros; null for nil.
  ///
  /// It scales in one step, ``rounded(_:decimals:)`` by tens: halves of a hundredth may differ.
  public mutating func hundredths(_ value: Double?) {
    guard let value, let whole = Int64(exactly: (value * 100).rounded()) else { return null() }
    if whole % 100 == 0 { integer(whole / 100) } else { double(Double(whole) / 100) }
  }

  /// Writes a share from 0 to 1 under a key, with at most four digits.
  public mutating func member(_ key: StaticString, share value: Double) {
    self.key(key)
    share(value)
  }

  /// Writes a share from 0 to 1, with at most four digits.
  public mutating func share(_ value: Double) {
    double((value * 10_000).rounded() / 10_000)
  }

  /// Writes a number under a key, without a fraction where it has none; nothing for nil.
  public mutating func member(_ key: StaticString, shortest value: Double?) {
    guard let value else { return }
    self.key(key)
    shortest(value)
  }

  /// Writes a number, without a fraction where it has none.
  public mutating func shortest(_ value: Double) {
    if let whole = Int64(exactly: value) { integer(whole) } else { double(value) }
  }
}
