extension OpenAPISchemas {
  /// The named schemas of places, the chat and swipes.
  static let ofPlaces = """
    {
      "City": {
        "type": "object", "required": ["cityId", "name", "totalListings", "activeListings"],
        "properties": {
          "cityId": {"type": "string"}, "name": {"type": "string"}, "state": {"type": "string"},
          "totalListings": {"type": "integer", "minimum": 0, "description": "Whatever their status."},
          "activeListings": {"type": "integer", "minimum": 0},
          "medianHomePrice": {
            "type": ["number", "null"], "description": "Of the list prices of Active listings that are not leases."
          },
          "lowestPrice": {"type": ["number", "null"]}, "highestPrice": {"type": ["number", "null"]},
          "avgSqft": {"type": ["number", "null"], "description": "Of all listings that tell it; so are the others."},
          "avgYearBuilt": {"type": ["number", "null"]}, "avgHoaFee": {"type": ["number", "null"]},
          "latitude": {"type": "number"}, "longitude": {"type": "number"},
          "population": {"type": "integer", "description": "From places data, as all that follows."},
          "medianIncome": {"type": "number"}, "description": {"type": "string"}, "url": {"type": "string"},
          "credit": {"type": "string"}, "boundary": {"type": "object", "description": "A GeoJSON geometry."}
        }
      },
      "Subdivision": {
        "type": "object", "required": ["slug", "name", "city", "cityId", "totalListings", "activeListings"],
        "properties": {
          "slug": {"type": "string"}, "name": {"type": "string"}, "city": {"type": "string"},
          "cityId": {"type": "string"}, "state": {"type": "string"},
          "totalListings": {"type": "integer", "minimum": 0}, "activeListings": {"type": "integer", "minimum": 0},
          "medianPrice": {
            "type": ["number", "null"], "description": "Of the list prices of Active listings that are not leases."
          },
          "lowestPrice": {"type": ["number", "null"]}, "highestPrice": {"type": ["number", "null"]},
          "avgSqft": {"type": ["number", "null"]}, "avgYearBuilt": {"type": ["number", "null"]},
          "avgHoaFee": {"type": ["number", "null"]}, "description": {"type": "string"}, "url": {"type": "string"},
          "boundary": {"type": "object", "description": "A GeoJSON geometry."}
        }
      },
      "Cities": {
        "type": "object", "required": ["cities", "total", "page", "limit", "totalPages"],
        "properties": {
          "cities": {"type": "array", "items": {"$ref": "#/components/schemas/City"}},
          "total": {"type": "integer", "minimum": 0}, "page": {"type": "integer", "minimum": 1},
          "limit": {"type": "integer", "minimum": 0}, "totalPages": {"type": "integer", "minimum": 0}
        }
      },
      "Subdivisions": {
        "type": "object", "required": ["subdivisions", "total", "page", "limit", "totalPages"],
        "properties": {
          "subdivisions": {"type": "array", "items": {"$ref": "#/components/schemas/Subdivision"}},
          "total": {"type": "integer", "minimum": 0}, "page": {"type": "integer", "minimum": 1},
          "limit": {"type": "integer", "minimum": 0}, "totalPages": {"type": "integer", "minimum": 0}
        }
      },
      "ListingCard": {
        "allOf": [
          {"$ref": "#/components/schemas/ListingSummary"},
          {
            "type": "object", "required": ["primaryPhoto"],
            "properties": {"primaryPhoto": {"type": ["string", "null"], "description": "A picture's address."}}
          }
        ]
      },
      "ChatListings": {
        "type": "object", "required": ["listings", "total"],
        "properties": {
          "listings": {
            "type": "array", "maxItems": 20,
            "items": {"$ref": "#/components/schemas/ListingCard"}
          },
          "total": {"type": "integer", "minimum": 0, "description": "How many match in all."},
          "note": {"type": "string", "description": "What may be wrong, where nothing matches."},
          "didYouMean": {"type": "array", "items": {"type": "string"}, "description": "Cities that there are."}
        }
      },
      "LocationMatch": {
        "type": "object", "required": ["location", "verdict", "confidence", "match", "alternatives"],
        "properties": {
          "location": {"type": "string"},
          "verdict": {
            "enum": ["certain", "ambiguous", "none"],
            "description": "Whether to take the match, to ask which one is meant, or to ask anew."
          },
          "confidence": {"type": "number", "minimum": 0, "maximum": 1},
          "match": {"oneOf": [{"$ref": "#/components/schemas/LocationPlace"}, {"type": "null"}]},
          "alternatives": {"type": "array", "items": {"$ref": "#/components/schemas/LocationPlace"}}
        }
      },
      "LocationPlace": {
        "type": "object", "required": ["kind", "name", "city", "confidence", "reason", "relation", "listings"],
        "properties": {
          "kind": {"type": "string"}, "name": {"type": "string"}, "city": {"type": ["string", "null"]},
          "subdivision": {"type": "string"}, "cities": {"type": "array", "items": {"type": "string"}},
          "state": {"type": "string"}, "listingKey": {"type": "string"},
          "confidence": {"type": "number", "minimum": 0, "maximum": 1}, "reason": {"type": "string"},
          "relation": {"enum": ["within", "near", "downtown"]},
          "latitude": {"type": "number"}, "longitude": {"type": "number"},
          "bounds": {"type": "array", "items": {"type": "number"}, "minItems": 4, "maxItems": 4},
          "listings": {"type": "integer", "minimum": 0}
        }
      },
      "CommunityResearch": {
        "type": "object", "required": ["found", "confidence", "alternatives"],
        "properties": {
          "found": {"type": "boolean", "description": "Whether it is sure which place is meant."},
          "confidence": {"type": "number", "minimum": 0, "maximum": 1},
          "reason": {"type": "string", "description": "Why it is not, and what to do."},
          "community": {
            "anyOf": [{"$ref": "#/components/schemas/City"}, {"$ref": "#/components/schemas/Subdivision"}]
          },
          "forSale": {"type": "object", "description": "Active listings other than leases."},
          "forLease": {"type": "object"}, "priceRanges": {"type": "array"},
          "propertySubTypes": {"type": "array"}, "bedrooms": {"type": "array"},
          "pools": {"type": "object"}, "hoa": {"type": "object"}, "schools": {"type": "array"},
          "subdivisions": {"type": "array"}, "alternatives": {"type": "array", "items": {"type": "object"}}
        }
      },
      "ChatFunctions": {"type": "array", "items": {"type": "object", "required": ["type"]}},
      "SwipeBatch": {
        "type": "object", "required": ["listings", "total"],
        "properties": {
          "listings": {"type": "array", "items": {"$ref": "#/components/schemas/ListingCard"}},
          "total": {"type": "integer", "minimum": 0, "description": "How many matches are not swiped, exactly."}
        }
      },
      "Swipe": {
        "type": "object", "required": ["userId", "listingKey", "action"],
        "properties": {
          "userId": {"type": "string"}, "listingKey": {"type": "string"},
          "action": {"enum": ["like", "dislike"]},
          "endsAt": {"type": "string", "format": "date-time", "description": "When a dislike ends."}
        }
      },
      "SwipedKeys": {
        "type": "object", "required": ["excludeKeys", "total"],
        "properties": {
          "excludeKeys": {"type": "array", "items": {"type": "string"}}, "total": {"type": "integer", "minimum": 0}
        }
      }
    }
    """
}
