import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// Documents as `Decodable` values, and listings as `Encodable` values.
@Suite(.timeLimit(.minutes(30))) struct CodableTests {
  private struct Photo: Codable, Equatable {
    var photoId: String?
    var uriThumb: String?
    var primary: Bool?
  }

  private struct Home: Codable, Equatable {
    var listingKey: String
    var listPrice: Double?
    var beds: Int?
    var city: String?
    var onMarketDate: String?
    var isFeatured: Bool?
    var photos: [Photo]?
    var privateRemarks: String?
  }

  @Test func documentsDecodeAsFoundationDecodesThem() async throws {
    for fixtures in [try Fixtures.twelve.get(), try Fixtures.many.get()] {
      let database = fixtures.database
      for ordinal in 0..<min(database.count, 200) {
        let listing = try #require(database.listing(ordinal: ordinal))
        let bytes = try #require(try await database.document(of: listing))
        let expected = try JSONDecoder().decode(Home.self, from: Data(bytes))
        #expect(try await database.decode(Home.self, of: listing) == expected)
        #expect(try Self.blocking(database, listing) == expected)
      }
    }
  }

  private static func blocking(
    _ database: ListingsDatabase, _ listing: ListingView
  ) throws -> Home? { try database.decode(Home.self, of: listing) }

  private struct Wrong: Decodable, Sendable { let listPrice: String }

  @Test func anErrorNamesTheListingAndTheMember() async throws {
    let database = try Fixtures.twelve.get().database
    let listing = try #require(database.listing(key: "SC2190041001"))
    let error = await #expect(throws: PlatError.self) {
      try await database.decode(Wrong.self, of: listing)
    }
    #expect(
      error?.description == "the document of listing \"SC2190041001\": "
        + "listPrice: expected a string, found a number")
  }

  @Test func encodedHitsAreTheMembersOfTheSearchsAnswer() throws {
    let database = try Fixtures.many.get().database
    let center = try Coordinate(latitude: 33.8303, longitude: -116.5453)
    var request = SearchRequest(sort: .distance(from: center), limit: 50)
    request.statuses = nil
    let hits = try database.search(request).hits
    #expect(hits.count == 50)
    for hit in hits {
      var writer = JSONWriter()
      writer.object { writer in
        hit.listing.writeMembers(to: &writer)
        if let distance = hit.distance {
          writer.member(
            "distanceMeters", fixed: Int64((distance * 1_000).rounded()), decimals: 3)
        }
      }
      let expected = try JSONSerialization.jsonObject(with: Data(writer.bytes)) as? NSDictionary
      let encoded = try JSONSerialization.jsonObject(with: JSONEncoder().encode(hit))
      #expect(encoded as? NSDictionary == expected, "\(hit.id)")
    }
  }

  @Test func aCancelledTaskGetsItsCancellation() async throws {
    let database = try Fixtures.many.get().database
    let listing = try #require(database.listing(ordinal: 0))
    let task = Task {
      while !Task.isCancelled { await Task.yield() }
      return try await database.document(of: listing)
    }
    task.cancel()
    let error = await #expect(throws: PlatError.self) { try await task.value }
    guard case .ended(.cancelled) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
  }

  @Test func aTaskThatIsCancelledMeanwhileDoesNotWaitForItsWork() async throws {
    let (gate, began) = (DispatchSemaphore(value: 0), DispatchSemaphore(value: 0))
    let task = Task {
      try await BlockingWork.run { () throws(PlatError) in
        began.signal()
        gate.wait()
        return 1
      }
    }
    await withCheckedContinuation { continuation in
      DispatchQueue.global().async {
        began.wait()
        continuation.resume()
      }
    }
    task.cancel()
    await #expect(throws: PlatError.self) { try await task.value }
    gate.signal()
  }

  @Test func anAnalysisInATaskIsThatOfACall() async throws {
    let database = try Fixtures.many.get().database
    let listing = try #require(
      (0..<database.count).lazy.compactMap { database.listing(ordinal: $0) }.first {
        $0[.standardStatus] == "Closed" && $0.position != nil && $0[.sqft] != nil
          && $0[.beds] != nil && $0[.baths] != nil
      })
    var request = AnalysisRequest()
    request.coordinate = listing.position
    request.sqft = listing[.sqft]
    request.beds = listing[.beds]
    request.baths = listing[.baths]
    let asked = request
    let now: Int64 = 1_780_000_000
    func value(_ body: () throws -> MarketAnswer) -> String {
      do { return "\(try body().analysis.estimatedValue)" } catch { return "\(error)" }
    }
    let called = value { try database.marketAnalysis(asked, now: now) }
    let awaited: String
    do {
      awaited = "\(try await database.marketAnalysis(asked, now: now).analysis.estimatedValue)"
    } catch { awaited = "\(error)" }
    #expect(awaited == called)
  }
}
