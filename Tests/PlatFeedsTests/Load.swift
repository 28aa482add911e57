import CPlatZlib
import PlatFeeds
import PlatListings

/// The complete result of a feed, as values to compare.
struct Load: Equatable {
  var documents: [String] = []
  var refusals: [Refusal] = []
  var read = 0
  var error: FeedError?

  /// The listings' keys.
  var keys: [String] {
    documents.map { document in
      // The document begins with the key: {"listingKey":"...".
      String(document.dropFirst(15).prefix { $0 != "\"" })
    }
  }

  /// The scope and reason of each refusal.
  var reasons: [String] { refusals.map { "\($0.scope) \($0.reason.code)" } }
}

/// Reads one input to its end.
func load(
  _ bytes: [UInt8], _ cut: Cut = Cut(), _ options: FeedOptions = FeedOptions(), capacity: Int = 7
) -> Load {
  var options = options
  options.chunkSize = cut.window
  options.reportsFields = true
  var load = Load()
  var batch = ListingBatch(capacity: capacity)
  do {
    let input = FeedInput.source(name: "test") { () throws(FeedError) in
      MemorySource(bytes, pieceSize: cut.piece)
    }
    var reader = try FeedReader([input], options: options)
    while try reader.next(into: &batch) { load.add(batch) }
    load.read = reader.summary.read
  } catch {
    load.add(batch)
    load.error = error
  }
  return load
}

func load(_ text: String, _ cut: Cut = Cut(), _ options: FeedOptions = FeedOptions()) -> Load {
  load(Array(text.utf8), cut, options)
}

extension Load {
  fileprivate mutating func add(_ batch: ListingBatch) {
    for index in 0..<batch.count {
      documents.append(String(decoding: batch.listings[index].document, as: UTF8.self))
    }
    refusals += batch.refusals
  }
}

/// The bytes as a gzip file of one member.
func gzip(_ bytes: [UInt8]) -> [UInt8] {
  var stream = unsafe z_stream()
  unsafe deflateInit2_(
    &stream, 6, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
    Int32(MemoryLayout<z_stream>.size))
  var output = [UInt8](repeating: 0, count: bytes.count + bytes.count / 100 + 64)
  var input = bytes
  let capacity = output.count
  let unused = unsafe input.withUnsafeMutableBufferPointer { input in
    unsafe output.withUnsafeMutableBufferPointer { output in
      unsafe stream.next_in = input.baseAddress
      unsafe stream.avail_in = UInt32(input.count)
      unsafe stream.next_out = output.baseAddress
      unsafe stream.avail_out = UInt32(output.count)
      unsafe deflate(&stream, Z_FINISH)
      return unsafe Int(stream.avail_out)
    }
  }
  unsafe deflateEnd(&stream)
  output.removeLast(unused)
  precondition(output.count + unused == capacity)
  return output
}
