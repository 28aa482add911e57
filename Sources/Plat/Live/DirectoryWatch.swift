internal import PlatFiles
internal import PlatSnapshot
internal import Synchronization

/// Decides when an index directory is opened again.
///
/// It compares the name, device, inode, size and time of modification of each snapshot, so that it
/// sees a file that replaces one with the same name, and one that was written to.
final class DirectoryWatch: Sendable {
  private struct State {
    var files: [File]
    /// How many more looks follow, whatever has changed.
    var again = 0
    /// How many looks found the served snapshot changed.
    var damagedLooks = 0
    var news = ""
    var lastNotice: ContinuousClock.Instant?
  }

  private struct File: Equatable {
    var path: String
    var stamp: FileStamp?
  }

  private let path: String
  private let state: Mutex<State>

  /// A file that was refused may have been written to within the clock tick of its last change:
  /// look twice more.
  private static let looksAfterRefusal = 2
  /// With nothing whole to serve, everything is read again this seldom.
  private static let looksWhileDamaged = 10

  init(_ path: String) {
    self.path = path
    state = Mutex(State(files: Self.files(in: path)))
  }

  /// Looks at the names and stamps of the snapshots; whether they are to be opened.
  func look(isServedUnchanged: Bool) -> Bool {
    let files = Self.files(in: path)
    return state.withLock { state in
      defer { state.files = files }
      state.damagedLooks = isServedUnchanged ? 0 : state.damagedLooks + 1
      if state.files != files {
        state.again = Self.looksAfterRefusal
        return true
      }
      if state.again > 0 {
        state.again -= 1
        return true
      }
      return state.damagedLooks % Self.looksWhileDamaged == 1
    }
  }

  /// Remembers the directory as it is now, before it is opened: what changes from now on is seen by
  /// the next look, whoever asked for the opening.
  func remember() {
    let files = Self.files(in: path)
    state.withLock { $0.files = files }
  }

  /// Takes what a look refused: without any, nothing is looked at again; what the system could not
  /// do just now is tried until it can.
  func note(refusals: [SnapshotError]) {
    state.withLock { state in
      if refusals.isEmpty { state.again = 0 }
      if refusals.contains(where: \.isTransient) { state.again = max(state.again, 1) }
    }
  }

  /// Has the directory looked at again, since it could not be read.
  func noteFailure() { state.withLock { $0.again = max($0.again, 1) } }

  /// Whether something is other than what was said last.
  func isNews(_ text: String) -> Bool {
    state.withLock { state in
      defer { state.news = text }
      return state.news != text
    }
  }

  /// Whether a request that has found the snapshot changed may have the directory looked at: once a
  /// second.
  func isDue() -> Bool {
    state.withLock { state in
      let now = ContinuousClock.now
      if let last = state.lastNotice, now - last < .seconds(1) { return false }
      state.lastNotice = now
      return true
    }
  }

  private static func files(in path: String) -> [File] {
    ((try? SnapshotDirectory(path: path).entries()) ?? []).map {
      File(path: $0.path, stamp: FileStamp.of(path: $0.path))
    }
  }
}
