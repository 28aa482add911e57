import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// Homes to buy and homes to rent, and amounts as people write them.
@Suite(.timeLimit(.minutes(30))) struct ListingForTests {
  /// The property types of listings, and whether each is a lease.
  private static let types: [(type: String?, isLease: Bool)] = [
    ("A", false), ("B", true), ("C", false), (nil, false), ("ResidentialLease", true),
    ("Commercial Lease", true), ("Commercial Sale", false), ("Land", false), ("Rental", true),
    ("Residential", false),
  ]

  private static let made = Result {
    let scratch = try Scratch()
    let lines = types.enumerated().map { number, row in
      #"{"listingKey":"K\#(number)","standardStatus":"Active","listPrice":\#(2_000 + number)"#
        + (row.type.map { #","propertyType":"\#($0)""# } ?? "") + "}"
    }
    let feed = try scratch.write(lines.joined(separator: "\n"), to: "feed.ndjson")
    let index = scratch.file("index")
    _ = try IndexBuild.run([.path(feed)], into: index)
    return (scratch, index)
  }

  private func keys(_ parameters: (String, String)...) throws -> [String] {
    let database = try ListingsDatabase(opening: try Self.made.get().1)
    let result = try database.search(parameters: parameters.map { (name: $0.0, value: $0.1) })
    return result.hits.map(\.listing.key).sorted()
  }

  private func expected(_ isLease: Bool) -> [String] {
    Self.types.indices.filter { Self.types[$0].isLease == isLease }.map { "K\($0)" }.sorted()
  }

  @Test func saleAndRentPartAllListings() throws {
    #expect(try keys(("listingFor", "sale")) == expected(false))
    #expect(try keys(("listingFor", "rent")) == expected(true))
    #expect(try keys(("listingFor", "RENT")) == expected(true))
    #expect(try keys(("listingFor", "")).count == Self.types.count)
    #expect(try keys(("listingFor", "rent"), ("maxPrice", "2001")) == ["K1"])
    #expect(throws: PlatError.self) { try keys(("listingFor", "lend")) }
  }

  @Test func theTableShowsLeasesByTheMonth() throws {
    let index = try Self.made.get().1
    for options in [["--for", "rent"], ["--listing-for=rent"]] {
      let outcome = try Program.run(["search", index, "--sort", "price"] + options)
      let rows = outcome.output.split(separator: "\n").filter {
        $0.hasPrefix("K") && !$0.hasPrefix("KEY ")
      }
      #expect(rows.count == expected(true).count, "\(outcome.output)")
      #expect(rows.allSatisfy { $0.contains("/mo ") }, "\(outcome.output)")
      #expect(outcome.errors.isEmpty, "nobody asked for the words of leases: \(outcome.errors)")
    }
    let sale = try Program.run(["search", index, "--for", "sale"])
    #expect(sale.status == 0 && !sale.output.contains("/mo") && sale.errors.isEmpty)
    let wrong = try Program.run(["search", index, "--for", "buying"])
    #expect(
      wrong.status == 2 && wrong.errors.hasPrefix("plat search: --for is \"buying\""),
      "\(wrong.errors)")
  }

  @Test func amountsAreWrittenOut() {
    for (text, expected) in [
      ("900k", "900000"), ("900K", "900000"), ("$900k", "900000"), ("1.25m", "1250000"),
      ("1.2M", "1200000"), ("$1,200.5k", "1200500"), ("0.5k", "500"), ("1.23456k", "1234.56"),
      ("0k", "0"), ("0.0005k", "0.5"), ("007k", "7000"),
      ("1.k", "1000"), ("12 k", "12000"), ("2m", "2000000"),
      ("900000", "900000"), ("$900,000", "$900,000"), ("k", "k"), (".5k", ".5k"), ("", ""),
      ("1.2.3k", "1.2.3k"), ("-5k", "-5k"), ("1e3k", "1e3k"), ("9kk", "9kk"), ("km", "km"),
    ] { #expect(AmountText.plain(text) == expected, "\(text)") }
  }

  @Test func amountsBoundPricesInEveryInterface() throws {
    let index = try Self.made.get().1
    let short = try Program.run(["search", index, "--min-price", "2.005k", "--json"])
    let long = try Program.run(["search", index, "--min-price", "$2,005", "--json"])
    #expect(short.status == 0 && short.output == long.output && !short.output.isEmpty)
    let wrong = try Program.run(["search", index, "--min-price", "900x"])
    #expect(wrong.status == 2 && wrong.errors.contains("--min-price"), "\(wrong.errors)")
  }
}
