public import PlatIndex
public import PlatListings

/// The answer to a ``SearchRequest``.
public struct SearchResult: Sendable {
  /// The generation that answered.
  public let generation: Generation
  /// The rows of the page, in the order asked for.
  public var rows: [ListingRow]
  /// The distance of each row in metres, where the request sorts by distance or asks for a circle;
  /// nil for a row without a position.
  public var distances: [Double?]
  /// How many listings match, exactly.
  public var total: Int
  /// Where the next page starts; nil after the last.
  public var nextCursor: Cursor?
  /// The facets asked for, in the order asked for.
  public var facets: [FacetCounts]
  /// The counts of list prices, where asked for.
  public var priceHistogram: Histogram?
  /// The summaries asked for.
  public var statistics: MarketStatistics?
  /// How the answer was found, where asked for.
  public var explanation: Explanation?
  /// The box around all matches that have a position, where asked for; nil, too, where none has.
  public var bounds: MatchBounds?
  /// What of the request no listing has: an answer is given nevertheless.
  public var warnings: [SearchWarning] = []
  /// The texts of conditions that no listing of the index has, shown or not.
  package var unknownTexts: [(field: Field, text: String)] = []
}

/// A value of a request that no listing has.
public struct SearchWarning: Equatable, Sendable {
  /// The name of the parameter, such as `city`.
  public let parameter: String
  /// The value, as it was asked for.
  public let value: String
  /// The value of listings that is nearest to it, where one is near.
  public let nearest: String?

  /// Takes the parts.
  public init(parameter: String, value: String, nearest: String?) {
    (self.parameter, self.value, self.nearest) = (parameter, value, nearest)
  }
}

/// How often each value of a field occurs among the matches.
public struct FacetCounts: Equatable, Sendable {
  /// One value and its count.
  public struct Entry: Equatable, Sendable {
    /// The value as text.
    public let value: String
    /// How many matches have it.
    public let count: Int
    /// The id of the place that the value names, which `cityId` or `subdivisionId` takes; nil for
    /// a value of another field.
    public let id: String?
    /// The city of a subdivision; nil for any other value.
    public let city: String?

    package init(_ value: String, count: Int, id: String? = nil, city: String? = nil) {
      (self.value, self.count, self.id, self.city) = (value, count, id, city)
    }
  }

  /// The field.
  public let field: Field
  /// The values that occur, the most frequent first, equal counts in ascending order of the value.
  public let entries: [Entry]
  /// How many matches lack the field.
  public let missing: Int

  package init(field: Field, entries: [Entry], missing: Int) {
    (self.field, self.entries, self.missing) = (field, entries, missing)
  }

  /// The same counts without some values.
  package func keeping(_ isKept: (Entry) -> Bool) -> FacetCounts {
    FacetCounts(field: field, entries: entries.filter(isKept), missing: missing)
  }
}

/// Counts of a value in bins of one width.
public struct Histogram: Equatable, Sendable {
  /// Where the first bin begins, in the field's unit.
  public let start: Double
  /// The width of a bin.
  public let width: Double
  /// The counts: bin `i` holds the values from `start + i * width` up to, but not with, the
  /// beginning of the next; the last holds all greater ones as well.
  public let counts: [Int]
  /// The least value counted.
  public let minimum: Double
  /// The greatest value counted.
  public let maximum: Double
}

/// How a set of numbers lies.
public struct NumberSummary: Equatable, Sendable {
  /// How many there are; the other numbers are 0 where it is 0.
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
  /// The median, likewise.
  public let median: Double
  /// The third quartile, likewise.
  public let upperQuartile: Double
}

/// Summaries over all matches; each over those that have the number.
public struct MarketStatistics: Equatable, Sendable {
  /// List prices in dollars.
  public let price: NumberSummary
  /// Living areas in square feet.
  public let sqft: NumberSummary
  /// List prices per square foot, in dollars.
  public let pricePerSqft: NumberSummary
}

/// How an answer was found.
public struct Explanation: Equatable, Sendable {
  /// One step of the plan.
  public struct Step: Equatable, Sendable {
    /// What the step did: the source's name, `region`, or the key of the field tested.
    public let name: String
    /// How many rows were selected after it.
    public let rows: Int
    /// How many blocks it left.
    public let blocks: Int
    /// How many blocks' values or coordinates it read.
    public let blocksRead: Int
    /// How many bytes it touched.
    public let bytes: Int
  }

  /// The steps, in the order in which they ran.
  public let steps: [Step]
  /// How many rows the plan expected to match the filter, the region apart.
  public let estimatedRows: Int
  /// How the page was found: `top of the matches`, `walk along the order`, `nearest first`, or
  /// `none`.
  public let page: String
  /// How many microseconds the whole answer took, this explanation included.
  public let microseconds: Double

  /// How many bytes all steps touched.
  public var bytes: Int { steps.reduce(0) { $0 + $1.bytes } }
}
