package import PlatListings

/// The conditions of a match; a listing must meet all of them.
///
/// A filter is written as an array of filters, or combined with ``any(_:)`` and ``not(_:)``:
///
///     // Condos, or any home with four bedrooms that is not in Indio.
///     let filter: ListingFilter = .any([
///       .text(.propertySubType, "Condo"),
///       [.value(.beds, 4...), .not(.text(.city, "Indio"))],
///     ])
///
/// A condition on a field that a listing lacks is false, except ``pool(_:)`` with false and
/// ``not(_:)``.
public struct ListingFilter: Hashable, Sendable {
  /// One condition: on one field, or a combination of filters.
  package indirect enum Condition: Hashable, Sendable {
    /// A number, date or flag field is between two values in stored form (`FieldKind`), both
    /// included.
    case number(Field, ClosedRange<Int64>)
    /// The listing date (`ListedDate`) is between two moments in seconds since 1970, both included.
    case listed(ClosedRange<Int64>)
    /// A text field equals one of several texts, ignoring case and accents.
    case equals(Field, [String])
    /// A text field equals none of several texts, ignoring case and accents; also true if the field
    /// is missing.
    case excludes(Field, [String])
    /// A text field contains a text, ignoring case and accents; every text contains the empty one.
    case contains(Field, String)
    /// A text field contains at least one of several texts, ignoring case and accents.
    case containsAny(Field, [String])
    /// The listing key equals one of several keys, byte by byte.
    case keys([String])
    /// A listing belongs to at least one of several places, each given as a filter for its
    /// listings. A facet of the field ignores the whole condition.
    case place(Field, [ListingFilter])
    /// Whether there is a pool: a `pool` text other than `None`, `No` and `No Pool`, ignoring case.
    case pool(Bool)
    /// At least one of several filters matches; an empty list matches nothing.
    case any([ListingFilter])
    /// A filter does not match; also true for listings that lack the filter's fields.
    case not(ListingFilter)

    /// The field of the condition; nil for a combination of several fields.
    ///
    /// A facet of this field ignores the condition.
    package var field: Field? { field(within: ListingFilter.depthLimit) }

    private func field(within depth: Int) -> Field? {
      switch self {
      case .number(let field, _), .equals(let field, _), .excludes(let field, _),
        .contains(let field, _), .containsAny(let field, _), .place(let field, _):
        field
      case .keys: .listingKey
      case .listed: .onMarketDate
      case .pool: .pool
      case .any(let filters): Self.field(of: filters.flatMap(\.conditions), within: depth)
      case .not(let filter): Self.field(of: filter.conditions, within: depth)
      }
    }

    /// The common field of several conditions; nil if they differ, or if there are none.
    private static func field(of conditions: [Condition], within depth: Int) -> Field? {
      guard depth > 0, let field = conditions.first?.field(within: depth - 1) else { return nil }
      return conditions.dropFirst().allSatisfy { $0.field(within: depth - 1) == field }
        ? field : nil
    }

    /// Whether the condition is more than the test of one column.
    var isCombination: Bool {
      switch self {
      case .any, .not, .place, .keys: true
      default: false
      }
    }

    /// A condition on one column that is true whenever this one is: the listing's place has one of
    /// the names of the places.
    var narrower: Condition? {
      guard case .place(let field, let filters) = self else { return nil }
      var texts: [String] = []
      for filter in filters {
        let names = filter.conditions.lazy.compactMap { condition -> [String]? in
          if case .equals(field, let names) = condition { names } else { nil }
        }
        guard let names = names.first else { return nil }
        texts += names
      }
      return .equals(field, texts)
    }

    /// The filters that the condition combines.
    package var parts: [ListingFilter] {
      switch self {
      case .any(let filters), .place(_, let filters): filters
      case .not(let filter): [filter]
      default: []
      }
    }

    /// The number of conditions on one field, and the depth of nested combinations; stops one level
    /// below a limit.
    fileprivate func size(within depth: Int) -> (leaves: Int, depth: Int) {
      switch self {
      case .place:
        // Any number of places counts as one condition.
        guard depth > 0 else { return (1, 1) }
        let inner = parts.lazy.flatMap(\.conditions).map { $0.size(within: depth - 1).depth }
        return (1, (inner.max() ?? 0) + 1)
      case .any, .not:
        var size = (leaves: 0, depth: 1)
        guard depth > 0 else { return size }
        for condition in parts.lazy.flatMap(\.conditions) {
          let inner = condition.size(within: depth - 1)
          size = (size.leaves + inner.leaves, max(size.depth, inner.depth + 1))
        }
        return size
      default: return (1, 0)
      }
    }
  }

  /// The deepest nesting of ``any(_:)`` and ``not(_:)``.
  public static let depthLimit = 8
  /// The greatest number of conditions on one field in all combinations of a filter together.
  public static let leafLimit = 64

  /// Throws if combinations are nested too deep or hold too many conditions.
  package func checkSize() throws(SearchError) {
    var leaves = 0
    for condition in conditions {
      let size = condition.size(within: Self.depthLimit)
      guard size.depth <= Self.depthLimit else {
        throw .outOfRange(
          name: "the filter's depth", value: size.depth, expected: "at most \(Self.depthLimit)")
      }
      if size.depth > 0 { leaves += size.leaves }
    }
    guard leaves <= Self.leafLimit else {
      throw .outOfRange(
        name: "the number of combined conditions", value: leaves,
        expected: "at most \(Self.leafLimit)")
    }
  }

  /// The conditions, all of which must be true.
  package var conditions: [Condition]

  /// Makes a filter that matches every listing.
  public init() { conditions = [] }

  /// Makes a filter of conditions.
  package init(_ conditions: [Condition]) { self.conditions = conditions }

  /// Adds a condition: the number of the field, in stored form (cents, hundredths), is at least a
  /// value.
  package mutating func requireStored(_ field: Field, atLeast value: Int64) {
    conditions.append(.number(field, value...Int64.max))
  }

  /// Adds a condition: the number of the field, in stored form, is at most a value.
  package mutating func requireStored(_ field: Field, atMost value: Int64) {
    conditions.append(.number(field, (Listing.missing + 1)...max(value, Listing.missing + 1)))
  }

  /// The same filter without the conditions on a field.
  package func ignoring(_ field: Field) -> ListingFilter {
    ListingFilter(conditions.filter { $0.field != field })
  }
}
