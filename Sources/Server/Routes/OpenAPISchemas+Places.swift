extension OpenAPISchemas {
  /// The named schemas of places, the chat and swipes.
  static let ofPlaces = """
    {
      "SwipeBatch": {
        "type": "object", "required": ["listings", "total"],
        "properties": {
          "listings": {"type": "array", "items": {"$ref": "#/components/schemas/ListingSummary"}},
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
