public import PlatSearch
public import PlatStore

/// Why a deck cannot answer.
public enum DeckError: Error, Equatable, Sendable {
  /// A condition cannot be asked, or the search was ended.
  case search(SearchError)
  /// The store of swipes cannot be read or written.
  case store(StoreError)
}

extension DeckError: CustomStringConvertible {
  /// The error of the part that failed.
  public var description: String {
    switch self {
    case .search(let error): "\(error)"
    case .store(let error): "\(error)"
    }
  }
}
