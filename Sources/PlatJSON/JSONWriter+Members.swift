/// Writes objects, arrays and members in one call each.
///
/// ```swift
/// writer.object { writer in
///   writer.member("total", 3)
///   writer.member("cursor", ifPresent: cursor)
///   writer.array("names") { writer in for name in names { writer.string(name) } }
/// }
/// ```
///
/// Keys are literals; the variants with `named` take a text.
extension JSONWriter {
  /// Writes an object; the closure writes its members.
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

  /// Writes an object under a key given as a text.
  @inlinable
  public mutating func object<Failure: Error>(
    named key: String, _ members: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(named: key)
    try object(members)
  }

  /// Writes an array; the closure writes its elements.
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

  /// Writes an array under a key given as a text.
  @inlinable
  public mutating func array<Failure: Error>(
    named key: String, _ elements: (inout JSONWriter) throws(Failure) -> Void
  ) throws(Failure) {
    self.key(named: key)
    try array(elements)
  }

  /// Writes the key of the next member, given as a text.
  public mutating func key(named key: String) { self.key(key.utf8Span.span) }

  /// Writes a member.
  @inlinable
  public mutating func member(_ key: StaticString, _ value: some JSONWritable) {
    self.key(key)
    value.writeJSON(to: &self)
  }

  /// Writes a member with a key given as a text.
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

  /// Writes a member with a key given as a text, or nothing for nil.
  @inlinable
  public mutating func member(named key: String, ifPresent value: (some JSONWritable)?) {
    if let value { member(named: key, value) }
  }

  /// Writes a member, or null for nil.
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

  /// Writes a number under a key, rounded to a number of decimal places, without trailing zeros;
  /// null if the number is not finite.
  public mutating func member(_ key: StaticString, _ value: Double, decimals: Int) {
    self.key(key)
    rounded(value, decimals: decimals)
  }

  /// Writes a number rounded to a number of decimal places, without trailing zeros; null if the
  /// number is not finite.
  public mutating func rounded(_ value: Double, decimals: Int) {
    var scaled = value
    for _ in 0..<decimals { scaled *= 10 }
    guard let whole = Int64(exactly: scaled.rounded()) else { return null() }
    fixed(whole, decimals: decimals)
  }

  /// Writes a number under a key, rounded to hundredths, without trailing zeros; null for nil.
  public mutating func member(_ key: StaticString, hundredths value: Double?) {
    self.key(key)
    hundredths(value)
  }

  /// Writes a number rounded to hundredths, without trailing zeros; null for nil.
  ///
  /// It scales in one step, ``rounded(_:decimals:)`` by tens: halves of a hundredth may differ.
  public mutating func hundredths(_ value: Double?) {
    guard let value, let whole = Int64(exactly: (value * 100).rounded()) else { return null() }
    if whole % 100 == 0 { integer(whole / 100) } else { double(Double(whole) / 100) }
  }

  /// Writes a fraction from 0 to 1 under a key, with at most four digits.
  public mutating func member(_ key: StaticString, share value: Double) {
    self.key(key)
    share(value)
  }

  /// Writes a fraction from 0 to 1, with at most four digits.
  public mutating func share(_ value: Double) {
    double((value * 10_000).rounded() / 10_000)
  }

  /// Writes a number under a key, as an integer if it is whole; nothing for nil.
  public mutating func member(_ key: StaticString, shortest value: Double?) {
    guard let value else { return }
    self.key(key)
    shortest(value)
  }

  /// Writes a number, as an integer if it is whole.
  public mutating func shortest(_ value: Double) {
    if let whole = Int64(exactly: value) { integer(whole) } else { double(value) }
  }
}
