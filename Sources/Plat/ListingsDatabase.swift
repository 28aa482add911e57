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

/// An index directory open for reading: the newest whole snapshot and its records.
///
/// Opening maps the snapshot and takes the same few milliseconds for every size. The records open
/// when a whole document is first read. An open database never changes, and any number of threads
/// may use it at once. A ``LiveDatabase`` follows newer snapshots.
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
  /// The state of the listings that all answers come from.
  public let generation: Generation
  /// Answers searches over ``generation``.
  public let searcher: Searcher
  /// Answers for maps: tiles, clusters and their listings.
  public let map: ListingMap
  /// The statuses of the listings that it shows by key and in searches, counts, places and
  /// analyses.
  ///
  /// ``generation`` holds all.
  public let scope: StatusScope
  let scopedStatuses: ScopedStatuses
  /// Newer snapshots that were refused, each with its reason, newest first.
  public let refusedSnapshots: [SnapshotError]

  /// Values derived from the generation, each made on first use: the records, the names, the
  /// communities, the estimator and others.
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
  ///   - verifying: Whether to read the whole snapshot and compare its checksums first, some 0.1 s
  ///     for 100 MB. Otherwise damage inside a section may cause wrong answers, and only
  ///     contradictions between sections are found.
  ///   - residence: Whether to map the snapshot or to read it into memory.
  ///   - scope: The listings to show; a public server takes ``StatusScope/publicSite`` or its own.
  /// - Throws: ``PlatError/noIndex(path:reason:)`` if there is no snapshot,
  ///   ``PlatError/damaged(path:_:)`` if none is whole, ``PlatError/snapshot(_:)`` if the directory
  ///   cannot be read.
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

  /// Opens the newest whole snapshot of a directory unless it is already in use.
  ///
  /// - Parameter isServed: Whether a file is in use; older files are not examined.
  /// - Returns: The database, or nil if the newest whole snapshot is in use or none is whole; the
  ///   reasons the newer ones were refused.
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

  /// Opens one snapshot file at any path; whole documents are then not available.
  public convenience init(snapshot path: String, showing scope: StatusScope = .all)
    throws(PlatError)
  {
    let index = try part { () throws(SnapshotError) in
      try ListingIndex(try Snapshot.open(path: path))
    }
    self.init(path, index, showing: scope, refused: [])
  }

  /// Takes an open index, such as one in memory; whole documents are then not available.
  public convenience init(_ index: ListingIndex, showing scope: StatusScope = .all) {
    self.init(index.snapshot.path, index, showing: scope, refused: [])
  }

  /// Whether the snapshot's bytes are still the opened ones (`Snapshot.isUnchanged`).
  ///
  /// Check it after making an answer: if it is false, the answer may be wrong, and the directory
  /// must be opened again.
  public var isUnchanged: Bool { index.snapshot.isUnchanged }

  package var index: ListingIndex { generation.index }

  /// The box around all positions; empty if no listing has one.
  public var bounds: Box { index.bounds }

  /// The number of listings.
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
    // Counts of statuses ignore conditions on the status.
    result.facets = result.facets.map { facet in
      facet.field == .standardStatus ? facet.keeping { scope.shows($0.value) } : facet
    }
    result.warnings = request.warnings
    let unknown = ListingFor.asked(result.unknownTexts, by: request.filter)
    if !unknown.isEmpty { result.warnings += try warnings(about: unknown) }
    return result
  }

  /// Answers a search given as names and values, as in a URL's query.
  ///
  /// - Throws: ``PlatError/parameter(_:)`` for the first invalid parameter, or
  ///   ``PlatError/search(_:)``.
  public func search(parameters: [(name: String, value: String)]) throws(PlatError) -> SearchResult
  {
    try search(
      try part { () throws(ParameterError) in
        try SearchParameters.request(parameters, in: self)
      })
  }

  /// The listing of a row, shown or not; nil for a row of another generation.
  public func listing(row: ListingRow) -> ListingView? {
    generation.ordinal(of: row).map { ListingView(generation, $0) }
  }

  /// The listing of a row of the columns; nil past the last row.
  package func listing(ordinal: Int) -> ListingView? {
    ordinal >= 0 && ordinal < index.rows ? ListingView(generation, ordinal) : nil
  }

  /// The listing with a key; nil if there is none or if it is not shown (``scope``).
  public func listing(key: String) -> ListingView? {
    guard let row = index.row(key: key), scopedStatuses.shows(row) else { return nil }
    return ListingView(generation, row)
  }
}
