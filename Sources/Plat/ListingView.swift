public import PlatGeometry
public import PlatIndex
internal import PlatJSON
public import PlatListings
internal import PlatSnapshot

/// One listing of an index, read where it lies: each property reads its own column and nothing
/// else.
///
/// A view is two words and keeps the index alive. What the columns do not hold is in the whole
/// document (``ListingsDatabase/document(of:)``).
public struct ListingView: Sendable {
  /// The index that holds the listing.
  public let index: ListingIndex
  /// Its row there.
  public let row: Int

  init(index: ListingIndex, row: Int) {
    self.index = index
    self.row = row
  }

  /// The listing key.
  public var key: String { index.keys.string(at: row) }

  /// The position, or nil where it has none.
  public var position: Coordinate? { index.position(row) }

  /// The stored number of a number, date or flag field that has a column; nil where it is missing.
  public func stored(_ field: Field) -> Int64? { index.numbers(field)?.value(row) }

  /// The number of a field in its unit; nil where it is missing or has no column.
  public func value(_ field: Field) -> Double? {
    if field == .latitude { return position?.latitudeDegrees }
    if field == .longitude { return position?.longitudeDegrees }
    return stored(field).map { Double($0) / Double(field.scale) }
  }

  /// The text of a field that has a column of texts; nil where it is missing.
  public func text(_ field: Field) -> String? {
    if field == .listingKey { return key }
    if field == .slug { return slug }
    return index.codes(field)?.text(row)
  }

  /// The listing's part of a web address: the one that it was given, or the one made of its address
  /// and key.
  public var slug: String {
    if let given = index.codes(.slug)?.text(row) { return given }
    return Slug.make(
      streetNumber: text(.streetNumber) ?? "", streetName: text(.streetName) ?? "",
      city: text(.city) ?? "",
      listingKey: key)
  }

  /// The street address in one line, without the city; empty where there is none.
  public var streetAddress: String {
    let parts = [Field.streetNumber, .streetDirPrefix, .streetName, .streetSuffix].compactMap {
      text($0)
    }
    let unit = text(.unitNumber).map { " #\($0)" } ?? ""
    return parts.joined(separator: " ") + unit
  }
}
