package import PlatCommon
package import PlatDecks
package import PlatFeeds
package import PlatIndex
package import PlatLive
package import PlatPlaces
package import PlatSearch
package import PlatSnapshot
package import PlatStore
package import PlatTiles
package import PlatValuation

/// An error of one part of the library, converted to a ``PlatError`` at the public interface.
package protocol PartError: Error {
  /// The corresponding error of the library.
  var whole: PlatError { get }
}

extension PlatError: PartError {
  package var whole: PlatError { self }
}
extension SnapshotError: PartError {
  package var whole: PlatError { .snapshot(self) }
}
extension StoreError: PartError {
  package var whole: PlatError { .records(self) }
}
extension DeckError: PartError {
  package var whole: PlatError {
    switch self {
    case .search(let error): error.whole
    case .store(let error): error.whole
    }
  }
}
extension PlaceImportError: PartError {
  package var whole: PlatError {
    switch self {
    case .feed(let error): error.whole
    case .store(let error): error.whole
    }
  }
}
extension FeedError: PartError {
  package var whole: PlatError { .feed(self) }
}
extension SearchError: PartError {
  package var whole: PlatError {
    if case .ended(let end) = self { .ended(end) } else { .search(self) }
  }
}
extension ValuationError: PartError {
  package var whole: PlatError {
    if case .ended(let end) = self { .ended(end) } else { .valuation(self) }
  }
}
extension WorkEnded: PartError {
  package var whole: PlatError { .ended(self) }
}
extension MapError: PartError {
  package var whole: PlatError {
    switch self {
    case .search(let error): error.whole
    case .cluster(let error): .cluster(error)
    }
  }
}
extension ParameterError: PartError {
  package var whole: PlatError {
    if case .ended(let end) = reason { .ended(end) } else { .parameter(self) }
  }
}
extension ClusterOptionsError: PartError {
  package var whole: PlatError { .clusterOptions(self) }
}
extension BuildRefusal: PartError {
  package var whole: PlatError { .notPublished(self) }
}
extension WriteError: PartError {
  package var whole: PlatError {
    if case .store(let error) = self { .records(error) } else { .write(self) }
  }
}
extension IndexBuilder.Full: PartError {
  package var whole: PlatError { .full(self) }
}

/// Runs a body of one part, and throws its error as a ``PlatError``.
package func part<Result: ~Copyable, Failure: PartError>(
  _ body: () throws(Failure) -> Result
) throws(PlatError) -> Result {
  do throws(Failure) { return try body() } catch { throw error.whole }
}

extension PlatError {
  /// Makes the library's error from that of a search.
  package init(_ error: SearchError) { self = error.whole }
}
