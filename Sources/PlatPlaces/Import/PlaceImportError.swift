public import PlatFeeds
public import PlatStore

/// An error of an import of places data.
public enum PlaceImportError: Error, Equatable, Sendable {
  /// A file is unreadable, the rejects file is unwritable, or a strict import rejects a record.
  case feed(FeedError)
  /// The store of places is unreadable or unwritable.
  case store(StoreError)
}

extension PlaceImportError: CustomStringConvertible {
  /// The error of the failed part.
  public var description: String {
    switch self {
    case .feed(let error): "\(error)"
    case .store(let error): "\(error)"
    }
  }
}
