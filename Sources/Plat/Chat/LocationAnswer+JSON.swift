internal import PlatGeometry
public import PlatJSON
public import PlatPlaces

extension ListingsDatabase {
  /// Writes the meaning of a text as the answer of `POST /api/chat/match-location`.
  public func write(_ answer: PlaceAnswer, of text: String, to writer: inout JSONWriter) {
    LocationMatch.described.write(LocationMatch(text: text, answer: answer), to: &writer)
  }
}

/// A text and the places that it may mean.
public struct LocationMatch: Sendable {
  let text: String
  let answer: PlaceAnswer

  /// Its members.
  public static let described = DescribedObject<LocationMatch>([
    .member("location") { $0.text },
    .member(
      "verdict", "Whether to take the match, to ask which one is meant, or to ask again.",
      as: .words(PlaceAnswer.Verdict.allCases.map(\.rawValue))
    ) { $0.answer.verdict.rawValue },
    .written("confidence", .number(in: 0...1)) { $1.share($0.answer.best?.confidence ?? 0) },
    .written("match", .nullable(.named("LocationPlace"))) { match, writer in
      guard let best = match.answer.best else { return writer.null() }
      PlaceMatch.described.write(best, to: &writer)
    },
    .list("alternatives", by: PlaceMatch.described, of: .named("LocationPlace")) {
      Array($0.answer.alternatives)
    },
  ])
}

extension PlaceMatch {
  /// The members of a place that a text may mean.
  public static let described = DescribedObject<PlaceMatch>([
    .member("kind") { $0.place.kind.rawValue },
    .member("name") { $0.place.name },
    .nullable("city") { $0.place.city },
    .optional("subdivision") { $0.place.kind == .subdivision ? $0.place.name : nil },
    .optional("cities") { $0.place.cities.count > 1 ? $0.place.cities : nil },
    .optional("state") { $0.place.state },
    .optional("listingKey") { $0.listingKey },
    .written("confidence", .number(in: 0...1)) { $1.share($0.confidence) },
    .member("reason") { $0.reason.told },
    .member("relation", as: .words(Relation.allCases.map(\.rawValue))) { $0.relation.rawValue },
    .written("latitude", .number(), when: { $0.place.coordinate != nil }) {
      $1.fixed(Int64($0.place.coordinate?.latitude ?? 0), decimals: 7)
    },
    .written("longitude", .number(), when: { $0.place.coordinate != nil }) {
      $1.fixed(Int64($0.place.coordinate?.longitude ?? 0), decimals: 7)
    },
    .written("bounds", .array(of: .number(), count: 4...4), when: { $0.box != nil }) {
      match, writer in
      writer.array { writer in
        guard let box = match.box else { return }
        for side in [box.west, box.south, box.east, box.north] {
          writer.fixed(Int64(side), decimals: 7)
        }
      }
    },
    .member("listings", as: .integer(least: 0)) { $0.place.listings },
  ])

  /// The box of the place; nil if it has none.
  private var box: Box? { place.box.flatMap { $0.isEmpty ? nil : $0 } }
}

extension PlaceMatch.Reason {
  fileprivate var told: String {
    switch self {
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
