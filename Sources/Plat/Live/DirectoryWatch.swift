internal import PlatFiles
internal import PlatSnapshot
internal import Synchronization

/// Decides when to open an index directory again.
///
/// It compares the name, device, inode, size and modification time of each snapshot, so it notices
/// a file that replaces one with the same name, and a file that was written to.
final class DirectoryWatch: Sendable {
  private struct State {
    var files: [File]
    /// The number of further looks that open the directory even if it has not changed.
    var again = 0
    /// The number of looks in a row that found the served snapshot changed.
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

  /// A refused file may have been written to within the clock tick of its last change, so look
  /// twice more.
  private static let looksAfterRefusal = 2
  /// With no whole snapshot to serve, all files are read again once in this number of looks.
  private static let looksWhileDamaged = 10

  init(_ path: String) {
    self.path = path
    state = Mutex(State(files: Self.files(in: path)))
  }

  /// Compares the names and stamps of the snapshots; returns whether to open them.
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

  /// Stores the current stamps before the directory is opened: the next look sees all later
  /// changes, whatever caused the opening.
  func remember() {
    let files = Self.files(in: path)
    state.withLock { $0.files = files }
  }

  /// Takes the refusals of a look: with none, no further looks follow; a transient system error is
  /// retried until it clears.
  func note(refusals: [SnapshotError]) {
    state.withLock { state in
      if refusals.isEmpty { state.again = 0 }
      if refusals.contains(where: \.isTransient) { state.again = max(state.again, 1) }
    }
  }

  /// Makes the next look open the directory again, because it could not be read.
  func noteFailure() { state.withLock { $0.again = max($0.again, 1) } }

  /// Whether a text differs from the last one.
  func isNews(_ text: String) -> Bool {
    state.withLock { state in
      defer { state.news = text }
      return state.news != text
    }
  }

  /// Whether a request that found the snapshot changed may trigger a look: once a second.
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
