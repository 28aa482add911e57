public import PlatCommon
public import PlatFeeds
public import PlatIndex
public import PlatJSON
public import PlatSearch
public import PlatSnapshot
public import PlatStore
public import PlatTiles
public import PlatValuation

/// Why a call of the library failed: the error of the part that failed, which says what, where, and
/// how to mend it.
public enum PlatError: Error, Sendable, CustomStringConvertible {
  /// The index directory is not there, or holds no snapshot that can be read.
  case noIndex(path: String, reason: IndexAbsence)
  /// The index directory has snapshots, and none of them is whole; why each was refused, newest
  /// first.
  case damaged(path: String, [SnapshotError])
  /// A snapshot file.
  case snapshot(SnapshotError)
  /// The record store, or another database of the index directory.
  case records(StoreError)
  /// The document of a listing does not decode as a type.
  case decoding(listingKey: String, JSONDecodingError)
  /// An input of a build.
  case feed(FeedError)
  /// An option of a build.
  case clusterOptions(ClusterOptionsError)
  /// A build of more listings than an index can hold.
  case full(IndexBuilder.Full)
  /// The work was ended before the answer was complete: its `WorkLimit` passed, or nobody waits for
  /// it.
  case ended(WorkEnded)
  /// A search.
  case search(SearchError)
  /// A cluster of the map.
  case cluster(ClusterError)
  /// A parameter of a search, given as text.
  case parameter(ParameterError)
  /// A home that cannot be valued.
  case valuation(ValuationError)
  /// No sale compares with a home as of a moment, in seconds since 1970; when the newest sale of
  /// the index closed, where it has one.
  case nothingCompares(reason: String, newestSale: Int64?, asOf: Int64)
  /// No listing and no street of the index has an address, or several may be meant.
  case unknownAddress(String, alternatives: [String])
  /// The seller of a home does not let its value be estimated; the key of its listing.
  case valuationWithheld(listingKey: String)
  /// A build that published nothing, because what stands is better than what it has made.
  case notPublished(BuildRefusal)
  /// An index has no state before the newest one that is whole.
  case noOlderState(path: String, reason: String)
  /// A file or directory that the build makes.
  case file(path: String, reason: String)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .ended(.deadline): "the work took too long and was ended; ask for less, or again"
    case .ended(.cancelled): "the work was cancelled"
    case .noIndex(let path, let reason):
      "\(path): \(reason.description)"
    case .damaged(let path, let errors):
      "\(path): "
        + (errors.count == 1
          ? "its one snapshot is damaged" : "all of its \(errors.count) snapshots are damaged")
        + "; restore a copy, or build the index again with `plat build INPUT --out \(path)` ("
        + errors.map { "\($0.shortPlace): \($0.reason)" }.joined(separator: "; ") + ")"
    case .snapshot(let error): "\(error)"
    case .records(let error): "\(error)"
    case .decoding(let key, let error): "the document of listing \"\(key)\": \(error)"
    case .feed(let error): "\(error)"
    case .clusterOptions(let error): "\(error)"
    case .full(let error): "\(error)"
    case .search(let error): "\(error)"
    case .cluster(let error): "\(error)"
    case .parameter(let error): "\(error)"
    case .valuation(let error): "\(error)"
    case .nothingCompares(let reason, let newest, let asOf):
      "nothing compares: \(reason); \(Self.advice(newest, asOf))"
    case .unknownAddress(let address, let alternatives):
      "no one home has the address \"\(address.shortened(to: 100))\"; "
        + (alternatives.isEmpty
          ? "" : "it may be \(alternatives.joined(separator: " or ")): say which, or ")
        + "give latitude and longitude"
    case .valuationWithheld:
      "the seller of this home does not let its value be estimated (InternetAutomatedValuationDisplayYN)"
    case .notPublished(let refusal): "\(refusal)"
    case .noOlderState(let path, let reason):
      "\(path): there is no state before to go back to: \(reason). Builds keep as many states as --keep says."
    case .file(let path, let reason): "\(path): \(reason)"
    }
  }

  /// What the newest sale says of an estimate that found nothing.
  private static func advice(_ newest: Int64?, _ asOf: Int64) -> String {
    guard let newest else { return "the index holds no sale with a price and a date" }
    let months = ComparableSearch.Reach.steps.last?.months ?? 0
    let isOld = Double(asOf) - Double(newest) > months * 30.4375 * 86_400
    return "the newest sale of the index closed on \(Figures.day(newest))"
      + (isOld ? ", too long before \(Figures.day(asOf)): ask for an estimate as of then" : "")
  }
}
