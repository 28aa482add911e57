public import PlatListings

/// The reason for rejecting a part of a feed.
public enum RefusalReason: Sendable, Hashable {
  /// The input contains only blanks.
  case empty
  /// The input is not text, or in an unsupported container.
  case binary
  /// The text is UTF-16.
  case utf16
  /// The text is XML or HTML.
  case markup
  /// The gzip file is truncated or damaged.
  case damagedGzip
  /// The Zstandard file is cut off or damaged.
  case damagedZstd
  /// The text is not valid JSON, or its quotes are not valid CSV.
  case malformed
  /// The input ends too early.
  case truncated
  /// The record has more bytes than ``FeedOptions/recordLimit``.
  case tooLarge
  /// The record is nested too deeply.
  case tooDeep
  /// The text is not UTF-8.
  case notUTF8
  /// A page reports that the server could not answer.
  case serverError
  /// A page contains records of a RESO resource other than Property.
  case otherResource
  /// A page has no place for listings.
  case noResults
  /// An input has records, but none is usable.
  case noListings
  /// A GeoJSON feature has a geometry other than a point.
  case notAPoint
  /// A row has more or fewer cells than the header.
  case raggedRow
  /// A header has no column for the listing's key.
  case noKeyColumn
  /// A mapped column is not in the header.
  case noSuchColumn
  /// A projected position is invalid in its reference system.
  case notProjectable
  /// A place has no name.
  case noName
  /// A place has an unknown kind.
  case unknownKind
  /// A place that belongs to a city does not name one.
  case noCity
  /// A region has no cities, or a photo has no address.
  case nothingInIt
  /// A boundary is not a valid polygon.
  case invalidBoundary
  /// The record has no usable key.
  case listing(ListingRefusal.Reason)
  /// A value is invalid.
  case value(FieldNote.Reason)

  /// The name for counts and files.
  public var code: String {
    switch self {
    case .listing(let reason): reason.rawValue
    case .value(let reason): reason.rawValue
    default: String(describing: self)
    }
  }

  /// A few words for messages.
  public var summary: String {
    switch self {
    case .empty: "nothing in it"
    case .binary: "not text"
    case .utf16: "UTF-16 text"
    case .markup: "XML or HTML"
    case .damagedGzip: "damaged gzip"
    case .damagedZstd: "damaged Zstandard"
    case .malformed: "malformed"
    case .truncated: "cut off"
    case .tooLarge: "too large"
    case .tooDeep: "nested too deeply"
    case .notUTF8: "not UTF-8"
    case .serverError: "a server's error"
    case .otherResource: "a page of another resource"
    case .noResults: "a page without results"
    case .noListings: "no listing in it"
    case .notAPoint: "not a point"
    case .raggedRow: "wrong number of cells"
    case .noKeyColumn: "no column for listingKey"
    case .noSuchColumn: "no such column"
    case .notProjectable: "not a position of the reference system"
    case .noName: "no name"
    case .unknownKind: "of no known kind"
    case .noCity: "no city"
    case .nothingInIt: "nothing in it"
    case .invalidBoundary: "not a valid boundary"
    case .listing(let reason):
      reason == .noKey
        ? "no listingKey" : reason == .notAnObject ? "not an object" : "an unusable listingKey"
    case .value(let reason): reason.words
    }
  }
}
