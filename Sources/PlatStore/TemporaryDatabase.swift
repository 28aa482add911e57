import PlatCommon
package import PlatFiles

// Databases that are made anew and get their name at the end.
extension TemporaryFile {
  /// The suffixes of the files that SQLite may keep beside a database that is being made.
  private static let databaseCompanions = ["-journal"] + StoreConnection.companions

  /// Makes the temporary file of a database.
  ///
  /// - Parameter store: The path that the database is meant for.
  package static func database(for store: String) throws(StoreError) -> TemporaryFile {
    try rethrowing(as: StoreError.init) { () throws(SystemError) in
      try TemporaryFile(for: store, companions: databaseCompanions)
    }
  }

  /// Removes the temporary databases for a store that a crash has left; those that are being
  /// written are locked and stay.
  package static func removeLeftoverDatabases(for store: String) {
    let (directory, name) = FilePath.split(store)
    _ = try? removeLeftovers(in: directory, companions: databaseCompanions) { $0 == name }
  }
}
