/// The steps of publishing a state of an index and of a rollback, in order.
///
/// A process may end after any step; the directory then opens as one whole state. Tests end the
/// process at a step, or let a step fail.
package enum PublicationStep: String, CaseIterable, Sendable {
  /// The snapshot is whole and on disk under its temporary name.
  case snapshotSealed
  /// The records are whole and on disk, too.
  case recordsSealed
  /// Nobody opens or writes the records.
  case locked
  /// The current records have the name of their state as a second name.
  case recordsKept
  /// The new records have their name; those of the current state are found under the name of their
  /// state.
  case recordsNamed
  /// The new snapshot has its name: the new state is current.
  case snapshotNamed
  /// A snapshot beyond the kept ones is removed; its records are not yet.
  case snapshotRemoved
  /// In a rollback: the newest snapshot is removed; the one before still has its old number.
  case newestRemoved
  /// Leftover files are removed.
  case cleared

  /// Called after each step; it may return an error with which the next step fails.
  @TaskLocal package static var hook: (@Sendable (PublicationStep) -> PlatError?)?

  /// Reports that the step is done.
  func done() throws(PlatError) {
    if let error = Self.hook?(self) { throw error }
  }
}
