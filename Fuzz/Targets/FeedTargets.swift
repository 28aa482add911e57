import CPlatZlib
import PlatFeeds
import PlatListings

/// Reads a feed at once, and in pieces of a size given by the first byte: the results must be
/// equal.
func runFeed(_ bytes: [UInt8]) {
  let run = FeedRun(bytes)
  let inPieces = run.read { _ in }
  let atOnce = FeedRun(bytes, chunkSize: 1 << 16).read { _ in }
  guard inPieces?.refused == atOnce?.refused, inPieces?.dropped == atOnce?.dropped,
    inPieces?.taken == atOnce?.taken
  else {
    fatalError("in pieces \(String(describing: inPieces)), at once \(String(describing: atOnce))")
  }
}

/// Reads bytes as gzip, and the bytes of a feed in valid gzip, which must give the same result as
/// the feed itself.
func runGzip(_ bytes: [UInt8]) {
  runFeed(bytes.prefix(2) + [0x1F, 0x8B, 8, 0] + bytes.dropFirst(2))
  let feed = Array(bytes.dropFirst(2))
  let half = feed.count / 2
  let members = gzipMember(feed.prefix(half)) + gzipMember(feed.suffix(feed.count - half))
  let plain = FeedRun(bytes).read { _ in }
  let packed = FeedRun(bytes.prefix(2) + members).read { _ in }
  // Nested gzip is refused, so its bytes are not the feed's.
  guard !feed.starts(with: [0x1F, 0x8B]), !feed.isEmpty, bytes.count > 2 else { return }
  guard plain?.refused == packed?.refused, plain?.dropped == packed?.dropped,
    plain?.taken == packed?.taken
  else {
    fatalError("plain \(String(describing: plain)), in gzip \(String(describing: packed))")
  }
}

/// A gzip member with stored bytes (RFC 1952; RFC 1951, 3.2.4).
private func gzipMember(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  var member: [UInt8] = [0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 255]
  var rest = bytes
  repeat {
    let block = rest.prefix(0xFFFF)
    rest = rest.dropFirst(block.count)
    let length = UInt16(block.count)
    member.append(rest.isEmpty ? 1 : 0)
    for number in [length, ~length] {
      member += [UInt8(truncatingIfNeeded: number), UInt8(number >> 8)]
    }
    member += block
  } while !rest.isEmpty
  let check = unsafe bytes.withUnsafeBufferPointer {
    unsafe crc32(0, $0.baseAddress, UInt32($0.count))
  }
  for number in [UInt32(truncatingIfNeeded: check), UInt32(bytes.count)] {
    for shift in stride(from: 0, to: 32, by: 8) {
      member.append(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
    }
  }
  return member
}

/// A way to read a feed: its first byte sets the size of the pieces, the second the options.
struct FeedRun {
  private let feed: [UInt8]
  private var options = FeedOptions()
  private let capacity: Int

  init(_ bytes: [UInt8], chunkSize: Int? = nil) {
    var dice = Dice(bytes)
    options.chunkSize = chunkSize ?? 1 + Int(dice.number(1)) * 3
    dice = Dice(Array(bytes.dropFirst()))
    let kind = dice.number(1)
    options.recordLimit = kind & 1 == 0 ? 1 << 16 : 300
    options.reportsFields = kind & 2 != 0
    if kind & 4 != 0 { options.defaults = [.standardStatus: "Closed"] }
    if kind & 8 != 0 { options.columns = ["id": .listingKey, "price": .listPrice] }
    if kind & 0xD0 == 0x90 { options.referenceSystem = "EPSG:2227" }
    capacity = kind & 32 != 0 ? 1 : 64
    feed = Array(bytes.dropFirst(2))
  }

  /// Reads the whole feed; nil if the reader ended with an error.
  @discardableResult
  func read(_ take: (Listing) -> Void) -> FeedSummary? {
    do throws(FeedError) {
      var reader = try FeedReader([.bytes(feed, name: "feed")], options: options)
      var batch = ListingBatch(capacity: capacity)
      while try reader.next(into: &batch) {
        for listing in batch.listings.prefix(batch.count) { take(listing) }
        for refusal in batch.refusals { _ = refusal.description }
      }
      return reader.summary
    } catch {
      _ = error.description
      return nil
    }
  }
}
