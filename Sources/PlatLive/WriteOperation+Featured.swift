internal import PlatJSON

extension WriteOperation {
  /// Shows the listing with a key before others, or no longer.
  ///
  /// - Parameters:
  ///   - order: Its place among those; nil leaves the place that it has. A listing that is no
  ///     longer featured loses its place.
  public static func setFeatured(
    key: String, to isFeatured: Bool, order: Int? = nil, if condition: WriteCondition = .none
  ) -> WriteOperation {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("isFeatured", isFeatured)
      if !isFeatured {
        writer.key("featuredOrder")
        writer.null()
      } else {
        writer.member("featuredOrder", ifPresent: order)
      }
    }
    return .patch(key: key, document: writer.bytes, if: condition)
  }
}
