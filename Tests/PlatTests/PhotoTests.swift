import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// The primary photos of listings.
@Suite(.timeLimit(.minutes(30))) struct PhotoTests {
  private static func photos(_ documents: [String]) throws -> [String?] {
    let scratch = try Scratch()
    let lines = documents.enumerated().map { "{\"listingKey\":\"k\($0.offset)\",\($0.element)}" }
    _ = try IndexBuild.run(
      [.bytes(Array(lines.joined(separator: "\n").utf8), name: "lines")],
      into: scratch.file("index"))
    let listings = try ListingsDatabase(opening: scratch.file("index"))
    let rows = documents.indices.compactMap { listings.listing(key: "k\($0)")?.row }
    let first = listings.primaryPhotos(of: rows)
    #expect(
      listings.primaryPhotos(of: rows) == first
        && listings.primaryPhotos(of: rows.reversed()) == first.reversed())
    return first
  }

  @Test func thePhotoOfAListing() throws {
    let found = try Self.photos([
      #""photos":[{"uri640":"a6","uri800":"a8"},{"primary":true,"uri640":"b6","uri800":"b8"}]"#,
      #""photos":[{"uri640":"a6","uri800":"a8"},{"primary":false,"uri800":"b8"}]"#,
      #""photos":[{"uri640":"a6","uriLarge":"al"},{"uri800":"b8"}]"#, #""photos":[]"#,
      #""photos":null"#, #""beds":3"#,
      #""photos":[{"Uri300":"a3","Uri1024":"a10"}]"#, #""photos":["https://x/y.jpg"]"#,
      #""photos":[{"caption":"c"}]"#,
      #""photos":[{"caption":"c"},{"uri640":"b6"}]"#,
      #""photos":[{"uri640":"a6"},{"primary":true}]"#,
      #""photos":[{"uri800":"a8"}],"InternetEntireListingDisplayYN":true"#,
    ])
    #expect(
      found == ["b8", "a8", "a6", nil, nil, nil, "a10", "https://x/y.jpg", nil, "b6", "a6", "a8"],
      "\(found)")
    // Without records there are no photos; rows past the last and of other databases have none.
    let bare = ListingsDatabase(try Fixture.samples.world.index)
    let others = Generation(bare.index).row(0)
    let odd = bare.generation.rows([0, -5, 1 << 40]) + [others]
    #expect(bare.primaryPhotos(of: odd) == [nil, nil, nil, nil])
  }
}
