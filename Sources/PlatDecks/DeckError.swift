public import PlatSearch
public import PlatStore

/// An error of a deck.
public enum DeckError: Error, Equatable, Sendable {
  /// A condition is invalid, or the search was cancelled.
  case search(SearchError)
  /// The store of swipes is unreadable or unwritable.
  case store(StoreError)
}

extension DeckError: CustomStringConvertible {
  /// The error of the failed part.
  public var description: String {
    switch self {
    case .search(let error): "\(error)"
    case .store(let error): "\(error)"
    }
  }
}
