internal import Dispatch
internal import PlatFeeds
internal import PlatIndex
internal import PlatListings
internal import PlatRecords
internal import PlatStore
internal import Synchronization

/// The outcome of listings whose key came before.
struct IdentityCounts {
  /// Listings that replaced the earlier one.
  var replaced = 0
  /// Listings that are older than the one with the key, and were left out.
  var outdated = 0
  /// Listings of another listing service, whose key got the service's name as a prefix.
  var renamed = 0
}

/// Adds listings to columns and records, on its own thread, while another thread reads the next
/// ones.
///
/// Batches are reused: the reader borrows an empty one, fills it and hands it in. There are only a
/// few, so a faster reader waits.
final class GatheringThread: Sendable {
  /// A batch of listings that belongs to one thread at a time.
  final class Batch: @unchecked Sendable {
    // Unchecked: only the queue or the reader holds a batch at any time.
    var listings = ListingBatch()
  }

  /// The gathered listings.
  private struct Gathered {
    var builder = IndexBuilder()
    var records = RecordBatch()
    var counts = IdentityCounts()
    /// Whether capacity was reserved for all expected listings.
    var hasRoom = false
    var failure: PlatError?
  }

  private let loader: RecordLoader
  private let queue = DispatchQueue(label: "plat.gathering")
  private let room = DispatchSemaphore(value: batchCount)
  private let spare = Mutex<[Batch]>([])
  private let gathered = Mutex<Gathered>(Gathered())

  private static let batchCount = 4
  /// The approximate size in bytes of a batch of records.
  private static let recordBytes = 1 << 20
  /// The number of listings from which the total is extrapolated.
  private static let sample = 1_000

  init(_ loader: RecordLoader) { self.loader = loader }

  /// Borrows a batch to fill; waits until one is free.
  ///
  /// - Throws: The error of an earlier batch.
  func borrow() throws(PlatError) -> Batch {
    if let failure = gathered.withLock({ $0.failure }) { throw failure }
    room.wait()
    return spare.withLock { $0.popLast() } ?? Batch()
  }

  /// Hands in a borrowed batch, filled or not.
  func handIn(_ batch: Batch) {
    queue.async { [self] in
      perform { (gathered) throws(PlatError) in try take(batch.listings, into: &gathered) }
      spare.withLock { $0.append(batch) }
      room.signal()
    }
  }

  /// Waits for all batches; returns the columns and the outcome of listings whose key came before.
  func finish() throws(PlatError) -> (builder: IndexBuilder, counts: IdentityCounts) {
    queue.sync { perform { (gathered) throws(PlatError) in try send(&gathered) } }
    return try gathered.withLock {
      gathered -> Result<(builder: IndexBuilder, counts: IdentityCounts), PlatError> in
      if let failure = gathered.failure { return .failure(failure) }
      defer { gathered.builder = IndexBuilder() }
      return .success((gathered.builder, gathered.counts))
    }.get()
  }

  /// Lets the loader make its indexes and write the records to disk, after all batches.
  func beginCompleting() {
    queue.async { [self] in
      perform { (_) throws(PlatError) in
        try part { () throws(StoreError) in try loader.complete() }
      }
    }
  }

  /// Waits until the records are complete, and seals them with the mark of the snapshot.
  func seal(mark: String) throws(PlatError) -> RecordLoader.Summary {
    queue.sync {}
    if let failure = gathered.withLock({ $0.failure }) { throw failure }
    return try part { () throws(StoreError) in
      try loader.seal(notes: [RecordStore.snapshotNote: mark])
    }
  }

  /// Waits for work in progress, and removes the written files.
  func cancel() {
    queue.sync { loader.cancel() }
  }

  private func perform(_ work: (inout Gathered) throws(PlatError) -> Void) {
    gathered.withLock { gathered in
      guard gathered.failure == nil else { return }
      do throws(PlatError) { try work(&gathered) } catch { gathered.failure = error }
    }
  }

  private func take(_ batch: borrowing ListingBatch, into gathered: inout Gathered)
    throws(PlatError)
  {
    for place in 0..<batch.count {
      var listing = batch.listings[place]
      guard let record = try Self.add(&listing, to: &gathered) else { continue }
      let modified = listing.number(.modificationTimestamp).map { $0 * 1000 }
      gathered.records.append(
        ordinal: record, key: listing.bytes(of: .listingKey), document: listing.document.span,
        modified: modified)
    }
    if gathered.records.byteCount > Self.recordBytes { try send(&gathered) }
    makeRoom(batch, &gathered)
  }

  /// Adds a listing to the columns; nil if a newer one has its key.
  private static func add(_ listing: inout Listing, to gathered: inout Gathered) throws(PlatError)
    -> Int?
  {
    var placement = try part { () throws(IndexBuilder.Full) in
      try gathered.builder.place(listing, display: listing.display)
    }
    if case .ofOtherSource = placement {
      listing.qualifyKey()
      placement = try part { () throws(IndexBuilder.Full) in
        try gathered.builder.place(listing, display: listing.display)
      }
      gathered.counts.renamed += 1
    }
    switch placement {
    case .new(let record): return record
    case .replaced(let record):
      gathered.counts.replaced += 1
      return record
    case .outdated, .ofOtherSource:
      gathered.counts.outdated += 1
      return nil
    }
  }

  /// Reserves capacity for the expected number of listings, extrapolated from the bytes that are
  /// still to be read.
  private func makeRoom(_ batch: borrowing ListingBatch, _ gathered: inout Gathered) {
    let count = gathered.builder.count
    guard !gathered.hasRoom, count >= Self.sample, let total = batch.totalBytes, batch.bytesRead > 0
    else { return }
    gathered.hasRoom = true
    let expected = Double(count) * Double(total) / Double(batch.bytesRead) * 1.02
    gathered.builder.reserve(Int(min(expected, Double(Int32.max))))
  }

  private func send(_ gathered: inout Gathered) throws(PlatError) {
    guard !gathered.records.isEmpty else { return }
    let records = gathered.records
    try part { () throws(StoreError) in try loader.append(records) }
    gathered.records.removeAll()
  }
}
