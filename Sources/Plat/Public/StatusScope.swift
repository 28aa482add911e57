internal import PlatIndex
internal import PlatListings
public import PlatSearch

/// Which listings an open database shows, by their status: all of them, or those with one of some
/// statuses.
///
/// A listing without a status is shown in either case.
public struct StatusScope: Sendable, Equatable {
  /// The statuses that are shown; nil for all.
  public let statuses: [String]?

  /// Every listing.
  public static let all = StatusScope(statuses: nil)

  /// What a public site shows unless said otherwise.
  public static let publicSite = StatusScope(statuses: [
    StandardStatus.active, StandardStatus.activeUnderContract, StandardStatus.pending,
    StandardStatus.hold, StandardStatus.comingSoon, StandardStatus.closed,
  ])

  private init(statuses: [String]?) { self.statuses = statuses }

  /// Shows listings with one of some statuses, in any spelling: `Coming Soon`, `coming_soon`.
  ///
  /// - Throws: ``ParameterError`` about the first word that is no status, or one that is never
  ///   public.
  public init(_ words: [String]) throws(ParameterError) {
    guard case .lookup(let known) = Field.standardStatus.definition.kind else {
      self = .all
      return
    }
    let shown = known.filter { !ListingDisplay.neverPublicStatuses.contains($0) }
    var statuses: [String] = []
    for word in words {
      let folded = Array(folded: word)
      guard let status = shown.first(where: { Array(folded: $0) == folded }) else {
        throw ParameterError(
          "public-status", word, .badValue, expected: "some of " + shown.joined(separator: ", "))
      }
      if !statuses.contains(status) { statuses.append(status) }
    }
    self.init(statuses: statuses)
  }

  /// Whether listings with a status are shown; nil stands for a listing without one.
  public func shows(_ status: String?) -> Bool {
    guard let statuses, let status else { return true }
    return statuses.contains { $0.lowercased() == status.lowercased() }
  }
}

/// A scope over one index: which rows it hides.
struct ScopedStatuses: Sendable {
  /// The statuses of listings of the index that are hidden, as the index spells them; empty where
  /// it hides none.
  let hidden: [String]
  /// Whether the rows of each code of the status column are shown.
  private let isShown: [Bool]
  private let column: CodeColumn?
  /// How many rows are hidden.
  private(set) var hiddenRows = 0

  init(_ scope: StatusScope, _ index: ListingIndex) {
    guard scope != .all, let column = index.codes(.standardStatus) else {
      (hidden, isShown, self.column) = ([], [], nil)
      return
    }
    var hidden: [String] = []
    var isShown = [true]
    for code in 1..<(column.codes + 1) {
      let text = column.text(code: UInt64(code))
      isShown.append(scope.shows(text))
      let count = Int(column.counts[code, default: 0])
      if scope.shows(text) || count == 0 { continue }
      hidden.append(text)
      hiddenRows += count
    }
    self.hidden = hidden
    self.isShown = isShown
    self.column = hidden.isEmpty ? nil : column
  }

  /// Whether nothing of the index is hidden.
  var showsAll: Bool { column == nil }

  /// Whether a row is shown.
  func shows(_ row: Int) -> Bool {
    guard let column else { return true }
    let code = column.column.stored(row)
    return code < UInt64(isShown.count) ? isShown[Int(code)] : false
  }

  /// Adds the condition that hides rows, unless the filter names shown statuses alone or the index
  /// has nothing to hide.
  func restrict(_ filter: inout ListingFilter) {
    if hidden.isEmpty { return }
    let excludes = ListingFilter.Condition.excludes(.standardStatus, hidden)
    for condition in filter.conditions {
      if condition == excludes { return }
      if case .equals(.standardStatus, let texts) = condition, texts.allSatisfy(isShownWord) {
        return
      }
    }
    filter.conditions.append(excludes)
  }

  private func isShownWord(_ text: String) -> Bool {
    let folded = text.lowercased()
    return !hidden.contains { $0.lowercased() == folded }
  }
}

extension ListingsDatabase {
  /// A filter that matches what the database shows of the matches of another (``scope``).
  ///
  /// Searches do this by themselves. It is for whoever asks ``searcher`` or ``map``, which know all
  /// listings.
  public func scoped(_ filter: ListingFilter) -> ListingFilter {
    var filter = filter
    scopedStatuses.restrict(&filter)
    return filter
  }

  /// How many listings the database shows (``scope``).
  public var shownCount: Int { max(count - scopedStatuses.hiddenRows, 0) }

  /// Whether the database shows a row (``scope``).
  public func shows(row: ListingRow) -> Bool {
    generation.ordinal(of: row).map { scopedStatuses.shows($0) } ?? false
  }
}
