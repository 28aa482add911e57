package import PlatCommon

/// The steps of a write and of a merge, in order.
///
/// A process may end after any step: what was acknowledged is there when the index is opened again,
/// and no batch is there by half. Tests end the process at a step, let a step fail, or write while
/// a merge stands at one.
package enum LiveStep: String, CaseIterable, Sendable {
  /// The batches of a commit were read and checked.
  case prepared
  /// They are written and not committed.
  case committing
  /// They are on disk and not shown.
  case committed
  /// They are shown and not acknowledged.
  case shown
  /// A merge has taken the listings that it merges.
  case mergeBegun
  /// The merged snapshot is whole and on disk under its temporary name.
  case mergeSealed
  /// It was read back.
  case mergeVerified
  /// The records note that they belong to it.
  case mergeNoted
  /// It has its name: whoever opens the index reads it.
  case mergeNamed
  /// The writer goes on over it.
  case mergeShown
  /// A snapshot that nobody needs any more is removed.
  case mergeCleared

  /// Called after each step; a number other than 0 is the error of the system with which the step
  /// fails.
  @TaskLocal package static var hook: (@Sendable (LiveStep) -> Int32)?

  /// Reports that the step is done.
  package func done() throws(SystemError) {
    guard let hook = Self.hook else { return }
    let number = hook(self)
    if number != 0 { throw SystemError(rawValue, path: "", number: number) }
  }
}
