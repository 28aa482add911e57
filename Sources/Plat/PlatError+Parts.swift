internal import PlatCommon
internal import PlatDecks
internal import PlatFeeds
internal import PlatIndex
internal import PlatPlaces
internal import PlatSearch
internal import PlatSnapshot
internal import PlatStore
internal import PlatTiles
internal import PlatValuation

/// An error of one part of the library, which becomes a ``PlatError`` on its way out.
protocol PartError: Error {
  /// The library's error that stands for this one.
  var whole: PlatError { get }
}

extension SnapshotError: PartError {
  var whole: PlatError { .snapshot(self) }
}
extension StoreError: PartError {
  var whole: PlatError { .records(self) }
}
extension DeckError: PartError {
  var whole: PlatError {
    switch self {
    case .search(let error): error.whole
    case .store(let error): error.whole
    }
  }
}
extension PlaceImportError: PartError {
  var whole: PlatError {
    switch self {
    case .feed(let error): error.whole
    case .store(let error): error.whole
    }
  }
}
extension FeedError: PartError {
  var whole: PlatError { .feed(self) }
}
extension SearchError: PartError {
  var whole: PlatError { if case .ended(let end) = self { .ended(end) } else { .search(self) } }
}
extension ValuationError: PartError {
  var whole: PlatError { if case .ended(let end) = self { .ended(end) } else { .valuation(self) } }
}
extension WorkEnded: PartError {
  var whole: PlatError { .ended(self) }
}
extension MapError: PartError {
  var whole: PlatError {
    switch self {
    case .search(let error): error.whole
    case .cluster(let error): .cluster(error)
    }
  }
}
extension ParameterError: PartError {
  var whole: PlatError {
    if case .ended(let end) = reason { .ended(end) } else { .parameter(self) }
  }
}
extension ClusterOptionsError: PartError {
  var whole: PlatError { .clusterOptions(self) }
}
extension BuildRefusal: PartError {
  var whole: PlatError { .notPublished(self) }
}
extension IndexBuilder.Full: PartError {
  var whole: PlatError { .full(self) }
}

/// Does something of one part, and throws its error as the library's.
func part<Result: ~Copyable, Failure: PartError>(
  _ body: () throws(Failure) -> Result
) throws(PlatError) -> Result {
  do throws(Failure) { return try body() } catch { throw error.whole }
}
