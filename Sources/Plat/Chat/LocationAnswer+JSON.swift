internal import PlatGazetteer
internal import PlatGeometry
public import PlatJSON

extension ListingsDatabase {
  /// Writes what a text means as the answer of `POST /api/chat/match-location`.
  public func write(_ answer: PlaceAnswer, of text: String, to writer: inout JSONWriter) {
    writer.beginObject()
    writer.key("location")
    writer.string(text)
    writer.key("verdict")
    writer.string(answer.verdict.rawValue)
    writer.key("confidence")
    writer.rounded(answer.best?.confidence ?? 0)
    writer.key("match")
    if let best = answer.best { write(best, to: &writer) } else { writer.null() }
    writer.key("alternatives")
    writer.beginArray()
    for match in answer.alternatives { write(match, to: &writer) }
    writer.endArray()
    writer.endObject()
  }

  private func write(_ match: PlaceMatch, to writer: inout JSONWriter) {
    let place = match.place
    writer.beginObject()
    writer.key("kind")
    writer.string(place.kind.rawValue)
    writer.key("name")
    writer.string(place.name)
    writer.key("city")
    if let city = place.city { writer.string(city) } else { writer.null() }
    if place.kind == .subdivision {
      writer.key("subdivision")
      writer.string(place.name)
    }
    if place.cities.count > 1 {
      writer.key("cities")
      writer.beginArray()
      for city in place.cities { writer.string(city) }
      writer.endArray()
    }
    if let state = place.state {
      writer.key("state")
      writer.string(state)
    }
    if let key = match.listingKey {
      writer.key("listingKey")
      writer.string(key)
    }
    writer.key("confidence")
    writer.rounded(match.confidence)
    writer.key("reason")
    writer.string(Self.told(match.reason))
    writer.key("relation")
    writer.string(match.relation.rawValue)
    if let coordinate = place.coordinate {
      writer.key("latitude")
      writer.fixed(Int64(coordinate.latitude), decimals: 7)
      writer.key("longitude")
      writer.fixed(Int64(coordinate.longitude), decimals: 7)
    }
    if let box = place.box, !box.isEmpty {
      writer.key("bounds")
      writer.beginArray()
      for side in [box.west, box.south, box.east, box.north] {
        writer.fixed(Int64(side), decimals: 7)
      }
      writer.endArray()
    }
    writer.key("listings")
    writer.integer(Int64(place.listings))
    writer.endObject()
  }

  private static func told(_ reason: PlaceMatch.Reason) -> String {
    switch reason {
    case .name: "it is called so"
    case .alias(let name): "it is also called \(name)"
    case .misspelling(let edits):
      edits == 1 ? "one typing error away" : "\(edits) typing errors away"
    case .otherState: "a city of that name is in another state"
    case .postalCode: "its postal code"
    case .partly(let unknown): "the city is known, \"\(unknown)\" is not"
    case .listing: "a listing stands at the address"
    case .interpolated: "between house numbers that are known"
    case .street: "the street is known, the house number is not"
    case .key: "a listing's key or slug"
    }
  }
}

extension JSONWriter {
  /// Writes a share from 0 to 1 with four digits.
  fileprivate mutating func rounded(_ share: Double) {
    double((share * 10_000).rounded() / 10_000)
  }
}
