public import PlatFeeds
public import PlatStore

/// Why places data was not imported.
public enum PlaceImportError: Error, Equatable, Sendable {
  /// A file cannot be read, the refusals cannot be written, or a strict import refuses a record.
  case feed(FeedError)
  /// The store of places cannot be read or written.
  case store(StoreError)
}

extension PlaceImportError: CustomStringConvertible {
  /// The error of the part that failed.
  public var description: String {
    switch self {
    case .feed(let error): "\(error)"
    case .store(let error): "\(error)"
    }
  }
}
