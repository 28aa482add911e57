internal import PlatListings

/// Encodes the same members as a search's JSON, for encoders such as Foundation's `JSONEncoder`.
extension ListingView: Encodable {
  /// Encodes the public fields that have a column and a value, and `slug`, under their keys.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.container(keyedBy: ListingMemberKey.self)
    for field in Self.columnFields {
      let key = ListingMemberKey(stringValue: field.key)
      if let text = text(field) {
        try container.encode(text, forKey: key)
      } else if let number = value(field) {
        switch field.definition.kind {
        case .flag: try container.encode(number != 0, forKey: key)
        case .date: try container.encode(field.plainText(of: Int64(number)), forKey: key)
        default: try container.encode(number, forKey: key)
        }
      }
    }
  }
}

extension SearchHit: Encodable {
  /// Encodes the listing's members, and `distanceMeters` if there is a distance.
  public func encode(to encoder: any Encoder) throws {
    try listing.encode(to: encoder)
    guard let distance else { return }
    var container = encoder.container(keyedBy: ListingMemberKey.self)
    // Rounded to millimetres, as in a search's JSON.
    let rounded = (distance * 1_000).rounded() / 1_000
    try container.encode(rounded, forKey: ListingMemberKey(stringValue: "distanceMeters"))
  }
}

/// The key of a listing's member.
private struct ListingMemberKey: CodingKey {
  let stringValue: String
  var intValue: Int? { nil }

  init(stringValue: String) { self.stringValue = stringValue }
  init?(intValue: Int) { nil }
}
