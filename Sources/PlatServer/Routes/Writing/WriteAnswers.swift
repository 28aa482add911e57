internal import Plat
internal import PlatJSON
internal import PlatListings

/// The answer to a write of one listing.
enum WriteAnswer {
  static let described = DescribedObject<WrittenListing>([
    .member("listingKey", "The listing's key; that of a second listing service is SOURCE:KEY.") {
      $0.key
    },
    .member(
      "outcome", "What was done; outdated where the held listing is newer and stays.",
      as: .words(WriteMetrics.outcomes.map(\.rawValue))
    ) { $0.outcome.rawValue },
    .member("changeNumber", "The number of the listing's last change: its entity tag.") {
      $0.change
    },
  ])
}

/// The answer to a batch.
enum BatchAnswer {
  static let described = DescribedObject<WriteReceipt>([
    .member("changeNumber", "The number of the last change of the index.") { $0.changeNumber },
    .object("counts", "How many listings had an outcome.", by: counts) { $0 },
    .list(
      "listings", "What was done to each listing, in the order of the batch.",
      by: WriteAnswer.described, of: .named("WrittenListing")
    ) { $0.listings },
  ])

  private static let counts = DescribedObject<WriteReceipt>(
    WriteMetrics.outcomes.map { outcome in
      .member(outcome.rawValue, as: .integer(least: 0)) { $0.count(outcome) }
    })
}

/// The schemas of what is written.
enum WriteSchemas {
  static let all: [(name: String, type: JSONType)] = [
    ("WrittenListing", .object(WriteAnswer.described.descriptions)),
    ("WrittenBatch", .object(BatchAnswer.described.descriptions)),
    ("WrittenDocument", .map(of: nil)),
    ("WrittenDocuments", .array(of: .named("WrittenDocument"))),
    ("ListingPatch", .map(of: nil)),
    (
      "FeaturedPlaces",
      .array(
        of: .object([
          MemberDescription("listingKey", .string, "The listing's key."),
          MemberDescription(
            "order", .integer(least: 0), "Its place among the listings shown first."),
        ]))
    ),
  ]
}
