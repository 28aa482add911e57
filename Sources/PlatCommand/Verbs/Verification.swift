import Plat
import PlatJSON
import PlatPlaces
import PlatSnapshot
import PlatStore

/// The result of `plat inspect --verify`: the snapshot, its records, places and swipes.
struct Verification {
  /// The damage found, a sentence each, with its file; empty for an undamaged index.
  let damage: [String]
  private let snapshotDamage: [String]
  private let recordsChangeNumber: UInt64?
  private let hasRecords: Bool

  /// Reads every byte of an index.
  ///
  /// - Parameters:
  ///   - database: The index.
  ///   - isDirectory: Whether it is a directory, with records next to the snapshot.
  init(_ database: ListingsDatabase, isDirectory: Bool) {
    snapshotDamage = (database.refusedSnapshots + database.origin.verify()).map { "\($0)" }
    var others: [String] = []
    var changeNumber: UInt64?
    if isDirectory {
      let (path, change, findings) = database.verifyRecords()
      changeNumber = change
      others = findings.map { "\(path): \($0)" }
      for name in [PlaceStore.name, SwipeDeck.storeName] {
        let path = database.path + "/" + name
        others += (DatabaseCheck.findings(path: path) ?? []).map { "\(path): \($0)" }
      }
    }
    damage = snapshotDamage + others
    recordsChangeNumber = changeNumber
    hasRecords = isDirectory
  }

  /// The lines for people.
  var lines: [String] {
    var lines: [String] = []
    if hasRecords, let recordsChangeNumber {
      lines.append("  records        change number \(recordsChangeNumber)")
    }
    if damage.isEmpty {
      lines.append("  every checksum is right")
    } else {
      lines.append("  \(Counted.text(damage.count, "damaged place"))")
    }
    return lines + damage.map { "    \($0)" }
  }

  /// Writes the members for programs.
  func write(to writer: inout JSONWriter) {
    if hasRecords {
      writer.key("recordsChangeNumber")
      if let recordsChangeNumber { writer.integer(recordsChangeNumber) } else { writer.null() }
    }
    writer.array("damaged") { writer in
      for text in damage { writer.string(text) }
    }
  }
}

/// The error of a damaged index: its first finding.
struct DamagedIndex: Error, CustomStringConvertible {
  let first: String
  let more: Int

  var description: String { more == 0 ? first : "\(first) (and \(more) more; the list is above)" }
}
