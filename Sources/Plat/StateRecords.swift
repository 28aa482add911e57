internal import Records
internal import Snapshot

/// The records that belong to a snapshot: the two together are one state of the index.
///
/// The newest state's records are `records.sqlite`, those of an older state that is kept are `NNNNNN.sqlite` with the
/// number of its snapshot.
enum StateRecords {
  /// The note in which records name the snapshot that they were published with.
  static let note = "snapshot"

  /// What records note of a snapshot.
  static func name(of snapshot: Snapshot) -> String { String(snapshot.identity, radix: 16) }

  /// Whether records and a snapshot are of one state: the records name the snapshot, or, in records without the note, the
  /// change numbers are equal.
  static func fits(_ records: RecordStore, _ snapshot: Snapshot) throws(RecordError) -> Bool {
    if let noted = try records.note(note) { return noted == name(of: snapshot) }
    return try records.changeNumber() == snapshot.changeNumber
  }

  /// Opens the records of a snapshot for reading.
  ///
  /// - Parameters:
  ///   - directory: The index directory.
  ///   - number: The number of the snapshot; nil for one without.
  /// - Throws: ``RecordError/Code/otherState`` when the directory has records of other states only; else why the records
  ///   cannot be read.
  static func open(in directory: String, number: UInt64?, of snapshot: Snapshot) throws(RecordError) -> RecordStore {
    let current = directory + "/" + ListingsDatabase.recordsName
    var reason: RecordError
    do throws(RecordError) {
      let records = try RecordStore.open(path: current, mode: .read)
      if try fits(records, snapshot) { return records }
      let change = try records.changeNumber()
      reason = RecordError(
        .otherState, path: current,
        reason: "the records are of another state, with change number \(change), than the snapshot, with "
          + "\(snapshot.changeNumber)")
    } catch { reason = error }
    guard let number else { throw reason }
    do throws(RecordError) {
      let records = try RecordStore.open(
        path: directory + "/" + SnapshotDirectory.name(of: number, suffix: ".sqlite"), mode: .read)
      if try fits(records, snapshot) { return records }
    } catch {
      if error.code != .notFound { throw error }
    }
    throw reason
  }
}
