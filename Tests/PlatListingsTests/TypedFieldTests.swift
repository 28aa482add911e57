import PlatListings
import Testing

/// The typed fields against the catalogue.
@Suite(.timeLimit(.minutes(30))) struct TypedFieldTests {
  private func keys(_ isWanted: (FieldDefinition) -> Bool) -> Set<String> {
    Set(Field.definitions.filter(isWanted).map(\.field.key))
  }

  private func isNumber(_ kind: FieldKind) -> Bool {
    if case .number = kind { true } else { false }
  }

  @Test func eachSearchableFieldHasOneTypedForm() {
    let numbers = Set(Field.Number.allCases.map(\.rawValue))
    #expect(
      numbers
        == keys { $0.storage == .number && isNumber($0.kind) }.subtracting([
          "latitude", "longitude",
        ]))
    let dates = Set(Field.Date.allCases.map(\.rawValue))
    #expect(dates == keys { $0.storage == .number && $0.kind == .date })
    let flags = Set(Field.Flag.allCases.map(\.rawValue))
    #expect(flags == keys { $0.storage == .number && $0.kind == .flag })
    // Slugs are looked up by `listing(slug:)`.
    let texts = Set(Field.Text.allCases.map(\.rawValue))
    #expect(texts == keys { $0.storage == .code }.subtracting(["slug"]))
  }

  @Test func eachTypedFieldIsTheFieldOfItsName() {
    for field in Field.Number.allCases { #expect(field.field.key == field.rawValue) }
    for field in Field.Date.allCases { #expect(field.field.key == field.rawValue) }
    for field in Field.Flag.allCases { #expect(field.field.key == field.rawValue) }
    for field in Field.Text.allCases { #expect(field.field.key == field.rawValue) }
  }
}
