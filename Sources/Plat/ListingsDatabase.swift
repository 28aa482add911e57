internal import PlatCommon
public import PlatGeometry
public import PlatIndex
internal import PlatPlaces
internal import PlatRecords
public import PlatSearch
public import PlatSnapshot
public import PlatTiles
internal import PlatValuation
internal import Synchronization

/// An index directory that is open for reading: the newest whole snapshot, and the records beside
/// it.
///
/// Opening maps the snapshot and takes the same few milliseconds for every size; the records are
/// opened when a whole document is first asked for. A database never changes once it is open, and
/// may be asked by any number of threads at once. A ``LiveDatabase`` follows newer snapshots.
///
///     let listings = try ListingsDatabase(opening: "indexes/demo")
///     var request = SearchRequest(limit: 5)
///     request.filter = [.value(.beds, 3...), .text(.city, "Palm Springs")]
///     for hit in try listings.search(request).hits {
///       print(hit.listing.key, hit.listing.city ?? "", hit.listing.listPrice ?? 0)
///     }
public final class ListingsDatabase: Sendable {
  /// The index directory.
  public let path: String
  /// The state of the listings that it answers from.
  public let generation: Generation
  /// Answers searches over ``generation``.
  public let searcher: Searcher
  /// Answers for the map: tiles, clusters and what they hold.
  public let map: ListingMap
  /// Which listings it shows by key, in searches, counts, places and analyses.
  ///
  /// ``generation`` holds all.
  public let scope: StatusScope
  let scopedStatuses: ScopedStatuses
  /// Newer snapshots that were passed over, with the reason each was refused for, newest first.
  public let refusedSnapshots: [SnapshotError]

  /// Values derived from the generation, each made when it is first asked for: the records, the
  /// names, the communities, the estimator and the like.
  var attachments: Attachments { generation.attachments }

  /// The name of the record store in an index directory.
  public static let recordsName = "records.sqlite"

  private init(
    _ path: String, _ index: ListingIndex, showing scope: StatusScope, refused: [SnapshotError]
  ) {
    self.path = path
    generation = Generation(index)
    self.scope = scope
    scopedStatuses = ScopedStatuses(scope, index)
    searcher = Searcher(generation)
    map = ListingMap(generation)
    refusedSnapshots = refused
  }

  /// Opens an index directory: the newest snapshot that opens without an error.
  ///
  /// - Parameters:
  ///   - path: The index directory.
  ///   - verifying: Whether to read all of a snapshot and compare its checksums before it is taken,
  ///     some 0.1 s for 100 MB. Without, damage inside of a section can give other answers, and
  ///     only that which makes sections contradict each other is seen.
  ///   - residence: Whether to map the snapshot or to read it into memory.
  ///   - scope: Which listings to show; a server for everyone takes ``StatusScope/publicSite`` or
  ///     its own.
  /// - Throws: ``PlatError/noIndex(path:reason:)`` where there is no snapshot,
  ///   ``PlatError/damaged(path:_:)`` where none is whole, ``PlatError/snapshot(_:)`` when the
  ///   directory cannot be read.
  /// - Complexity: O(number of sections); reads no rows, unless it verifies.
  public convenience init(
    opening path: String, showing scope: StatusScope = .all, verifying: Bool = false,
    residence: Snapshot.Residence = .mapped
  ) throws(PlatError) {
    let opened = try Self.newest(in: path, verifying: verifying, residence: residence)
    guard let found = opened.found else {
      throw opened.refused.isEmpty
        ? .noIndex(path: path, reason: .empty)
        : .damaged(path: path, opened.refused)
    }
    self.init(path, found, showing: scope, refused: opened.refused)
  }

  /// Opens the newest whole snapshot of a directory unless it is in use already.
  ///
  /// - Parameter isServed: Whether a file is in use; those older than it are not looked at.
  /// - Returns: The database, or nil when the newest whole snapshot is in use or none is whole; why
  ///   the newer ones were passed over.
  package static func newer(
    in path: String, showing scope: StatusScope, verifying: Bool, residence: Snapshot.Residence,
    endingAt isServed: (SnapshotDirectory.Entry) -> Bool
  ) throws(PlatError) -> (database: ListingsDatabase?, refused: [SnapshotError]) {
    let opened = try newest(
      in: path, verifying: verifying, residence: residence, endingAt: isServed)
    let database = opened.found.map {
      ListingsDatabase(path, $0, showing: scope, refused: opened.refused)
    }
    return (database, opened.refused)
  }

