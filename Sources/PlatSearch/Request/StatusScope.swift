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

/// A scope over one index: the rows that it hides.
package struct ScopedStatuses: Sendable {
  /// The hidden statuses in the spelling of the index; empty if nothing is hidden.
  package let hidden: [String]
  /// Whether the rows of each code of the status column are shown.
  private let isShown: [Bool]
  private let column: CodeColumn?
  /// The number of hidden rows.
  package private(set) var hiddenRows = 0

  /// Finds the statuses of an index that a scope hides.
  package init(_ scope: StatusScope, _ index: ListingIndex) {
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

  /// Whether no row of the index is hidden.
  package var showsAll: Bool { column == nil }

  /// Whether a row is shown.
  package func shows(_ row: Int) -> Bool {
    guard let column else { return true }
    let code = column.column.stored(row)
    return code < UInt64(isShown.count) ? isShown[Int(code)] : false
  }

  /// Adds the condition that hides rows, unless the filter names only shown statuses or the index
  /// has nothing to hide.
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
