internal import PlatFeeds
internal import PlatListings

/// A batch of operations whose listings were read and checked: what a commit writes.
struct PreparedBatch: Sendable {
  /// One operation.
  enum Operation: Sendable {
    /// Puts a listing, under the key that is given or its own.
    case put(Listing, key: String?, if: WriteCondition)
    /// Changes the listing with a key.
    case patch(key: String, document: [UInt8], if: WriteCondition)
    /// Deletes the listing with a key.
    case delete(key: String, if: WriteCondition)
  }

  let operations: [Operation]
  let older: OlderListings

  /// Reads and checks the listings of a batch.
  ///
  /// - Throws: ``WriteRefusal`` for the first operation that is invalid.
  /// - Complexity: O(bytes), some microseconds for each listing.
  init(_ batch: [WriteOperation], older: OlderListings) throws(WriteRefusal) {
    var operations: [Operation] = []
    operations.reserveCapacity(batch.count)
    for (place, operation) in batch.enumerated() {
      switch operation {
      case .upsert(let document, let condition):
        let listing = try Self.listing(document, place: place)
        operations.append(.put(listing, key: nil, if: condition))
      case .replace(let key, let document, let condition):
        let listing = try Self.listing(document, place: place)
        operations.append(.put(listing, key: key, if: condition))
      case .patch(let key, let document, let condition):
        operations.append(.patch(key: key, document: document, if: condition))
      case .delete(let key, let condition):
        operations.append(.delete(key: key, if: condition))
      }
    }
    self.operations = operations
    self.older = older
  }

  /// Reads one listing by the rules of feeds; a value that a feed would drop is a refusal here.
  static func listing(_ document: [UInt8], place: Int) throws(WriteRefusal) -> Listing {
    let result: (listing: Listing?, found: Int)
    do throws(FeedError) {
      result = try read(document, strictly: true)
    } catch {
      if case .refused(let refusal) = error { throw .invalid(place: place, refusal) }
      throw .notOneListing(place: place, found: 0)
    }
    guard let listing = result.listing, result.found == 1 else {
      throw .notOneListing(place: place, found: result.found)
    }
    return listing
  }

  /// Reads a document of the records; nil where it holds no listing.
  static func stored(_ document: [UInt8]) -> Listing? {
    (try? read(document, strictly: false))?.listing
  }

  private static func read(
    _ document: [UInt8], strictly: Bool
  ) throws(FeedError) -> (listing: Listing?, found: Int) {
    var options = FeedOptions()
    (options.isStrict, options.reportsFields) = (strictly, strictly)
    // Room for one listing, not for a file's megabyte.
    options.chunkSize = document.count + 1
    // The records have every date in its one form.
    if !strictly { options.dates = .iso }
    var reader = try FeedReader([.bytes(document, name: "the listing")], options: options)
    var batch = ListingBatch(capacity: 2)
    var found = 0
    var listing: Listing?
    while try reader.next(into: &batch) {
      // What a build would drop with a note.
      if strictly, let refusal = batch.refusals.first { throw .refused(refusal) }
      if batch.count > 0, listing == nil { listing = batch.listings[0] }
      found += batch.count
    }
    return (listing, found)
  }
}