  private static func newest(
    in path: String, verifying: Bool, residence: Snapshot.Residence,
    endingAt isServed: (SnapshotDirectory.Entry) -> Bool = { _ in false }
  ) throws(PlatError) -> (found: ListingIndex?, refused: [SnapshotError]) {
    do throws(SnapshotError) {
      let opened = try SnapshotDirectory(path: path).openNewest(
        residence: residence, verifying: verifying, endingAt: isServed
      ) { (snapshot) throws(SnapshotError) in try ListingIndex(snapshot) }
      return (opened.contents, opened.refusals)
    } catch {
      throw error.code == .notFound
        ? .noIndex(path: path, reason: IndexAbsence(at: path)) : .snapshot(error)
    }
  }

  /// Opens one snapshot file, wherever it lies; whole documents are then not to be had.
  public convenience init(snapshot path: String, showing scope: StatusScope = .all)
    throws(PlatError)
  {
    let index = try part { () throws(SnapshotError) in
      try ListingIndex(try Snapshot.open(path: path))
    }
    self.init(path, index, showing: scope, refused: [])
  }

  /// Takes an index that is open already, such as one in memory; whole documents are then not to be
  /// had.
  public convenience init(_ index: ListingIndex, showing scope: StatusScope = .all) {
    self.init(index.snapshot.path, index, showing: scope, refused: [])
  }

  /// Whether the snapshot's bytes are still those that were opened (`Snapshot.isUnchanged`).
  ///
  /// Ask after an answer was made: when this is false the answer may be wrong, and the directory is
  /// to be opened again.
  public var isUnchanged: Bool { index.snapshot.isUnchanged }

  package var index: ListingIndex { generation.index }

  /// The box around all positions; empty where no listing has one.
  public var bounds: Box { index.bounds }

  /// How many listings there are.
  public var count: Int { index.rows }

  /// Answers a search.
  ///
  /// Active listings match, unless the request's filter names a status or
  /// ``SearchRequest/statuses`` says otherwise.
  ///
  /// - Throws: ``PlatError/search(_:)``.
  public func search(_ request: SearchRequest) throws(PlatError) -> SearchResult {
    var request = request
    request.filter = request.filterWithStatuses
    scopedStatuses.restrict(&request.filter)
    let scoped = request
    // Cities and subdivisions are counted by place, not by name.
    let places =
      scoped.facets.contains(.city) || scoped.facets.contains(.subdivision)
      ? try part { () throws(SearchError) in try placeFacets() } : nil
    var result = try part { () throws(SearchError) in
      try searcher.search(scoped) { (field, rows) throws(SearchError) in
        try places?.counts(field, over: rows, index)
      }
    }
    // Counts of statuses leave out conditions on them.
    result.facets = result.facets.map { facet in
      facet.field == .standardStatus ? facet.keeping { scope.shows($0.value) } : facet
    }
    result.warnings = request.warnings
    let unknown = ListingFor.asked(result.unknownTexts, by: request.filter)
    if !unknown.isEmpty { result.warnings += try warnings(about: unknown) }
    return result
  }

  /// Answers a search given as names and values, as a URL's query has them.
  ///
  /// - Throws: ``PlatError/parameter(_:)`` with the name of the first parameter that cannot be, or
  ///   ``PlatError/search(_:)``.
  public func search(parameters: [(name: String, value: String)]) throws(PlatError) -> SearchResult
  {
    try search(
      try part { () throws(ParameterError) in
        try SearchParameters.request(parameters, in: self)
      })
  }

  /// The listing of a row, whether it is shown or not; nil for a row of another generation.
  public func listing(row: ListingRow) -> ListingView? {
    generation.ordinal(of: row).map { ListingView(generation, $0) }
  }

  /// The listing of a row of the columns; nil beyond the last.
  package func listing(ordinal: Int) -> ListingView? {
    ordinal >= 0 && ordinal < index.rows ? ListingView(generation, ordinal) : nil
  }

  /// The listing that has a key, or nil; nil, too, where it is not shown (``scope``).
  public func listing(key: String) -> ListingView? {
    guard let row = index.row(key: key), scopedStatuses.shows(row) else { return nil }
    return ListingView(generation, row)
  }
}
