internal import Feeds
internal import Index
internal import Listings
internal import Records
internal import Snapshot

/// A build on its way: listings are read, put into columns, and sent to the record store.
struct Gathering: ~Copyable {
  private let loader: RecordLoader
  private let queue: RecordQueue
  private var builder = IndexBuilder()
  private(set) var feed: FeedSummary?
  private(set) var replaced = 0
  private var rejects: RejectsWriter?

  /// Records are sent on in batches of about this many bytes.
  private static let batchBytes = 1 << 20

  init(loader: RecordLoader, options: BuildOptions) throws(PlatError) {
    self.loader = loader
    queue = RecordQueue(loader)
    rejects = try options.rejectsPath.map { (path) throws(PlatError) in
      try part { () throws(FeedError) in try RejectsWriter(path: path) }
    }
  }

  /// Reads all inputs.
  mutating func read(
    _ inputs: [FeedInput], _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) {
    var reader = try part { () throws(FeedError) in try FeedReader(inputs, options: options.feed) }
    defer { feed = reader.summary }
    var batch = ListingBatch()
    var records = RecordBatch()
    while try part({ () throws(FeedError) in try reader.next(into: &batch) }) {
      try part { () throws(FeedError) in try rejects?.write(batch.refusals) }
      try take(batch, &records)
      progress(
        BuildProgress(step: "reading", listings: builder.count, bytes: batch.bytesRead, totalBytes: batch.totalBytes))
    }
    try part { () throws(FeedError) in try rejects?.close() }
    try send(&records)
  }

  /// Puts a batch of listings into the columns and among the records.
  private mutating func take(_ batch: borrowing ListingBatch, _ records: inout RecordBatch) throws(PlatError) {
    for place in 0..<batch.count {
      let listing = batch.listings[place]
      let (record, isReplacement) = try part { () throws(IndexBuilder.Full) in try builder.add(listing) }
      if isReplacement { replaced += 1 }
      let modified = listing.number(.modificationTimestamp).map { $0 * 1000 }
      records.append(
        ordinal: record, key: listing.bytes(of: .listingKey), document: listing.document.span, modified: modified)
    }
    if records.byteCount > Self.batchBytes { try send(&records) }
  }

  private func send(_ records: inout RecordBatch) throws(PlatError) {
    guard !records.isEmpty else { return }
    try part { () throws(RecordError) in try queue.put(records) }
    records = RecordBatch()
  }

  /// Lets the record store be finished while the snapshot is made.
  func finishRecords() { queue.beginFinish() }

  /// Makes the snapshot beside the old ones and publishes it once the records are.
  func publish(
    _ path: String, _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) -> (listings: Int, located: Int, snapshotBytes: Int, recordBytes: Int) {
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
    let records = try part { () throws(RecordError) in try queue.wait() }
    report("publishing")
    do throws(SnapshotError) { try writer.finish() } catch { throw error.whole }
    let bytes = try part { () throws(SnapshotError) in Int(clamping: try Snapshot.open(path: path).fileLength) }
    return (builder.count, builder.located, bytes, records?.bytes ?? 0)
  }

  /// Removes what was written so far.
  func cancel() { queue.cancel() }
}
