internal import Plat
internal import PlatJSON

/// The answer with the listings that a chat's assistant asked for.
struct ChatListings: Sendable {
  /// What may be wrong with a search, and which cities may be meant.
  struct Suggestion: Sendable {
    let note: String
    let cities: [String]
  }

  let listings: ListingsDatabase
  let result: SearchResult
  let suggestion: Suggestion?

  static let described = DescribedObject<ChatListings>([
    .written("listings", .array(of: .named("ListingCard"), count: 0...20)) {
      $0.listings.writeCards($0.result.rows, to: &$1)
    },
    .member("total", "How many match in all.", as: .integer(least: 0)) { $0.result.total },
    .optional("note", "What may be wrong, where nothing matches.") { $0.suggestion?.note },
    .optional("didYouMean", "Cities that listings name.") { $0.suggestion?.cities },
  ])
}

/// What the answer about a city or a subdivision has.
enum ResearchAnswer {
  static let descriptions: [MemberDescription] =
    [
      MemberDescription("found", .boolean, "Whether it is sure which place is meant."),
      MemberDescription("confidence", .number(in: 0...1)),
      MemberDescription("reason", .string, "Why it is not, and what to do.", isRequired: false),
    ] + ListingsDatabase.researchDescriptions + [
      MemberDescription(
        "alternatives", .array(of: .any([.named("City"), .named("Subdivision")])))
    ]
}
