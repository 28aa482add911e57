internal import Dispatch
public import Feeds
internal import Glibc
internal import Index
internal import Listings
internal import Records
internal import Snapshot

/// Builds an index directory from feeds: the records, and a snapshot over them.
///
/// One thread reads and checks the feeds and gathers columns, another writes the records. The directory then holds exactly the
/// listings of the inputs. What was there before serves on until the new records and the new snapshot are whole and on disk, and
/// stays if the build fails.
public enum IndexBuild {
  /// Builds an index.
  ///
  /// - Parameters:
  ///   - inputs: Where the listings come from, in order; a later listing takes the place of an earlier one with its key.
  ///   - path: The index directory; made where it is not there.
  ///   - options: What to make, and how to read.
  ///   - progress: Called now and then, on the calling thread.
  /// - Throws: ``PlatError`` with the reason; nothing is published then.
  public static func run(
    _ inputs: [FeedInput], into path: String, options: BuildOptions = BuildOptions(),
    progress: (BuildProgress) -> Void = { _ in }
  ) throws(PlatError) -> BuildSummary {
    let clock = ContinuousClock()
    let began = clock.now
    _ = try part { () throws(ClusterOptionsError) in try options.clusters.validated() }
    try makeDirectory(path)
    let directory = SnapshotDirectory(path: path)
    let newest = try part { () throws(SnapshotError) in try directory.openNewest().snapshot?.changeNumber ?? 0 }
    let snapshotPath = try part { () throws(SnapshotError) in try directory.nextPath() }
    let loader = try part { () throws(RecordError) in
      try RecordLoader(path: path + "/" + ListingsDatabase.recordsName, changeNumberAbove: newest)
    }
    let publicKeys = options.publicKeys.names.joined(separator: "\n")
    try part { () throws(RecordError) in try loader.setNote(PublicKeys.note, to: publicKeys) }

    var gathering = try Gathering(loader: loader, options: options)
    do throws(PlatError) {
      try gathering.read(inputs, options, progress)
      let summary = try gathering.publish(snapshotPath, options, progress)
      // The one before stays, for readers to fall back on. What cannot be removed does no harm.
      _ = try? directory.removeOldest(keeping: 2)
      guard let feed = gathering.feed else { throw .file(path: path, reason: "nothing was read") }
      return BuildSummary(
        feed: feed, replaced: gathering.replaced, hidden: summary.hidden, listings: summary.listings,
        located: summary.located,
        snapshotPath: snapshotPath, snapshotBytes: summary.snapshotBytes, recordBytes: summary.recordBytes,
        changeNumber: loader.changeNumber, seconds: (clock.now - began) / .seconds(1))
    } catch {
      gathering.cancel()
      throw error
    }
  }

  /// Makes a directory and those above it.
  private static func makeDirectory(_ path: String) throws(PlatError) {
    guard !path.isEmpty else { throw .file(path: path, reason: "an index directory needs a name") }
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      if unsafe mkdir(made, 0o777) != 0 && errno != EEXIST {
        throw .file(path: made, reason: "the directory cannot be made: \(unsafe String(cString: strerror(errno)))")
      }
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .file(path: path, reason: "there is a file of this name, expected a directory for the index")
    }
  }
}
