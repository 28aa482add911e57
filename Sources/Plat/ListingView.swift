public import PlatGeometry
public import PlatIndex
internal import PlatJSON
public import PlatListings
internal import PlatSnapshot

/// One listing of a generation, read from the columns: each property reads only its own column.
///
/// A view is three words and keeps the generation alive. All other members are in the whole
/// document (`ListingsDatabase.document(of:)`).
public struct ListingView: Sendable {
  /// The generation that holds the listing.
  public let generation: Generation
  /// The number of its row in the columns of its part.
  package let ordinal: Int
  /// The place of its part among the generation's.
  private let part: Int

  /// The listing with an ordinal of a generation.
  package init(_ generation: Generation, _ ordinal: Int) {
    self.generation = generation
    part = generation.isWhole ? 0 : generation.place(of: ordinal)
    self.ordinal = ordinal - generation.parts[part].start
  }

  /// The listing's row in the generation.
  public var row: ListingRow { generation.row(generation.parts[part].start + ordinal) }

  /// The index of its part.
  package var index: ListingIndex { generation.parts[part].index }

  /// The listing key.
  public var key: String { index.keys.string(at: ordinal) }

  /// The position; nil if it is missing.
  public var position: Coordinate? { index.position(ordinal) }

  /// The stored number of a number, date or flag field with a column; nil if it is missing.
  public func stored(_ field: Field) -> Int64? { index.numbers(field)?.value(ordinal) }

  /// The number of a field in its unit; nil if it is missing or has no column.
  public func value(_ field: Field) -> Double? {
    if field == .latitude { return position?.latitudeDegrees }
    if field == .longitude { return position?.longitudeDegrees }
    return stored(field).map { Double($0) / Double(field.scale) }
  }

  /// The text of a field with a column of texts; nil if it is missing.
  public func text(_ field: Field) -> String? {
    if field == .listingKey { return key }
    if field == .slug { return slug }
    return index.codes(field)?.text(ordinal)
  }

  /// The listing's part of a URL: the given one, or one made of its address and key.
  public var slug: String {
    if let given = index.codes(.slug)?.text(ordinal) { return given }
    return Slug.make(
      streetNumber: text(.streetNumber) ?? "", streetName: text(.streetName) ?? "",
      city: text(.city) ?? "",
      listingKey: key)
  }

  /// The street address in one line, without the city; empty if it is missing.
  public var streetAddress: String { index.streetAddress(ordinal) }
}
