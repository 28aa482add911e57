public import PlatCommon
public import PlatFeeds
public import PlatIndex
public import PlatJSON
public import PlatLive
public import PlatSearch
public import PlatSnapshot
public import PlatStore
public import PlatTiles
public import PlatValuation

/// The reason a call of the library failed: the error of the failed part, with its place and
/// remedy.
public enum PlatError: Error, Sendable, CustomStringConvertible {
  /// The index directory is missing, or holds no snapshot that can be read.
  case noIndex(path: String, reason: IndexAbsence)
  /// The index directory has snapshots, and none of them is whole; the reasons each was refused,
  /// newest first.
  case damaged(path: String, [SnapshotError])
  /// An error of a snapshot file.
  case snapshot(SnapshotError)
  /// An error of the record store, or of another database of the index directory.
  case records(StoreError)
  /// The document of a listing does not decode as a type.
  case decoding(listingKey: String, JSONDecodingError)
  /// An error of a build's input.
  case feed(FeedError)
  /// An invalid option of a build.
  case clusterOptions(ClusterOptionsError)
  /// A build has more listings than an index can hold.
  case full(IndexBuilder.Full)
  /// The work ended before the answer was complete: its `WorkLimit` passed, or it was cancelled.
  case ended(WorkEnded)
  /// An error of a search.
  case search(SearchError)
  /// An error of a cluster of the map.
  case cluster(ClusterError)
  /// An invalid parameter of a search, given as text.
  case parameter(ParameterError)
  /// A home that cannot be valued.
  case valuation(ValuationError)
  /// No sale is comparable with a home as of a moment, in seconds since 1970; with the closing time
  /// of the newest sale in the index, if any.
  case nothingCompares(reason: String, newestSale: Int64?, asOf: Int64)
  /// The address matches no listing and no street of the index, or it is ambiguous.
  case unknownAddress(String, alternatives: [String])
  /// The seller of a home does not allow an estimate of its value; with the key of its listing.
  case valuationWithheld(listingKey: String)
  /// A build published nothing, because the current index is better than the new one.
  case notPublished(BuildRefusal)
  /// A write.
  case write(WriteError)
  /// An index has no whole state before the newest one.
  case noOlderState(path: String, reason: String)
  /// An error of a file or directory that a build creates.
  case file(path: String, reason: String)

  /// One sentence for users.
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
      """
      the seller of this home does not let its value be estimated \
      (InternetAutomatedValuationDisplayYN)
      """
    case .notPublished(let refusal): "\(refusal)"
    case .write(let error): "\(error)"
    case .noOlderState(let path, let reason):
      """
      \(path): there is no earlier state to go back to: \(reason); plat build --keep N keeps more
      """
    case .file(let path, let reason): "\(path): \(reason)"
    }
  }

  /// Advice from the newest sale for an estimate without comparable sales.
  private static func advice(_ newest: Int64?, _ asOf: Int64) -> String {
    guard let newest else { return "the index holds no sale with a price and a date" }
    let months = ComparableSearch.Reach.steps.last?.months ?? 0
    let isOld = Double(asOf) - Double(newest) > months * 30.4375 * 86_400
    return "the newest sale of the index closed on \(Figures.day(newest))"
      + (isOld ? ", too long before \(Figures.day(asOf)): ask for an estimate as of then" : "")
  }
}
