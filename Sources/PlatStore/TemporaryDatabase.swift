import PlatCommon
package import PlatFiles

// New databases that get their final name at the end.
extension TemporaryFile {
  /// The suffixes of the files that SQLite may keep next to a database under construction.
  private static let databaseCompanions = ["-journal"] + StoreConnection.companions

  /// Makes the temporary file of a database.
  ///
  /// - Parameter store: The final path of the database.
  package static func database(for store: String) throws(StoreError) -> TemporaryFile {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try TemporaryFile(for: store, companions: databaseCompanions)
    }
  }

  /// Removes the temporary databases that a crash left for a store.
  ///
  /// A database that is being written is locked and stays.
  package static func removeLeftoverDatabases(for store: String) {
    let (directory, name) = FilePath.split(store)
    _ = try? removeLeftovers(in: directory, companions: databaseCompanions) { $0 == name }
  }
}
