internal import Dispatch
internal import PlatCommon
public import PlatFeeds
internal import PlatFiles
internal import PlatIndex
internal import PlatListings
internal import PlatRecords
internal import PlatSnapshot
internal import PlatStore

/// Builds an index directory from feeds: the records, and a snapshot over them.
///
/// One thread reads and checks the feeds and gathers columns, another writes the records. The
/// directory then holds exactly the listings of the inputs, or, with ``BuildOptions/updates``, also
/// those that it had. The previous index stays in use until
/// the new records and the new snapshot are whole, checked and on disk. It stays if the build
/// fails, if an input is empty, truncated or a server's error page, and if the new index would be
/// empty or far smaller (``BuildRefusal``).
public enum IndexBuild {
  /// Builds an index.
  ///
  /// - Parameters:
  ///   - inputs: The sources of the listings, in order. Of two listings with one key, the one
  ///     changed later counts; with equal times the later one does.
  ///   - path: The index directory, created if missing.
  ///   - options: Options of the build.
  ///   - progress: Called at intervals, on the calling thread.
  /// - Throws: ``PlatError`` with the reason, ``PlatError/notPublished(_:)`` if the current index
  ///   is better. Then neither records nor snapshot are published.
  public static func run(
    _ inputs: [FeedInput], into path: String, options: BuildOptions = BuildOptions(),
    progress: (BuildProgress) -> Void = { _ in }
  ) throws(PlatError) -> BuildSummary {
    let clock = ContinuousClock()
    let began = clock.now
    _ = try part { () throws(ClusterOptionsError) in try options.clusters.validated() }
    try makeDirectory(path)
    // A merge would write to the records that this build is to replace.
    let held = StateRecords.holdMerges(in: path)
    defer { held?.release() }
    let directory = SnapshotDirectory(path: path)
    // Files left by builders that were killed may be the reason for a full disk.
    _ = try? directory.removeLeftovers()
    let before: ListingsDatabase?
    if options.updates {
      before = try ListingsDatabase(opening: path)
    } else {
      before = try? ListingsDatabase(opening: path)
    }
    var options = options
    if options.updates, let before { try options.keepSettings(of: before) }
    let standing = before.map { (count: $0.count, change: $0.changeNumber) }
    let number = try part { () throws(SnapshotError) in try directory.entries().first?.number ?? 0 }
    // After a rollback the newest snapshot's number is above its change number.
    let least = max(standing?.change ?? 0, number)
    let loader = try part { () throws(StoreError) in
      try RecordLoader(path: StateRecords.currentPath(in: path), changeNumberAbove: least)
    }
    let publicKeys = options.publicKeys.names.joined(separator: "\n")
    var words = FeedWords(options.feed.words).text
    if words.isEmpty, options.updates, let before { words = before.feedWords.text }
    try part { () throws(StoreError) in
      try loader.setNote(PublicKeys.note, to: publicKeys)
      try loader.setNote(ListingsDatabase.wordsNote, to: words)
    }

    var gathering = try Gathering(loader: loader, options: options)
    do throws(PlatError) {
      if options.updates, let before { try gathering.take(before, progress) }
      try gathering.read(inputs, options, standing: standing?.count, progress)
      let published = try gathering.publish(into: directory, options, progress)
      guard let feed = gathering.feed else { throw .file(path: path, reason: "nothing was read") }
      let counts = gathering.counts
      return BuildSummary(
        feed: feed, standing: gathering.standing, replaced: gathering.identities.replaced,
        outdated: gathering.identities.outdated, renamed: gathering.identities.renamed,
        hidden: counts.hidden, listings: counts.listings,
        located: counts.located, snapshotPath: published.path,
        snapshotBytes: published.snapshotBytes,
        recordBytes: published.recordBytes, changeNumber: loader.changeNumber,
        seconds: (clock.now - began) / .seconds(1))
    } catch {
      gathering.cancel()
      throw error
    }
  }

  /// Creates a directory and its parents.
  private static func makeDirectory(_ path: String) throws(PlatError) {
    guard !path.isEmpty else { throw .file(path: path, reason: "an index directory needs a name") }
    var made = path.hasPrefix("/") ? "/" : ""
    for part in path.split(separator: "/") {
      made += part + "/"
      if unsafe mkdir(made, 0o777) != 0 && errno != EEXIST {
        throw .file(
          path: made,
          reason: "the directory cannot be made: \(SystemError.words(of: errno))")
      }
    }
    var status = stat()
    guard unsafe stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFDIR else {
      throw .file(
        path: path, reason: "there is a file of this name, expected a directory for the index")
    }
    guard unsafe access(path, W_OK | X_OK) == 0 else {
      let reason = SystemError.words(of: errno)
      throw .file(
        path: path,
        reason: "the directory cannot be written: \(reason); give this user the right to write it")
    }
  }
}
