internal import PlatListings
package import PlatSnapshot

extension ListingIndex {
  /// Lays out gathered listings as an index in memory.
  ///
  /// - Parameters:
  ///   - builder: The listings.
  ///   - name: What the index is called in errors.
  ///   - changeNumber: The number of the last change that it holds.
  ///   - options: The cluster options of the snapshot that it is added to.
  /// - Complexity: As `IndexBuilder/write(to:options:progress:)`.
  package convenience init(
    inMemory builder: borrowing IndexBuilder, name: String, changeNumber: UInt64,
    options: ClusterOptions
  ) throws(SnapshotError) {
    var writer = try SnapshotWriter(inMemory: name, changeNumber: changeNumber)
    try builder.write(to: &writer, options: options)
    try self.init(writer.open())
  }
}

extension IndexBuilder {
  /// Writes the rare columns that another index has, so that both have the same ones.
  package mutating func keep(fieldsOf index: ListingIndex) {
    for field in Self.rareFields where index.codes(field) != nil { keptFields.insert(field) }
  }
}

extension Generation {
  /// Whether all parts have the same columns, so that a condition can be asked of each part where
  /// it can be asked of one.
  package var hasSameColumns: Bool {
    IndexBuilder.rareFields.allSatisfy { field in
      parts.allSatisfy { ($0.index.codes(field) == nil) == (base.codes(field) == nil) }
    }
  }
}
