/// The steps of publishing a state of an index and of going back to one, in order.
///
/// A process may end after any of them; the directory then opens as one whole state. Tests end the
/// process there, or let the step fail.
package enum PublicationStep: String, CaseIterable, Sendable {
  /// The snapshot is whole and on disk under its temporary name.
  case snapshotSealed
  /// The records are, too.
  case recordsSealed
  /// Nobody opens or writes the records any more.
  case locked
  /// The current records have the name of their state beside their own.
  case recordsKept
  /// The new records have their name; those of the state that stands are found under that of their
  /// state.
  case recordsNamed
  /// The new snapshot has its name: the new state stands.
  case snapshotNamed
  /// A snapshot that is no longer kept is gone, and its records are not.
  case snapshotRemoved
  /// Going back: the newest snapshot is gone, the one before stands under its old number.
  case newestRemoved
  /// Leftovers are gone.
  case cleared

  /// Called after each step; what it gives is the failure of the next one.
  @TaskLocal package static var hook: (@Sendable (PublicationStep) -> PlatError?)?

  /// Says that the step is done.
  func done() throws(PlatError) {
    if let error = Self.hook?(self) { throw error }
  }
}
