extension ListingIndex {
  /// The slugs with a mark of its key that a build tries for a row whose slug is not unique, in the
  /// order of trying.
  ///
  /// - Parameter plain: The row's slug before a build has made it unique (``plainSlug(_:)``).
  package func markedSlugs(_ row: Int, plain: String) -> [String] {
    let keys = keys
    let key = keys.bytes(at: row)
    return (0...IndexBuilder.rounds).map { round in
      let mark = String(decoding: IndexBuilder.mark(of: key, round), as: UTF8.self)
      return plain.isEmpty ? mark : plain + "-" + mark
    }
  }
}
