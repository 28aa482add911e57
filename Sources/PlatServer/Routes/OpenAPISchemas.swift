internal import Plat
internal import PlatJSON
internal import PlatListings

/// The JSON Schemas of parameters and answers.
enum OpenAPISchemas {
  /// Writes the schema of a parameter.
  ///
  /// - Parameters:
  ///   - isInBody: Whether it is a member of a JSON body, which may also be a list or null.
  ///   - summary: One sentence, where it does not stand beside the schema.
  static func write(
    _ effect: SearchParameter.Effect, isInBody: Bool, summary: String? = nil,
    to writer: inout JSONWriter
  ) {
    writer.beginObject()
    if let summary { writer.member("description", summary) }
    let (type, more) = type(of: effect)
    writer.key("type")
    if isInBody {
      writer.beginArray()
      writer.string(type)
      writer.string("null")
      if type == "number" || type == "integer" { writer.string("string") }
      if BodyParameters.takesList(effect) { writer.string("array") }
      if effect == .within { writer.string("object") }
      writer.endArray()
    } else {
      writer.string(type)
    }
    more(&writer)
    writer.endObject()
  }

  private static func type(of effect: SearchParameter.Effect) -> (
    String, (inout JSONWriter) -> Void
  ) {
    func range(_ least: Int, _ most: Int?) -> (inout JSONWriter) -> Void {
      { writer in
        writer.key("minimum")
        writer.integer(Int64(least))
        guard let most else { return }
        writer.key("maximum")
        writer.integer(Int64(most))
      }
    }
    switch effect {
    case .atLeast(let field), .atMost(let field):
      if case .number = field.definition.kind { return ("number", { _ in }) }
      return ("string", { _ in })
    case .pool, .statistics: return ("boolean", { _ in })
    case .page: return ("integer", range(1, nil))
    case .limit: return ("integer", range(0, SearchParameters.pageLimit))
    case .sort:
      return (
        "string",
        { writer in
          writer.key("enum")
          writer.beginArray()
          for name in ["price", "date", "sqft", "pricePerSqft", "distance"] {
            writer.string(name)
            writer.string("-" + name)
          }
          writer.endArray()
        }
      )
    default: return ("string", { _ in })
    }
  }

  /// Writes the object of all named schemas.
  static func writeComponents(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("ListingSummary")
    listing(to: &writer)
    var parser = JSONParser()
    for text in [others, ofPlaces, ofAnalyses] {
      guard let fixed = try? parser.parse(text.utf8Span.span) else { continue }
      var members = fixed.members
      while members.next() {
        writer.key(members.key)
        writer.value(members.value)
      }
    }
    writer.endObject()
  }

  /// What a search returns of a listing: the fields that have a column.
  private static func listing(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("type", "object")
    writer.key("required")
    writer.beginArray()
    writer.string("listingKey")
    writer.string("slug")
    writer.endArray()
    writer.key("properties")
    writer.beginObject()
    for field in ListingView.columnFields {
      writer.key(field.key.utf8Span.span)
      writer.beginObject()
      switch field.definition.kind {
      case .number: writer.member("type", "number")
      case .flag: writer.member("type", "boolean")
      default: writer.member("type", "string")
      }
      writer.endObject()
    }
    writer.key("distanceMeters")
    writer.beginObject()
    writer.member("type", "number")
    writer.member("description", "Distance from `near`.")
    writer.endObject()
    writer.endObject()
    writer.endObject()
  }

