internal import Plat
internal import PlatJSON
internal import PlatListings

/// The answer with listings to swipe through.
struct SwipeBatch: Sendable {
  let listings: ListingsDatabase
  let rows: [ListingRow]
  let total: Int

  static let described = DescribedObject<SwipeBatch>([
    .written("listings", .array(of: .named("ListingCard"))) {
      $0.listings.writeCards($0.rows, to: &$1)
    },
    .member("total", "How many matches are not swiped, exactly.", as: .integer(least: 0)) {
      $0.total
    },
  ])
}

/// The answer to a swipe: the stored state.
struct SwipeAnswer: Sendable {
  let person: String
  let key: String
  let action: SwipeStore.Action
  /// When a dislike ends, in microseconds.
  let end: Int64?

  static let described = DescribedObject<SwipeAnswer>([
    .member("userId") { $0.person },
    .member("listingKey") { $0.key },
    .member("action", as: .words(["like", "dislike"])) {
      $0.action == .like ? "like" : "dislike"
    },
    .written("endsAt", .dateTime, "When a dislike ends.", when: { $0.end != nil }) {
      Field.modificationTimestamp.write(($0.end ?? 0) / 1000, to: &$1)
    },
  ])
}

/// The answer with the keys that a person's batches exclude.
struct SwipedKeys: Sendable {
  let keys: [String]

  static let described = DescribedObject<SwipedKeys>([
    .member("excludeKeys") { $0.keys },
    .member("total", as: .integer(least: 0)) { $0.keys.count },
  ])
}
