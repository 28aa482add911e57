public import PlatFeeds
public import PlatJSON
internal import PlatStore

/// Reads places data into an index directory: what `plat places` does.
///
/// All files are read and checked first; what is good is then written in one transaction, so that
/// an import is there as a whole or not at all. Refused records are told one by one and leave the
/// others alone.
public enum PlaceImport {
  /// How to read.
  public struct Options: Sendable {
    /// The kind of all records, where the files do not tell it.
    public var kind: PlaceKind?
    /// Values for records that lack them, by column: `state`, `city`, `name`.
    public var defaults: [(name: String, value: String)] = []
    /// Whether the first refusal stops the import.
    public var isStrict = false
    /// Where to write refusals, a JSON object each line; nil for nowhere.
    public var rejectsPath: String?

    /// Takes everything as the files say it.
    public init() {}
  }

  /// What came of an import.
  public struct Summary: Sendable {
    /// How many records were read.
    public internal(set) var read = 0
    /// How many were taken, by kind.
    public internal(set) var taken: [PlaceKind: Int] = [:]
    /// How many of these were new.
    public internal(set) var new = 0
    /// How many have a boundary.
    public internal(set) var boundaries = 0
    /// Why records were refused, and values dropped.
    public internal(set) var refused: [RefusalReason: Int] = [:]
    /// The first refusals and dropped values, at most 1,000.
    public internal(set) var refusals: [Refusal] = []
    /// How many values were dropped.
    public internal(set) var dropped = 0
    /// How many places there are now.
    public internal(set) var places = 0
    /// The seconds that it took.
    public internal(set) var seconds = 0.0
  }

  /// Imports files into an index directory.
  ///
  /// - Parameters:
  ///   - inputs: GeoJSON and CSV, plain, in gzip or in zstd, told apart by their content.
  ///   - path: The index directory, which must be there.
  ///   - options: Which records are taken, and which refusals end the import.
  ///   - progress: Gets the number of records read so far, now and then.
  /// - Throws: ``PlaceImportError``.
  @discardableResult
  public static func run(
    _ inputs: [FeedInput], into path: String, options: Options = Options(),
    progress: (Int) -> Void = { _ in }
  ) throws(PlaceImportError) -> Summary {
    let clock = ContinuousClock()
    let began = clock.now
    let reader = try read(inputs, options, progress)
    if let rejects = options.rejectsPath {
      do throws(FeedError) {
        var writer = try RejectsWriter(path: rejects)
        try writer.write(reader.allRefusals)
        try writer.close()
      } catch { throw .feed(error) }
    }
    var summary = reader.summary
    summary.refusals = Array(reader.allRefusals.prefix(1_000))
    if !reader.records.isEmpty {
      do throws(StoreError) {
        let store = try PlaceStore.create(path: path + "/" + PlaceStore.name)
        try store.change { (rows) throws(StoreError) in
          let merge = PlaceMerge(rows, reader.records)
          summary.new = merge.new
          summary.places = merge.count
          return merge.write
        }
      } catch { throw .store(error) }
    }
    summary.seconds = (clock.now - began) / .seconds(1)
    return summary
  }

  /// Reads and checks files as ``run(_:into:options:progress:)`` does, and writes nothing.
  public static func check(_ inputs: [FeedInput], options: Options = Options())
    throws(PlaceImportError)
    -> Summary
  {
    let reader = try read(inputs, options) { _ in }
    var summary = reader.summary
    summary.refusals = Array(reader.allRefusals.prefix(1_000))
    return summary
  }

  private static func read(
    _ inputs: [FeedInput], _ options: Options, _ progress: (Int) -> Void
  ) throws(PlaceImportError) -> PlaceReader {
    var reader = PlaceReader(options)
    do throws(FeedError) {
      for input in inputs { try reader.read(input, progress) }
    } catch { throw .feed(error) }
    return reader
  }
}

extension PlaceImport.Summary {
  /// How many records were taken.
  public var takenCount: Int { taken.values.reduce(0, +) }
  /// How many records were refused.
  public var refusedCount: Int { refused.values.reduce(0, +) }

  /// Writes the summary as a JSON object.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("read", read)
      writer.member("taken", takenCount)
      writer.member("new", new)
      writer.member("places", places)
      writer.member("boundaries", boundaries)
      writer.member("dropped", dropped)
      writer.object("kinds") { writer in
        for kind in PlaceKind.described {
          writer.member(named: kind.rawValue, ifPresent: taken[kind])
        }
      }
      writer.array("refused") { writer in
        for (reason, count) in refused.sorted(by: { $0.key.code < $1.key.code }) {
          writer.object { writer in
            writer.member("reason", reason.code)
            writer.member("count", count)
          }
        }
      }
      writer.array("refusals") { writer in
        for refusal in refusals { refusal.write(to: &writer) }
      }
      writer.member("seconds", (seconds * 1000).rounded() / 1000)
    }
  }
}
