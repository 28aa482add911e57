/// The catalogue's definition of one field.
public struct FieldDefinition: Sendable {
  /// The field itself.
  public let field: Field
  /// Input names for this field in addition to its key: RESO Data Dictionary names, and older or
  /// foreign forms of them.
  ///
  /// Each is accepted in PascalCase and in camelCase, like the key. If a record has several of
  /// them, the key takes precedence over the aliases, and these follow in their order here.
  public let aliases: [String]
  /// Names of other RESO fields that stand in if neither the field nor its sources for derivation
  /// are given.
  ///
  /// They stay in the document under their own names.
  public let standIns: [String]
  /// The kind of its values and their limits.
  public let kind: FieldKind
  /// The unit of its values, such as `dollars` or `square feet`; empty if there is none.
  public let unit: String
  /// The storage of its values.
  public let storage: FieldStorage
  /// Its visibility.
  public let visibility: FieldVisibility
  /// One sentence with its meaning.
  public let summary: String
}

/// The kind of values that a field has.
public enum FieldKind: Sendable, Equatable {
  /// Any text with a maximum number of UTF-8 bytes.
  case text(maximumBytes: Int)
  /// One of a closed list of words (RESO lookups), spelled as in this list.
  case lookup([String])
  /// A number stored as `value * scale`, between two values (in the field's unit) and in whole
  /// multiples of `1 / scale`.
  ///
  /// Values with more digits are rounded to the nearest multiple if `rounds` is true, and rejected
  /// if it is false.
  case number(scale: Int64, minimum: Double, maximum: Double, rounds: Bool)
  /// A moment (ISO 8601), stored as whole seconds since 1970-01-01T00:00:00Z; a plain date is
  /// midnight UTC.
  case date
  /// True or false, stored as 1 or 0.
  case flag
  /// An array or an object of any JSON, stored unchanged; photos are converted to one form.
  case json
}

/// The storage of a field, in addition to the whole document in the record store.
public enum FieldStorage: Sendable, Equatable {
  /// In a column of whole numbers.
  case number
  /// In a column of codes with a dictionary of the distinct texts.
  case code
  /// In the column of listing keys.
  case key
  /// In the document only.
  case document
}

/// The visibility of a field.
public enum FieldVisibility: Sendable, Equatable {
  /// Anyone.
  case `public`
  /// Only the owner of the index; never in a public answer.
  case `private`
}
