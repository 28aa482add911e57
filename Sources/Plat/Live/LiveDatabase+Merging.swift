internal import PlatCommon
internal import PlatFiles
internal import PlatIndex
internal import PlatLive
internal import PlatSnapshot
internal import Synchronization

extension LiveDatabase {
  /// Writes the listings as they are as a new snapshot.
  ///
  /// Reads and writes go on meanwhile; what is written meanwhile lies over the new snapshot when
  /// this returns. The answers stay the same. Another thread's merge is waited for. The first call
  /// locks the index for this process.
  ///
  /// - Returns: What was done; nil where nothing was written since the newest snapshot.
  /// - Throws: ``PlatError/write(_:)`` where another process writes,
  ///   ``PlatError/file(path:reason:)`` where a build runs, ``PlatError/snapshot(_:)`` where the
  ///   disk has no room or fails. Then everything is as it was.
  /// - Complexity: As long as a build takes to lay the listings out: about 0.3 s for 42,000. Needs
  ///   room on the disk for a second snapshot and 64 MB more.
  @discardableResult
  public func merge() throws(PlatError) -> MergeSummary? {
    try merge(try startWriting())
  }

  /// The state of merges.
  public var mergeState: MergeState {
    var state = merger.state
    let writer = session.withLock { $0?.writer }
    state.changeNumber = current.changeNumber
    state.snapshotChangeNumber = current.origin.changeNumber
    if let writer { state.unmerged = writer.unmerged }
    return state
  }

  /// Merges what a session has written.
  func merge(_ session: WritingSession) throws(PlatError) -> MergeSummary? {
    let result: Result<MergeSummary?, PlatError> = merging.withLock { _ in
      do throws(PlatError) {
        return .success(try mergeAlone(session))
      } catch {
        session.writer.abandonMerge()
        return .failure(error)
      }
    }
    return try result.get()
  }

  private func mergeAlone(_ session: WritingSession) throws(PlatError) -> MergeSummary? {
    let began = ContinuousClock.now
    let origin = session.origin
    guard session.writer.generation.changeNumber > origin.changeNumber else { return nil }
    let lock: FileLock?
    do throws(SystemError) {
      lock = try FileLock.attempt(path + "/" + StateRecords.mergeLockName)
    } catch {
      throw .file(path: error.path, reason: error.description)
    }
    guard let lock else {
      throw .file(path: path, reason: "a build of this index runs; merge when it has ended")
    }
    defer { lock.release() }
    merger.note(isMerging: true)
    defer { merger.note(isMerging: false) }
    let unmerged = session.writer.unmerged.count
    let generation = session.writer.beginMerge()
    try? LiveStep.mergeBegun.done()
    let merge = SnapshotMerge(
      directory: SnapshotDirectory(path: path), records: session.records, origin: origin)
    let sealed = try merge.seal(generation)
    // Nobody opens the new snapshot by itself before the writer goes on over it.
    let index = try refreshing.withLock { _ -> Result<ListingIndex, PlatError> in
      do throws(PlatError) {
        let index = try merge.publish(sealed)
        session.writer.finishMerge(onto: index)
        show(session)
        return .success(index)
      } catch {
        return .failure(error)
      }
    }.get()
    try? LiveStep.mergeShown.done()
    merge.clear()
    let seconds = (ContinuousClock.now - began) / .seconds(1)
    merger.noteMerge(seconds: seconds)
    return MergeSummary(
      snapshotPath: index.snapshot.path, snapshotBytes: Int(clamping: index.snapshot.fileLength),
      listings: index.rows, changeNumber: index.snapshot.changeNumber, changes: unmerged,
      seconds: seconds)
  }

  /// Merges where the policy says so; called by the thread of merges.
  func mergeIfDue() {
    guard let session = session.withLock({ $0 }), merger.isDue(session.writer.unmerged) else {
      return
    }
    do throws(PlatError) {
      _ = try merge(session)
      session.writer.leaveMergesToDisk(true)
    } catch {
      // Until one succeeds, written listings are merged in memory.
      session.writer.leaveMergesToDisk(false)
      if merger.noteFailure(error) { send(.failed(error)) }
    }
  }

  /// Holds a writer up while written listings take much memory and a merge is on its way.
  func waitForRoom(_ session: WritingSession) {
    guard let policy = merger.policy else { return }
    while true {
      let bytes = session.writer.unmerged.bytes
      guard bytes > policy.memory / 2, merger.canMerge, !isStopped else { return }
      merger.wake()
      if let delay = policy.delay(at: bytes) {
        usleep(UInt32(clamping: Int(delay / .microseconds(1))))
        return
      }
      usleep(2_000)
    }
  }
}
