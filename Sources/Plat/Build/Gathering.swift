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
  private(set) var feed = FeedSummary()
  private(set) var replaced = 0
  private var rejects: RejectsFile?

  /// Records are sent on in batches of about this many bytes.
  private static let batchBytes = 1 << 20

  init(loader: RecordLoader, options: BuildOptions) throws(PlatError) {
    self.loader = loader
    queue = RecordQueue(loader)
    do throws(FeedError) { rejects = try options.rejectsPath.map { (path) throws(FeedError) in try RejectsFile(path: path) } }
    catch { throw .feed(error) }
  }

  /// Reads all inputs.
  mutating func read(
    _ inputs: [FeedInput], _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) {
    do throws(FeedError) {
      var reader = try FeedReader(inputs, options: options.feed)
      defer { feed = reader.summary }
      var batch = ListingBatch()
      var records = RecordBatch()
      while try reader.next(into: &batch) {
        try rejects?.write(batch.refusals)
        try take(batch, &records)
        progress(
          BuildProgress(step: "reading", listings: builder.count, bytes: batch.bytesRead, totalBytes: batch.totalBytes))
      }
      try rejects?.close()
      try send(&records)
    } catch {
      throw .feed(error)
    }
  }

  /// Puts a batch of listings into the columns and among the records.
  private mutating func take(_ batch: borrowing ListingBatch, _ records: inout RecordBatch) throws(PlatError) {
    for place in 0..<batch.count {
      let (record, isReplacement): (Int, Bool)
      do throws(IndexBuilder.Full) { (record, isReplacement) = try builder.add(batch.listings[place]) } catch {
        throw .full(error)
      }
      if isReplacement { replaced += 1 }
      let modified = batch.listings[place].number(.modificationTimestamp).map { $0 * 1000 }
      records.append(
        ordinal: record, key: batch.listings[place].bytes(of: .listingKey),
        document: batch.listings[place].document.span, modified: modified)
    }
    if records.byteCount > Self.batchBytes { try send(&records) }
  }

  private func send(_ records: inout RecordBatch) throws(PlatError) {
    guard !records.isEmpty else { return }
    do throws(RecordError) { try queue.put(records) } catch { throw .records(error) }
    records = RecordBatch()
  }

  /// Lets the record store be finished while the snapshot is made.
  func finishRecords() { queue.beginFinish() }

  /// Makes the snapshot beside the old ones and publishes it once the records are.
  func publish(
    _ path: String, _ options: BuildOptions, _ progress: (BuildProgress) -> Void
  ) throws(PlatError) -> (listings: Int, located: Int, snapshotBytes: Int, recordBytes: Int) {
    func report(_ step: String) {
      progress(BuildProgress(step: step, listings: builder.count, bytes: feed.bytes, totalBytes: nil))
    }
    do throws(SnapshotError) {
      var writer = try SnapshotWriter(path: path, changeNumber: loader.changeNumber)
      try builder.write(to: &writer, options: options.clusters, progress: report)
      report("records")
      let records = try waitForRecords()
      report("publishing")
      let bytes = Int(clamping: writer.position)
      try writer.finish()
      return (builder.count, builder.located, bytes, records)
    } catch {
      throw .snapshot(error)
    }
  }

  private func waitForRecords() throws(PlatError) -> Int {
    do throws(RecordError) { return try queue.wait()?.bytes ?? 0 } catch { throw .records(error) }
  }

  /// Removes what was written so far.
  func cancel() { queue.cancel() }
}
