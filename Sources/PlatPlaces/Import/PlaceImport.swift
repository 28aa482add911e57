public import PlatFeeds
public import PlatJSON
internal import PlatStore

/// Imports places data into an index directory, as `plat places` does.
///
/// All files are read and checked first; the valid records are then written in one transaction, so
/// an import succeeds or fails as a whole. Rejected records are reported one by one and do not
/// affect the others.
public enum PlaceImport {
  /// The options for reading.
  public struct Options: Sendable {
    /// The kind of all records, if the files do not show it.
    public var kind: PlaceKind?
    /// Values for records that lack them, by column: `state`, `city`, `name`.
    public var defaults: [(name: String, value: String)] = []
    /// Whether the first refusal stops the import.
    public var isStrict = false
    /// The file for refusals, one JSON object a line; nil for none.
    public var rejectsPath: String?

    /// Makes the default options.
    public init() {}
  }

  /// The result of an import.
  public struct Summary: Sendable {
    /// The number of records read.
    public internal(set) var read = 0
    /// The number of records taken, by kind.
    public internal(set) var taken: [PlaceKind: Int] = [:]
    /// The number of new ones among them.
    public internal(set) var new = 0
    /// The number of records with a boundary.
    public internal(set) var boundaries = 0
    /// The reasons for rejected records and dropped values, with their counts.
    public internal(set) var refused: [RefusalReason: Int] = [:]
    /// The first refusals and dropped values, at most 1,000.
    public internal(set) var refusals: [Refusal] = []
    /// The number of dropped values.
    public internal(set) var dropped = 0
    /// The number of places after the import.
    public internal(set) var places = 0
    /// The duration in seconds.
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

  /// Reads and checks files as ``run(_:into:options:progress:)`` does, but writes nothing.
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
  /// The number of records taken.
  public var takenCount: Int { taken.values.reduce(0, +) }
  /// The number of records rejected.
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
