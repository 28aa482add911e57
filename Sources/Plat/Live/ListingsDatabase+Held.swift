internal import PlatRecords
internal import PlatStore

extension ListingsDatabase {
  /// The whole document of the listing with a key as the records hold it now, private members
  /// included, and the number of its last change; nil where no listing has the key.
  ///
  /// A listing that the public does not see is found too.
  ///
  /// - Throws: ``PlatError/records(_:)`` if the records cannot be read or the document is damaged.
  package func heldListing(
    key: String
  ) throws(PlatError) -> (document: [UInt8], change: UInt64)? {
    try part { () throws(StoreError) in
      try withRecords { (records) throws(StoreError) in
        try records.record(key: key).map { ($0.document, $0.change) }
      }
    }
  }

  /// How many listings were written since the snapshot, and how many of its rows are gone.
  package var writtenSize: (listings: Int, removed: Int) {
    let written = state.parts.dropFirst().reduce(0) { $0 + $1.index.rows }
    return (written, state.parts[0].removed.count)
  }
}
