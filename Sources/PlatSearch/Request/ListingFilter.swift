public import PlatListings

/// What a listing must be like to match: every condition must hold.
///
/// A condition on a field that a listing lacks does not hold, but for ``Condition/pool(_:)`` and
/// ``Condition/excludes(_:_:)``.
public struct ListingFilter: Hashable, Sendable {
  /// One condition on one field.
  public enum Condition: Hashable, Sendable {
    /// A number, date or flag field lies between two values in stored form (`FieldKind`), both
    /// included.
    case number(Field, ClosedRange<Int64>)
    /// The date listed (`ListedDate`) lies between two moments in seconds since 1970, both
    /// included.
    case listed(ClosedRange<Int64>)
    /// A text field is one of some texts, without regard to case.
    case equals(Field, [String])
    /// A text field is none of some texts, without regard to case; it holds where the field is
    /// missing, too.
    case excludes(Field, [String])
    /// A text field contains a text, without regard to case; an empty text is in every text.
    case contains(Field, String)
    /// Whether there is a pool: a `pool` text other than `None`, `No` and `No Pool`, without regard
    /// to case.
    case pool(Bool)

    /// The field that the condition is about; a facet of this field ignores the condition.
    public var field: Field {
      switch self {
      case .number(let field, _), .equals(let field, _), .excludes(let field, _),
        .contains(let field, _):
        field
      case .listed: .onMarketDate
      case .pool: .pool
      }
    }
  }

  /// The conditions, all of which must hold.
  public var conditions: [Condition]

  /// Makes a filter of conditions; without any, every listing matches.
  public init(_ conditions: [Condition] = []) { self.conditions = conditions }

  /// Adds a condition: the number of the field, in stored form (cents, hundredths), is at least a
  /// value.
  public mutating func requireStored(_ field: Field, atLeast value: Int64) {
    conditions.append(.number(field, value...Int64.max))
  }

  /// Adds a condition: the number of the field, in stored form, is at most a value.
  public mutating func requireStored(_ field: Field, atMost value: Int64) {
    conditions.append(.number(field, (Listing.missing + 1)...max(value, Listing.missing + 1)))
  }

  /// The same filter without the conditions on a field.
  public func ignoring(_ field: Field) -> ListingFilter {
    ListingFilter(conditions.filter { $0.field != field })
  }
}
