internal import Plat

extension Problem {
  /// The kind of a document that does not match its checksum.
  static let damagedDocument = "damaged-document"

  /// The snapshot changed while the answer was made.
  static let damagedSnapshot = Problem(
    503, "damaged-snapshot", "Service Unavailable",
    "the file of the index has changed while it was being read; ask again in a second",
    retrySeconds: 1)

  /// The problem of an unreadable document.
  ///
  /// It does not reveal paths.
  static func records(_ error: StoreError) -> Problem {
    switch error.code {
    case .damagedDocument:
      Problem(500, damagedDocument, "Damaged document", error.reason)
    case .damaged, .notADatabase, .otherDatabase, .tooNew:
      Problem(
        500, "damaged-records", "Damaged records",
        """
        the records of the index cannot be read (\(error.code.rawValue)); searches and the map \
        are answered as before
        """
      )
    case .otherState:
      Problem(
        503, "no-records", "Documents unavailable",
        """
        the records of this state of the index are missing; searches and the map are answered as \
        before
        """,
        retrySeconds: 5)
    default:
      Problem(
        503, "no-records", "Documents unavailable",
        """
        the records of the index cannot be read (\(error.code.rawValue)); searches and the map \
        are answered as before
        """,
        retrySeconds: 5)
    }
  }
}
