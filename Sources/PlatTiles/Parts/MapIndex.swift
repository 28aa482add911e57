internal import PlatCommon
internal import PlatIndex

/// What maps keep of one index, as long as one of them shows it: matches of queries, ids of
/// clusters, columns.
///
/// Nothing here depends on what was written since, so that the maps of successive generations share
/// it.
final class MapIndex: Sendable {
  let index: ListingIndex
  let cache: MatchCache
  let numbers: ClusterNumbers
  private let knownColumns = Once<ListingColumns>()
  /// The snapshot that the index was added to; nil for a snapshot.
  private let base: MapIndex?

  init(_ index: ListingIndex, addedTo base: MapIndex? = nil, cacheBytes: Int) {
    self.index = index
    self.base = base
    cache = MatchCache(index, bytes: cacheBytes)
    numbers = ClusterNumbers(index)
  }

  /// The columns that listings are written from, made when they are first asked for.
  var columns: ListingColumns { knownColumns.get { ListingColumns(index, addedTo: base?.columns) } }

  /// Makes what the first questions would make.
  func prepare() {
    index.prepareClusterSums()
    numbers.prepare()
    _ = columns
  }

  /// Whether that is made.
  var isPrepared: Bool {
    index.hasClusterSums && numbers.isPrepared && knownColumns.value != nil
  }
}

extension ListingMap {
  /// The rows of one part of a map's generation.
  struct Source {
    let index: ListingIndex
    let columns: ListingColumns
    /// The ordinals of its rows.
    let ordinals: Range<Int>
    /// Whether these are all rows of the generation.
    let isWhole: Bool
  }

  /// The part of a row.
  func source(of ordinal: Int) -> Source {
    if let changes, let part = changes.parts.last(where: { ordinal >= $0.part.start }) {
      return Source(
        index: part.part.index, columns: part.state.columns,
        ordinals: part.part.start..<part.part.end, isWhole: false)
    }
    return Source(
      index: index, columns: state.columns, ordinals: 0..<index.rows, isWhole: changes == nil)
  }
}