  private static let others = """
    {
      "Problem": {
        "type": "object", "description": "RFC 9457 problem details.",
        "required": ["type", "title", "status", "detail"],
        "properties": {
          "type": {"type": "string"}, "title": {"type": "string"}, "status": {"type": "integer"},
          "detail": {"type": "string"}, "parameter": {"type": "string"},
          "expected": {"type": "string", "description": "What the parameter takes."},
          "nearest": {"type": "string", "description": "The valid name or value that was perhaps meant."},
          "example": {"type": "string", "description": "A value that the parameter takes."}
        }
      },
      "SearchResult": {
        "type": "object", "required": ["listings", "total", "page", "limit", "totalPages"],
        "properties": {
          "listings": {"type": "array", "items": {"$ref": "#/components/schemas/ListingSummary"}},
          "total": {"type": "integer", "minimum": 0, "description": "How many match, exactly."},
          "page": {"type": "integer", "minimum": 1}, "limit": {"type": "integer", "minimum": 0},
          "totalPages": {"type": "integer", "minimum": 0},
          "cursor": {"type": "string", "description": "Asks for the page behind this one; absent on the last."},
          "facets": {
            "type": "object",
            "additionalProperties": {
              "type": "array",
              "items": {
                "type": "object", "required": ["count"],
                "properties": {
                  "value": {"type": ["string", "number"]}, "from": {"type": "number"}, "to": {"type": "number"},
                  "count": {"type": "integer", "minimum": 0}
                }
              }
            }
          },
          "statistics": {
            "type": "object",
            "additionalProperties": {"type": "object", "additionalProperties": {"type": "number"}}
          }
        }
      },
      "Listing": {
        "type": "object", "required": ["listingKey", "slug"],
        "description": "Everything the public may see of a listing: public fields, and keys that the operator named.",
        "properties": {"listingKey": {"type": "string"}, "slug": {"type": "string"}}
      },
      "List": {"type": "array"},
      "FeatureCollection": {
        "type": "object", "required": ["type", "features"],
        "properties": {
          "type": {"const": "FeatureCollection"},
          "features": {
            "type": "array",
            "items": {
              "type": "object", "required": ["type", "geometry", "properties"],
              "properties": {
                "type": {"const": "Feature"}, "id": {"type": "integer"},
                "geometry": {
                  "type": "object", "required": ["type", "coordinates"],
                  "properties": {
                    "type": {"const": "Point"},
                    "coordinates": {"type": "array", "items": {"type": "number"}, "minItems": 2, "maxItems": 2}
                  }
                },
                "properties": {"type": "object"}
              }
            }
          },
          "numberMatched": {"type": "integer"}, "numberReturned": {"type": "integer"}
        }
      },
      "TileJSON": {
        "type": "object", "required": ["tilejson", "tiles", "vector_layers"],
        "properties": {
          "tilejson": {"const": "3.0.0"}, "name": {"type": "string"},
          "tiles": {"type": "array", "items": {"type": "string"}},
          "minzoom": {"type": "integer"}, "maxzoom": {"type": "integer"},
          "bounds": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
          "vector_layers": {"type": "array"}
        }
      },
      "ExpansionZoom": {
        "type": "object", "required": ["expansionZoom"],
        "properties": {"expansionZoom": {"type": "integer", "minimum": 0}}
      },
      "Health": {
        "type": "object", "required": ["status", "live", "ready", "listings", "generation", "changeNumber"],
        "properties": {
          "status": {"type": "string"}, "live": {"type": "boolean"}, "ready": {"type": "boolean"},
          "listings": {"type": "integer"}, "generation": {"type": "integer"}, "changeNumber": {"type": "integer"},
          "snapshot": {
            "type": "object", "required": ["file", "changeNumber", "unchanged"],
            "properties": {
              "file": {"type": "string"}, "changeNumber": {"type": "integer"}, "unchanged": {"type": "boolean"}
            }
          },
          "records": {
            "type": "object",
            "properties": {"changeNumber": {"type": "integer"}, "problem": {"type": "string"}}
          },
          "passedOver": {
            "type": "array",
            "items": {
              "type": "object", "required": ["snapshot", "reason"],
              "properties": {"snapshot": {"type": "string"}, "reason": {"type": "string"}}
            }
          }
        }
      }
    }
    """
}
