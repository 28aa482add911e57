internal import PlatCommon
public import PlatGeometry
public import PlatIndex
internal import PlatPlaces
internal import PlatRecords
public import PlatSearch
public import PlatSnapshot
public import PlatStore
public import PlatTiles
internal import PlatValuation
internal import Synchronization

/// An index directory open for reading: the newest whole snapshot and its records.
///
/// Opening maps the snapshot, and reads from the records what was written since; without writes it
/// takes the same few milliseconds for every size. An open database never changes, and any number
/// of threads may use it at once. It shows listings written before it was opened. A
/// ``LiveDatabase`` follows newer snapshots and writes, and writes itself.
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
  /// The snapshot that it was opened with.
  package let origin: Snapshot
  /// The listings, those that were written since the snapshot in parts of their own.
  ///
  /// ``search(_:)``, ``map`` and look-ups by key read it; everything else reads ``generation``.
  package let state: Generation
  /// The statuses of the listings that it shows by key and in searches, counts, places and
  /// analyses.
  ///
  /// ``generation`` holds all.
  public let scope: StatusScope
  /// The scope over ``state``.
  let stateStatuses: ScopedStatuses
  /// The values made of a state without written parts.
  private let ready: Views?
  /// Those of a state with written parts, made on first use.
  private let merged = Once<Views>()
  /// The map, made on first use.
  private let madeMap = Once<ListingMap>()
  /// A map of an earlier state, until the map is made.
  private let earlierMap: Mutex<ListingMap?>
  /// Values that belong to the snapshot's files, whatever was written since.
  let files: Attachments
  /// The error that kept written listings from being read; the snapshot's are shown then.
  public let unreadWrites: StoreError?
  /// Newer snapshots that were refused, each with its reason, newest first.
  public let refusedSnapshots: [SnapshotError]

  /// Values made of ``generation`` to query it.
  private struct Views: Sendable {
    let searcher: Searcher
    let statuses: ScopedStatuses

    init(_ generation: Generation, _ statuses: ScopedStatuses) {
      searcher = Searcher(generation)
      self.statuses = statuses
    }
  }

  /// The state of the listings as one index.
  ///
  /// If listings were written since the snapshot, their indexes are merged on first use, in about
  /// 0.2 s for 42,000 listings.
  public var generation: Generation { state.whole }

  /// Answers searches over ``generation``.
  public var searcher: Searcher { ready?.searcher ?? made.searcher }

  /// Answers for maps: tiles, clusters and their listings.
  ///
  /// Its rows are those of the state with written parts; clusters are the snapshot's, without the
  /// listings that are gone and with those that were added.
  public var map: ListingMap {
    madeMap.get {
      let earlier = earlierMap.withLock { $0.take() }
      return ListingMap(state, following: earlier)
    }
  }

  /// The map, or that of an earlier state, where one is made.
  private var knownMap: ListingMap? { madeMap.value ?? earlierMap.withLock { $0 } }

  /// The scope over ``generation``.
  var scopedStatuses: ScopedStatuses { ready?.statuses ?? made.statuses }

  private var made: Views {
    merged.get {
      let whole = generation
      return Views(whole, ScopedStatuses(scope, whole))
    }
  }

  /// Values derived from the generation, each made on first use: the names, the communities, the
  /// estimator and others.
  var attachments: Attachments { generation.attachments }

  /// The name of the record store in an index directory.
  public static let recordsName = "records.sqlite"

  private init(
    _ path: String, _ index: ListingIndex, showing scope: StatusScope, refused: [SnapshotError],
    readsWrites: Bool = false
  ) {
    self.path = path
    origin = index.snapshot
    files = Attachments()
    let written =
      readsWrites ? WrittenListings.read(over: index, in: path, files, of: origin) : .none
    state = written.generation ?? Generation(index)
    unreadWrites = written.failure
    self.scope = scope
    earlierMap = Mutex(nil)
    stateStatuses = ScopedStatuses(scope, state)
    ready = state.isWhole ? Views(state, stateStatuses) : nil
    refusedSnapshots = refused
  }

  /// The same snapshot with another state of what was written since.
  package init(
    _ other: ListingsDatabase, state: Generation, origin: Snapshot? = nil,
    files: Attachments? = nil, unreadWrites: StoreError? = nil
  ) {
    path = other.path
    self.origin = origin ?? other.origin
    self.files = files ?? other.files
    self.state = state
    self.unreadWrites = unreadWrites
    scope = other.scope
    earlierMap = Mutex(other.knownMap)
    stateStatuses = ScopedStatuses(scope, state)
    ready = state.isWhole ? Views(state, stateStatuses) : nil
    refusedSnapshots = other.refusedSnapshots
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
    self.init(path, found, showing: scope, refused: opened.refused, readsWrites: true)
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
      ListingsDatabase(path, $0, showing: scope, refused: opened.refused, readsWrites: true)
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
  public var isUnchanged: Bool { origin.isUnchanged }

  /// The number of the last change that it shows.
  public var changeNumber: UInt64 { state.changeNumber }

  package var index: ListingIndex { generation.index }

  /// The box around all positions; empty if no listing has one.
  public var bounds: Box { index.bounds }

  /// The number of listings.
  public var count: Int { state.count }

  /// Answers a search.
  ///
  /// Active listings match, unless the request's filter names a status or
  /// ``SearchRequest/statuses`` says otherwise.
  ///
  /// - Throws: ``PlatError/search(_:)``.
  public func search(_ request: SearchRequest) throws(PlatError) -> SearchResult {
    var request = request
    request.filter = request.filterWithStatuses
    stateStatuses.restrict(&request.filter)
    let scoped = request
    var result = try found(scoped)
    // Counts of statuses ignore conditions on the status.
    result.facets = result.facets.map { facet in
      facet.field == .standardStatus ? facet.keeping { scope.shows($0.value) } : facet
    }
    result.warnings = request.warnings
    let unknown = ListingFor.asked(result.unknownTexts, by: request.filter)
    if !unknown.isEmpty { result.warnings += try warnings(about: unknown) }
    return result
  }

  /// Answers a search that is restricted to what is shown.
  private func found(_ scoped: SearchRequest) throws(PlatError) -> SearchResult {
    // Cities and subdivisions are counted by place, not by name.
    let countsPlaces = scoped.facets.contains(.city) || scoped.facets.contains(.subdivision)
    if !state.isWhole, state.hasSameColumns, !countsPlaces {
      return try part { () throws(SearchError) in try Searcher(state).search(scoped) }
    }
    let places =
      countsPlaces
      ? try part { () throws(SearchError) in try placeFacets() } : nil
    return try part { () throws(SearchError) in
      try searcher.search(scoped) { (field, rows) throws(SearchError) in
        try places?.counts(field, over: rows, index)
      }
    }
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
    if let ordinal = state.ordinal(of: row) { return ListingView(state, ordinal) }
    guard let whole = state.knownWhole else { return nil }
    return whole.ordinal(of: row).map { ListingView(whole, $0) }
  }

  /// The box around the matches, and how many have a position; nil if none has one.
  ///
  /// - Throws: `SearchError` for an invalid condition, or if the current `WorkLimit` ends the work.
  package func bounds(
    _ filter: ListingFilter, in region: Region = Region()
  ) throws(SearchError) -> MatchBounds? {
    try Searcher(state).bounds(filter, in: region)
  }

  /// The row of a listing in ``generation``, whichever generation it was found in.
  func rowOfWhole(_ listing: ListingView) -> ListingRow? {
    let whole = generation
    if whole.ordinal(of: listing.row) != nil { return listing.row }
    return whole.ordinal(key: listing.key).map { whole.row($0) }
  }

  /// The listing of a row of ``generation``; nil past the last row.
  package func listing(ordinal: Int) -> ListingView? {
    ordinal >= 0 && ordinal < index.rows ? ListingView(generation, ordinal) : nil
  }

  /// The listing with a key; nil if there is none or if it is not shown (``scope``).
  public func listing(key: String) -> ListingView? {
    guard let ordinal = state.ordinal(key: key), stateStatuses.shows(ordinal) else { return nil }
    return ListingView(state, ordinal)
  }
}
