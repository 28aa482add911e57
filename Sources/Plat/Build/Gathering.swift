internal import PlatCommon
internal import PlatFeeds
internal import PlatIndex
internal import PlatRecords
internal import PlatSnapshot

/// A build in progress: this thread reads listings and another one gathers them; then a snapshot is
/// made of them.
struct Gathering: ~Copyable {
  private let loader: RecordLoader
  private let thread: GatheringThread
  private var builder = IndexBuilder()
  private(set) var feed: FeedSummary?
  private(set) var identities = IdentityCounts()
  private var rejects: RejectsWriter?
  /// The number of stored listings that were taken from the index before.
  private(set) var standing = 0

  init(loader: RecordLoader, options: BuildOptions) throws(PlatError) {
    self.loader = loader
    thread = GatheringThread(loader)
    rejects = try options.rejectsPath.map { (path) throws(PlatError) in
      try part { () throws(FeedError) in try RejectsWriter(path: path) }
    }
  }

  /// Takes all stored listings of an index, hidden ones too, ahead of the inputs.
  ///
  /// A write to the records meanwhile is noticed when the build is published.
  ///
  /// - Throws: ``PlatError/records(_:)`` if a document cannot be read or would not be taken again.
  mutating func take(
    _ before: ListingsDatabase, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) {
    let limit = WorkLimit.current
    var (records, next) = (RecordBatch(), 0)
    while true {
      try part { () throws(WorkEnded) in try limit?.check() }
      let isMore = try part { () throws(StoreError) in
        try before.withRecords { (store) throws(StoreError) in
          var scan = try store.scan(from: next)
          return try scan.next(into: &records)
        }
      }
      guard isMore, let last = records.ordinals.last else { return }
      next = last + 1
      var lines: [UInt8] = []
      lines.reserveCapacity(records.byteCount + records.count)
      for place in 0..<records.count {
        lines += records.documentArray(at: place)
        lines.append(UInt8(ascii: "\n"))
      }
      try take(lines, of: before)
      standing += records.count
      progress(
        BuildProgress(
          step: "reading", listings: standing, bytes: 0, totalBytes: nil))
    }
  }

  /// Takes stored documents, which were normalised before.
  private mutating func take(_ lines: [UInt8], of before: ListingsDatabase) throws(PlatError) {
    var reader = try part { () throws(FeedError) in
      try FeedReader([.bytes(lines, name: before.path)])
    }
    while true {
      let batch = try thread.borrow()
      defer { thread.handIn(batch) }
      guard try part({ () throws(FeedError) in try reader.next(into: &batch.listings) }) else {
        return
      }
      // Nothing that the index holds may get lost.
      if let refusal = batch.listings.refusals.first {
        throw .records(
          StoreError(
            .damaged, path: before.path + "/" + ListingsDatabase.recordsName,
            reason: "a stored document is not taken again: \(refusal)"))
      }
    }
  }

  /// Reads all inputs, refuses an index that is worse than the current one, and starts completing
  /// the records while the snapshot is made.
  ///
  /// - Parameter standing: The number of listings in the current index; nil if there is none.
  mutating func read(
    _ inputs: [FeedInput], _ options: BuildOptions, standing: Int?,
    _ progress: (BuildProgress) -> Void
  ) throws(PlatError) {
    var reader = try part { () throws(FeedError) in try FeedReader(inputs, options: options.feed) }
    defer { feed = reader.summary }
    let limit = WorkLimit.current
    while true {
      try part { () throws(WorkEnded) in try limit?.check() }
      let batch = try thread.borrow()
      defer { thread.handIn(batch) }
      guard try part({ () throws(FeedError) in try reader.next(into: &batch.listings) }) else {
        break
      }
      try part { () throws(FeedError) in try rejects?.write(batch.listings.refusals) }
      progress(
        BuildProgress(
          step: "reading", listings: reader.summary.taken, bytes: batch.listings.bytesRead,
          totalBytes: batch.listings.totalBytes))
    }
    try part { () throws(FeedError) in try rejects?.close() }
    (builder, identities) = try thread.finish()
    try part { () throws(BuildRefusal) in
      try BuildRefusal.check(reader.summary, count: builder.count, standing: standing, options)
    }
    thread.beginCompleting()
  }

  /// The published snapshot and the sizes of the files.
  struct Published {
    var path: String
    var snapshotBytes: Int
    var recordBytes: Int
  }

  /// The number of indexed listings, of those with a position, and of the listings that are stored
  /// and not indexed.
  var counts: (listings: Int, located: Int, hidden: Int) {
    (builder.count, builder.located, builder.hiddenCount)
  }

  /// Makes the snapshot, checks it, and publishes it with the records.
  func publish(
    into directory: SnapshotDirectory, _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) -> Published {
    func report(_ step: String) {
      progress(
        BuildProgress(step: step, listings: builder.count, bytes: feed?.bytes ?? 0, totalBytes: nil)
      )
    }
    var writer = try part { () throws(SnapshotError) in
      try SnapshotWriter(path: try directory.nextPath(), changeNumber: loader.changeNumber)
    }
    try part { () throws(SnapshotError) in
      try builder.write(to: &writer, options: options.clusters, progress: report)
    }
    report("records")
    let sealed: SealedSnapshot
    do throws(SnapshotError) { sealed = try writer.seal() } catch { throw error.whole }
    try PublicationStep.snapshotSealed.done()
    let bytes = try Self.check(sealed)
    let records = try thread.seal(
      mark: StateRecords.mark(identity: sealed.identity, changeNumber: sealed.changeNumber))
    try PublicationStep.recordsSealed.done()
    report("publishing")
    let publication = try Publication(directory, expecting: loader.place)
    let path = try publication.publish(loader, sealed, keeping: max(options.keep, 1))
    return Published(path: path, snapshotBytes: bytes, recordBytes: records.bytes)
  }

  /// Reads every byte of an unpublished snapshot, and opens it as its users will; returns its size
  /// in bytes.
  private static func check(_ sealed: borrowing SealedSnapshot) throws(PlatError) -> Int {
    let path = sealed.temporaryPath
    return try part { () throws(SnapshotError) in
      let snapshot = try Snapshot.open(path: path)
      if let damage = snapshot.verify().first { throw damage }
      _ = try ListingIndex(snapshot)
      return Int(clamping: snapshot.fileLength)
    }
  }

  /// Removes what was written so far.
  func cancel() { thread.cancel() }
}
