internal import PlatGeometry
internal import PlatIndex
public import PlatJSON
public import PlatListings

extension ListingView {
  /// The public fields that have a column, in catalogue order: the members of a listing in a
  /// search's answer.
  public static let columnFields: [Field] = Field.definitions.filter {
    $0.visibility == .public && $0.storage != .document
  }.map(\.field)

  /// The members of a listing in a search's answer, by the catalogue of fields.
  public static let memberDescriptions: [MemberDescription] =
    columnFields.map(\.memberDescription)
    + [MemberDescription("distanceMeters", .number(), "Distance from `near`.", isRequired: false)]

  /// The members of a listing's public document, by the catalogue of fields; keys that the operator
  /// named may be added.
  public static let documentDescriptions: [MemberDescription] = Field.definitions.filter {
    $0.visibility == .public
  }.map(\.field.memberDescription)

  /// Writes the listing as a JSON object: the fields that have a column and a value, and `slug`;
  /// further members may follow before the caller ends the object.
  public func writeMembers(to writer: inout JSONWriter) {
    for field in Self.columnFields {
      switch field {
      case .listingKey:
        writer.member("listingKey", key)
      case .slug:
        writer.member("slug", slug)
      case .latitude, .longitude:
        guard let position else { continue }
        writer.key(named: field.key)
        field.write(Int64(field == .latitude ? position.latitude : position.longitude), to: &writer)
      default:
        if let stored = stored(field) {
          writer.key(named: field.key)
          field.write(stored, to: &writer)
        } else if let text = index.codes(field)?.text(ordinal) {
          writer.key(named: field.key)
          writer.string(text)
        }
      }
    }
  }
}

extension Field {
  /// The field as a member of a public answer; every listing has a key and a slug.
  fileprivate var memberDescription: MemberDescription {
    let definition = definition
    let unit = definition.unit.isEmpty ? "" : " In \(definition.unit)."
    return MemberDescription(
      key, type(of: definition.kind), definition.summary + unit,
      isRequired: self == .listingKey || self == .slug)
  }

  private func type(of kind: FieldKind) -> JSONType {
    switch kind {
    case .text, .date: .string
    case .lookup(let words): .words(words)
    case .number(let scale, let least, _, _):
      scale == 1 ? .integer(least: Int(least)) : .number()
    case .flag: .boolean
    case .json: .array(of: .named(self == .photos ? "Photo" : "ListingPart"))
    }
  }
}
