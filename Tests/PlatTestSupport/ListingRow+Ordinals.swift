public import PlatIndex

extension Sequence<ListingRow> {
  /// The numbers of the rows in the columns.
  public var ordinals: [Int] { map { Int($0.ordinal) } }
}
