internal import Plat
internal import PlatHTTP

extension Route {
  /// Whether its requests have a body.
  var takesBody: Bool { [.post, .put, .patch].contains(method) }
}

extension Route.Body {
  /// Whether it is handed to the handler as it is.
  var isContent: Bool {
    switch self {
    case .parameters, .polygon: false
    case .listing, .patch, .listings, .places: true
    }
  }

  /// Its media types; the first is the one to name.
  var mediaTypes: [String] {
    switch self {
    case .parameters, .polygon, .listing, .places: ["application/json"]
    case .patch: ["application/merge-patch+json"]
    case .listings:
      [
        "application/x-ndjson", "application/json", "application/ndjson", "application/jsonl",
        "application/x-jsonlines",
      ]
    }
  }

  /// The name of its schema among the components of `/openapi.json`; nil where its parameters
  /// describe it.
  var schema: String? {
    switch self {
    case .parameters, .polygon: nil
    case .listing: "WrittenDocument"
    case .patch: "ListingPatch"
    case .listings: "WrittenDocuments"
    case .places: "FeaturedPlaces"
    }
  }
}
