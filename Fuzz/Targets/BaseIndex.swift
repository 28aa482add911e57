import PlatCommon
import PlatFeeds
import PlatIndex
import PlatSamples
import PlatSnapshot

/// Indexes of sample listings that the targets change or search.
enum BaseIndex {
  /// The numbers of listings of the base indexes: none, one, just over a block, several blocks.
  static let counts = [0, 1, 70, 300]

  private static let files = counts.map { count in
    var lines: [UInt8] = []
    var samples = SampleListings(count: count, seed: 1)
    _ = samples.next(into: &lines, listings: count)
    do {
      return SnapshotBytes(bytes: try build(lines))
    } catch {
      fatalError("the base of \(count) listings cannot be built: \(error)")
    }
  }

  /// The file of one of the bases.
  static func file(_ number: Int) -> SnapshotBytes { files[number % files.count] }

  /// The bytes of one of the bases.
  static func bytes(of number: Int) -> [UInt8] { file(number).bytes }

  /// The snapshot file of an index built from a feed.
  private static func build(_ feed: [UInt8]) throws -> [UInt8] {
    var builder = IndexBuilder()
    var reader = try FeedReader([.bytes(feed, name: "feed")])
    var batch = ListingBatch(capacity: 64)
    while try reader.next(into: &batch) {
      for listing in batch.listings.prefix(batch.count) { _ = try builder.add(listing) }
    }
    return try file(of: builder)
  }

  /// The snapshot file of an index from a builder.
  static func file(of builder: borrowing IndexBuilder) throws -> [UInt8] {
    let directory = Scratch()
    var writer = try SnapshotWriter(path: directory.file, changeNumber: 1)
    try builder.write(to: &writer, options: ClusterOptions())
    try writer.finish()
    return directory.contents()
  }
}

/// A directory for one file, removed with its owner.
final class Scratch {
  private let path: String
  var file: String { path + "/file.plat" }

  init() {
    var template = Array("/tmp/plat-fuzz-XXXXXX".utf8CString)
    let made = unsafe mkdtemp(&template)
    guard unsafe made != nil else { fatalError("no directory can be made in /tmp") }
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  deinit {
    unsafe unlink(file)
    unsafe rmdir(path)
  }

  func contents() -> [UInt8] {
    guard let open = unsafe fopen(file, "r") else { return [] }
    defer { unsafe fclose(open) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&buffer, 1, buffer.count, open)
      guard count > 0 else { return bytes }
      bytes += buffer.prefix(count)
    }
  }
}
