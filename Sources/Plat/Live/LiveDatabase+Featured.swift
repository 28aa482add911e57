public import PlatLive

extension LiveDatabase {
  /// Shows the listing with a key before others, or no longer.
  ///
  /// - Parameters:
  ///   - key: The listing's key.
  ///   - isFeatured: Whether it is shown before others from now on.
  ///   - order: Its place among those; nil leaves the place that it has. A listing that is no
  ///     longer featured loses its place.
  @discardableResult
  public func setFeatured(
    _ key: String, to isFeatured: Bool, order: Int? = nil
  ) throws(PlatError) -> WriteReceipt {
    try write([.setFeatured(key: key, to: isFeatured, order: order)])
  }

  /// Features listings and gives each its place, all or none.
  ///
  /// Featured listings that are not named keep their places.
  @discardableResult
  public func reorderFeatured(
    _ places: [(key: String, order: Int)]
  ) throws(PlatError) -> WriteReceipt {
    try write(places.map { .setFeatured(key: $0.key, to: true, order: $0.order) })
  }
}
