internal import Feeds
internal import Index
internal import Records
internal import Snapshot

/// A build on its way: listings are read on this thread and gathered on another; then a snapshot is made of them.
struct Gathering: ~Copyable {
  private let loader: RecordLoader
  private let thread: GatheringThread
  private var builder = IndexBuilder()
  private(set) var feed: FeedSummary?
  private(set) var replaced = 0
  private var rejects: RejectsWriter?

  init(loader: RecordLoader, options: BuildOptions) throws(PlatError) {
    self.loader = loader
    thread = GatheringThread(loader)
    rejects = try options.rejectsPath.map { (path) throws(PlatError) in
      try part { () throws(FeedError) in try RejectsWriter(path: path) }
    }
  }

  /// Reads all inputs, and lets the records be published while the snapshot is made.
  mutating func read(
    _ inputs: [FeedInput], _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) {
    var reader = try part { () throws(FeedError) in try FeedReader(inputs, options: options.feed) }
    defer { feed = reader.summary }
    while true {
      let batch = try thread.borrow()
      defer { thread.handIn(batch) }
      guard try part({ () throws(FeedError) in try reader.next(into: &batch.listings) }) else { break }
      try part { () throws(FeedError) in try rejects?.write(batch.listings.refusals) }
      progress(
        BuildProgress(
          step: "reading", listings: reader.summary.taken, bytes: batch.listings.bytesRead,
          totalBytes: batch.listings.totalBytes))
    }
    try part { () throws(FeedError) in try rejects?.close() }
    (builder, replaced) = try thread.finish()
    thread.beginPublishing()
  }

  /// Makes the snapshot beside the old ones and publishes it once the records are.
  func publish(
    _ path: String, _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) -> (hidden: Int, listings: Int, located: Int, snapshotBytes: Int, recordBytes: Int) {
    func report(_ step: String) {
      progress(BuildProgress(step: step, listings: builder.count, bytes: feed?.bytes ?? 0, totalBytes: nil))
    }
    var writer = try part { () throws(SnapshotError) in
      try SnapshotWriter(path: path, changeNumber: loader.changeNumber)
    }
    try part { () throws(SnapshotError) in
      try builder.write(to: &writer, options: options.clusters, progress: report)
    }
    report("records")
    let recordBytes = try thread.waitForRecords()
    report("publishing")
    do throws(SnapshotError) { try writer.finish() } catch { throw error.whole }
    let bytes = try part { () throws(SnapshotError) in Int(clamping: try Snapshot.open(path: path).fileLength) }
    return (builder.hiddenCount, builder.count, builder.located, bytes, recordBytes)
  }

  /// Removes what was written so far.
  func cancel() { thread.cancel() }
}
