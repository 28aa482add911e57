extension OpenAPISchemas {
  /// The named schemas of market analyses.
  static let ofAnalyses = """
    {
      "MarketAnalysis": {
        "type": "object",
        "description": "What a home would sell for, and why: an estimate, not an appraisal.",
        "required": [
          "estimatedValue", "pricePerSqft", "low", "high", "confidence", "rangeShare", "comparables", "search", "subject",
          "aiAnalysis", "aiAnalysisSource", "disclaimer"
        ],
        "properties": {
          "estimatedValue": {"type": "number", "description": "Dollars."},
          "pricePerSqft": {"type": "number", "description": "Dollars for a square foot of living area."},
          "low": {"type": "number", "description": "The lower end of the range in dollars."},
          "high": {"type": "number", "description": "The upper end of the range in dollars."},
          "confidence": {
            "type": "number", "minimum": 0, "maximum": 1, "description": "The share of such homes that sell within the range."
          },
          "rangeShare": {"type": "number", "minimum": 0, "maximum": 1, "description": "The same share."},
          "comparables": {"type": "array", "items": {"$ref": "#/components/schemas/ComparableSale"}},
          "search": {
            "type": "object", "required": ["radius", "months", "widened", "found", "steps"],
            "properties": {
              "radius": {"type": "number", "description": "Miles."},
              "months": {"type": "number", "description": "Months before the date of the estimate."},
              "widened": {"type": "boolean", "description": "Whether 1 mile and 6 months found too few."},
              "found": {"type": "integer", "minimum": 0, "description": "Sales that compare."},
              "steps": {"type": "array", "items": {"type": "string"}, "description": "What was asked, and what was found."}
            }
          },
          "subject": {
            "type": "object", "description": "The home as it was understood.",
            "required": ["located", "latitude", "longitude", "sqft", "asOf"],
            "properties": {
              "address": {"type": "string"}, "listingKey": {"type": "string"},
              "located": {"enum": ["given", "listing", "houseNumber", "street"]},
              "latitude": {"type": "number"}, "longitude": {"type": "number"}, "sqft": {"type": "number"},
              "beds": {"type": "number"}, "baths": {"type": "number"}, "yearBuilt": {"type": "number"},
              "lotSizeSquareFeet": {"type": "number"}, "stories": {"type": "number"},
              "propertyType": {"type": "string"}, "propertySubType": {"type": "string"}, "asOf": {"type": "string"}
            }
          },
          "aiAnalysis": {"type": "string", "description": "A paragraph made from these numbers."},
          "aiAnalysisSource": {"type": "string", "description": "Who wrote it: plat, or the language model's name."},
          "disclaimer": {"type": "string"}
        }
      },
      "ComparableSale": {
        "type": "object",
        "required": [
          "listingKey", "address", "soldPrice", "soldDate", "sqft", "distance", "pricePerSqft", "adjustedPrice",
          "adjustments", "weight", "slug"
        ],
        "properties": {
          "listingKey": {"type": "string"}, "slug": {"type": "string"},
          "address": {"type": "string", "description": "Without the street where the seller hides it."},
          "soldPrice": {"type": "number"}, "soldDate": {"type": "string"}, "sqft": {"type": "number"},
          "beds": {"type": "number"}, "baths": {"type": "number"}, "yearBuilt": {"type": "number"},
          "lotSizeSquareFeet": {"type": "number"}, "stories": {"type": "number"},
          "latitude": {"type": "number"}, "longitude": {"type": "number"},
          "distance": {"type": "number", "minimum": 0, "description": "Miles."},
          "pricePerSqft": {"type": "number"},
          "adjustedPrice": {"type": "number", "description": "The price and all adjustments."},
          "adjustments": {
            "type": "array",
            "items": {
              "type": "object", "required": ["kind", "dollars", "text"],
              "properties": {
                "kind": {"enum": ["size", "lot", "beds", "baths", "stories", "age", "homeType", "time", "location"]},
                "dollars": {"type": "integer", "description": "What is added to the price because the subject differs."},
                "text": {"type": "string"}
              }
            }
          },
          "weight": {"type": "number", "minimum": 0, "maximum": 1, "description": "Its share in the estimate."}
        }
      }
    }
    """
}
