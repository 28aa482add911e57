package import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The listings that an open database shows, by their status: all of them, or those with one of
/// several statuses.
///
/// A listing without a status is always shown.
public struct StatusScope: Sendable, Equatable {
  /// The shown statuses; nil for all.
  public let statuses: [String]?

  /// Every listing.
  public static let all = StatusScope(statuses: nil)

  /// The default scope of a public site.
  public static let publicSite = StatusScope(statuses: [
    StandardStatus.active, StandardStatus.activeUnderContract, StandardStatus.pending,
    StandardStatus.hold, StandardStatus.comingSoon, StandardStatus.closed,
  ])

  package init(statuses: [String]?) { self.statuses = statuses }

  /// Whether listings with a status are shown; nil stands for a listing without one.
  public func shows(_ status: String?) -> Bool {
    guard let statuses, let status else { return true }
    return statuses.contains { $0.lowercased() == status.lowercased() }
  }
}

/// A scope over a generation: the rows that it hides.
package struct ScopedStatuses: Sendable {
  /// The hidden statuses in the spelling of the indexes; empty if nothing is hidden.
  package private(set) var hidden: [String] = []
  /// The number of hidden rows.
  package private(set) var hiddenRows = 0
  /// The parts of which rows are hidden, the last one first.
  private var parts: [HidingPart] = []
  /// Whether the generation has one part.
  private let isWhole: Bool

  /// Finds the statuses of a generation's listings that a scope hides.
  package init(_ scope: StatusScope, _ generation: Generation) {
    isWhole = generation.parts.count == 1
    if scope == .all { return }
    for part in generation.parts {
      guard let hiding = HidingPart(scope, part) else { continue }
      parts.insert(hiding, at: 0)
      hidden += hiding.hidden.filter { !hidden.contains($0) }
      hiddenRows += hiding.rows
    }
  }

  /// Finds the statuses of an index that a scope hides.
  package init(_ scope: StatusScope, _ index: ListingIndex) {
    self.init(scope, Generation(index))
  }

  /// Whether no row is hidden.
  package var showsAll: Bool { parts.isEmpty }

  /// Whether the row with an ordinal is shown.
  package func shows(_ ordinal: Int) -> Bool {
    if isWhole { return parts.isEmpty || parts[0].shows(ordinal) }
    for part in parts where ordinal >= part.start {
      return ordinal >= part.end || part.shows(ordinal - part.start)
    }
    return true
  }

  /// Adds the condition that hides rows, unless the filter names only shown statuses or there is
  /// nothing to hide.
  package func restrict(_ filter: inout ListingFilter) {
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

/// A part of a generation some of whose rows are hidden.
private struct HidingPart: Sendable {
  let start: Int
  let end: Int
  /// The statuses that are hidden, as the part spells them.
  private(set) var hidden: [String] = []
  /// How many rows are hidden, those that are gone apart.
  private(set) var rows = 0
  /// Whether the rows of each code of the status column are shown.
  private var isShown: [Bool] = [true]
  private let column: CodeColumn

  /// Nil where the scope hides nothing of the part.
  init?(_ scope: StatusScope, _ part: GenerationPart) {
    guard let column = part.index.codes(.standardStatus) else { return nil }
    self.column = column
    (start, end) = (part.start, part.end)
    for code in 1..<(column.codes + 1) {
      let text = column.text(code: UInt64(code))
      isShown.append(scope.shows(text))
      let count = Int(column.counts[code, default: 0])
      if scope.shows(text) || count == 0 { continue }
      hidden.append(text)
      rows += count
    }
    if hidden.isEmpty { return nil }
    for row in part.removed.rows where !shows(Int(row)) { rows -= 1 }
  }

  func shows(_ row: Int) -> Bool {
    let code = column.column.stored(row)
    return code < UInt64(isShown.count) ? isShown[Int(code)] : false
  }
}
