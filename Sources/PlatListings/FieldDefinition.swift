/// What the catalogue knows of one field.
public struct FieldDefinition: Sendable {
  /// The field itself.
  public let field: Field
  /// Names that mean this field on input besides its key: RESO Data Dictionary names and their
  /// older or foreign forms.
  ///
  /// Each is taken in PascalCase and in camelCase, as the key is. Where several are given, the key
  /// counts before the aliases and these in their order here.
  public let aliases: [String]
  /// Names of other RESO fields that stand in where neither the field nor what it can be derived
  /// from is given.
  ///
  /// They stay in the document under their own names.
  public let standIns: [String]
  /// What its values are and which of them can be.
  public let kind: FieldKind
  /// The unit of its values, such as `dollars` or `square feet`; empty where it has none.
  public let unit: String
  /// Where the engine keeps it.
  public let storage: FieldStorage
  /// Who may see it.
  public let visibility: FieldVisibility
  /// One sentence that says what it means.
  public let summary: String
}

/// The values that a field takes.
public enum FieldKind: Sendable, Equatable {
  /// Any text of at most so many UTF-8 bytes.
  case text(maximumBytes: Int)
  /// One of a closed list of words (RESO lookups), spelled as here.
  case lookup([String])
  /// A number kept as `value * scale`, between two values (in the field's unit) and in whole
  /// multiples of `1 / scale`.
  ///
  /// Values with more digits are rounded to the nearest multiple where `rounds` is true, and
  /// refused where it is false.
  case number(scale: Int64, minimum: Double, maximum: Double, rounds: Bool)
  /// A moment (ISO 8601), kept as whole seconds since 1970-01-01T00:00:00Z; a date alone is
  /// midnight UTC.
  case date
  /// True or false, kept as 1 or 0.
  case flag
  /// An array or an object of any JSON: kept as it came. Photos are brought into one form.
  case json
}

/// Where the engine keeps a field besides the whole document in the record store.
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

/// Who may see a field.
public enum FieldVisibility: Sendable, Equatable {
  /// Anyone.
  case `public`
  /// Only whoever holds the index itself; never in a public answer.
  case `private`
}
