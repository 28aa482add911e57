internal import PlatGeometry
internal import PlatIndex
public import PlatJSON
public import PlatListings

extension ListingView {
  /// The public fields that have a column, in the order of the catalogue: what a search returns of
  /// each listing.
  public static let columnFields: [Field] = Field.definitions.filter {
    $0.visibility == .public && $0.storage != .document
  }.map(\.field)

  /// Writes the listing as a JSON object: the fields that have a column and a value, and `slug`;
  /// further members may follow before the caller ends the object.
  public func writeMembers(to writer: inout JSONWriter) {
    for field in Self.columnFields {
      switch field {
      case .listingKey:
        writer.key(field)
        writer.string(key)
      case .slug:
        writer.key(field)
        writer.string(slug)
      case .latitude, .longitude:
        guard let position else { continue }
        writer.key(field)
        field.write(Int64(field == .latitude ? position.latitude : position.longitude), to: &writer)
      default:
        if let stored = stored(field) {
          writer.key(field)
          field.write(stored, to: &writer)
        } else if let text = index.codes(field)?.text(row) {
          writer.key(field)
          writer.string(text)
        }
      }
    }
  }
}

extension JSONWriter {
  /// Writes the key of a field.
  mutating func key(_ field: Field) {
    var key = field.key
    key.withUTF8 { self.key(unsafe Span(_unsafeElements: $0)) }
  }
}
