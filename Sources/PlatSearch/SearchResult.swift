public import PlatIndex
public import PlatListings

/// The answer to a ``SearchRequest``.
public struct SearchResult: Sendable {
  /// The generation that answered.
  public let generation: Generation
  /// The rows of the page, in the requested order.
  public var rows: [ListingRow]
  /// The distance of each row in metres, if the request sorts by distance or has a circle; nil for
  /// a row without a position.
  public var distances: [Double?]
  /// The exact number of matches.
  public var total: Int
  /// The start of the next page; nil after the last.
  public var nextCursor: Cursor?
  /// The requested facets, in the order of the request.
  public var facets: [FacetCounts]
  /// The counts of list prices, if requested.
  public var priceHistogram: Histogram?
  /// The requested summaries.
  public var statistics: MarketStatistics?
  /// The query plan, if requested.
  public var explanation: Explanation?
  /// The box around all matches with a position, if requested; nil if there are none.
  public var bounds: MatchBounds?
  /// The values of the request that no listing has; they do not prevent an answer.
  public var warnings: [SearchWarning] = []
  /// The texts of conditions that no listing of the index has, shown or hidden.
  package var unknownTexts: [(field: Field, text: String)] = []
}

/// A value of a request that no listing has.
public struct SearchWarning: Equatable, Sendable {
  /// The name of the parameter, such as `city`.
  public let parameter: String
  /// The value in the request.
  public let value: String
  /// The nearest value that listings have, if one is near.
  public let nearest: String?

  /// Takes the parts.
  public init(parameter: String, value: String, nearest: String?) {
    (self.parameter, self.value, self.nearest) = (parameter, value, nearest)
  }
}

/// The number of matches with each value of a field.
public struct FacetCounts: Equatable, Sendable {
  /// One value and its count.
  public struct Entry: Equatable, Sendable {
    /// The value as text.
    public let value: String
    /// The number of matches with it.
    public let count: Int
    /// The id of the place with this name, for `cityId` or `subdivisionId`; nil for a value of
    /// another field.
    public let id: String?
    /// The city of a subdivision; nil for any other value.
    public let city: String?

    package init(_ value: String, count: Int, id: String? = nil, city: String? = nil) {
      (self.value, self.count, self.id, self.city) = (value, count, id, city)
    }
  }

  /// The field.
  public let field: Field
  /// The values that occur, the most frequent first, equal counts in ascending order of value.
  public let entries: [Entry]
  /// The number of matches without the field.
  public let missing: Int

  package init(field: Field, entries: [Entry], missing: Int) {
    (self.field, self.entries, self.missing) = (field, entries, missing)
  }

  /// The same counts without some values.
  package func keeping(_ isKept: (Entry) -> Bool) -> FacetCounts {
    FacetCounts(field: field, entries: entries.filter(isKept), missing: missing)
  }
}

/// Counts of a value in bins of equal width.
public struct Histogram: Equatable, Sendable {
  /// The start of the first bin, in the field's unit.
  public let start: Double
  /// The width of a bin.
  public let width: Double
  /// The counts: bin `i` holds the values from `start + i * width` up to the start of the next,
  /// exclusive; the last one also holds all greater values.
  public let counts: [Int]
  /// The least value counted.
  public let minimum: Double
  /// The greatest value counted.
  public let maximum: Double
}

/// The distribution of a set of numbers.
public struct NumberSummary: Equatable, Sendable {
  /// The number of values; if it is 0, so are the others.
  public let count: Int
  /// The least.
  public let minimum: Double
  /// The greatest.
  public let maximum: Double
  /// The arithmetic mean.
  public let mean: Double
  /// The first quartile, interpolated linearly between the two nearest numbers (type 7 of Hyndman
  /// and Fan, 1996).
  public let lowerQuartile: Double
  /// The median, interpolated the same way.
  public let median: Double
  /// The third quartile, interpolated the same way.
  public let upperQuartile: Double
}

/// Summaries over all matches; each covers those that have the number.
public struct MarketStatistics: Equatable, Sendable {
  /// List prices in dollars.
  public let price: NumberSummary
  /// Living areas in square feet.
  public let sqft: NumberSummary
  /// List prices per square foot, in dollars.
  public let pricePerSqft: NumberSummary
}

/// The plan of an answer and its costs.
public struct Explanation: Equatable, Sendable {
  /// One step of the plan.
  public struct Step: Equatable, Sendable {
    /// The name of the step: the source, `region`, or the key of the tested field.
    public let name: String
    /// The number of rows selected after it.
    public let rows: Int
    /// The number of blocks left after it.
    public let blocks: Int
    /// The number of blocks whose values or coordinates it read.
    public let blocksRead: Int
    /// The number of bytes it touched.
    public let bytes: Int
  }

  /// The steps, in the order of execution.
  public let steps: [Step]
  /// The estimated number of rows that match the filter, ignoring the region.
  public let estimatedRows: Int
  /// The method that found the page: `top of the matches`, `walk along the order`, `nearest first`,
  /// or `none`.
  public let page: String
  /// The time for the whole answer in microseconds, including this explanation.
  public let microseconds: Double

  /// The number of bytes touched by all steps.
  public var bytes: Int { steps.reduce(0) { $0 + $1.bytes } }
}
