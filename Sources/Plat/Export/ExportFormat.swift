/// The form of exported listings.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// One document a line, as JSON; a build reads it again.
  case ndjson
  /// A line of column names, and a line for each listing: the catalogue's fields without lists such
  /// as photos (RFC 4180).
  case csv
  /// A FeatureCollection with a point, or null, for each listing, and its document as properties
  /// (RFC 7946).
  case geojson

  /// The form that a file's name ends with: `.ndjson`, `.jsonl`, `.csv`, `.geojson`; nil for
  /// another end.
  public init?(fileName name: String) {
    switch name.split(separator: ".").last?.lowercased() {
    case "ndjson", "jsonl": self = .ndjson
    case "csv": self = .csv
    case "geojson": self = .geojson
    default: return nil
    }
  }

  /// The media type, as in HTTP.
  public var mediaType: String {
    switch self {
    case .ndjson: "application/x-ndjson"
    case .csv: "text/csv"
    case .geojson: "application/geo+json"
    }
  }
}
