public import PlatFeeds

/// The reason a build published nothing although it could read and write: the current index is
/// better than the new one.
public enum BuildRefusal: Error, Equatable, Sendable, CustomStringConvertible {
  /// Inputs were empty, truncated or not listings; the first refusal of each input.
  ///
  /// ``BuildOptions/allowsIncomplete`` publishes the listings taken.
  case incomplete([Refusal])
  /// No listing was taken. ``BuildOptions/maxShrink`` of 1 allows an empty index.
  case empty
  /// The index would hold far fewer listings than the current one. A greater
  /// ``BuildOptions/maxShrink`` allows it.
  case shrunk(from: Int, to: Int, maxShrink: Double)

  /// The reason and the remedy, in one line.
  public var description: String {
    switch self {
    case .incomplete(let refusals):
      (refusals.first.map { "\($0)" } ?? "an input was not read to its end.")
        + Self.others(refusals.count - 1)
        + " Nothing was published; --allow-incomplete publishes what was taken."
    case .empty:
      """
      the inputs hold no listing that can be indexed. Nothing was published; check the inputs, or \
      allow an empty index with --max-shrink 100%.
      """
    case .shrunk(let from, let to, let maxShrink):
      """
      the inputs hold \(to) listings, \(Self.percent(from, to)) % fewer than the \(from) of the \
      index; at most \((maxShrink * 100).formattedPlainly) % are allowed. Nothing was published; \
      check the inputs, or allow it with --max-shrink \(Self.percent(from, to))%.
      """
    }
  }

  private static func others(_ count: Int) -> String {
    switch count {
    case ..<1: ""
    case 1: " So was 1 other input."
    default: " So were \(count) other inputs."
    }
  }

  /// The lost share, in whole percents, rounded up.
  private static func percent(_ from: Int, _ to: Int) -> Int {
    ((from - to) * 100 + from - 1) / max(from, 1)
  }

  /// Refuses a build that is worse than the current index.
  ///
  /// - Parameters:
  ///   - feed: The outcome of the inputs.
  ///   - count: The number of listings in the new index.
  ///   - standing: The number of listings in the current index; nil if there is none.
  static func check(
    _ feed: FeedSummary, count: Int, standing: Int?, _ options: BuildOptions
  ) throws(BuildRefusal) {
    let failures = feed.inputs.compactMap(\.failure)
    if !failures.isEmpty, !options.allowsIncomplete { throw .incomplete(failures) }
    guard options.maxShrink < 1 else { return }
    if count == 0 { throw .empty }
    // The tolerance allows for a product that was rounded down.
    if let standing, Double(standing - count) > Double(standing) * options.maxShrink + 1e-6 {
      throw .shrunk(from: standing, to: count, maxShrink: options.maxShrink)
    }
  }
}

extension Double {
  /// The number without a fraction if it is whole.
  fileprivate var formattedPlainly: String { self == rounded() ? "\(Int(self))" : "\(self)" }
}
