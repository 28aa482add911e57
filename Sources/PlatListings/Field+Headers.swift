import PlatJSON

/// Names in a table's header.
extension Field {
  /// Whether an input name stands in for a field when the field's own names are absent.
  public static func standsIn(_ name: String, for field: Field) -> Bool {
    guard let found = meaning(of: FoldedName(name)), found.role == .standIn else { return false }
    return found.index == field.ordinal
  }

  /// The field of a name before a unit, such as `Lot Size` of `Lot Size (acres)`; nil if the name
  /// means neither an area nor an amount.
  public static func measured(_ name: String) -> Field? {
    guard let found = meaning(of: FoldedName(name)), found.role == .field || found.role == .standIn
    else { return nil }
    let field = allFields[found.index]
    return ["square feet", "acres", "dollars"].contains(field.definition.unit) ? field : nil
  }

  /// Whether a text is a unit of an area or an amount.
  public static func isUnit(_ text: String, of field: Field) -> Bool {
    guard !text.isEmpty else { return false }
    let cell = "1 " + text
    return CellNumber(cell.utf8Span.span, for: field, unit: field.definition.unit) != nil
  }
}
