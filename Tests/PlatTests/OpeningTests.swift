import Foundation
import Testing

@testable import Plat

@Suite(.timeLimit(.minutes(30))) struct OpeningTests {
  @Test func nothingThere() throws {
    let scratch = try Scratch()
    let places: [(path: String, absence: IndexAbsence, words: String)] = [
      (scratch.file("nowhere"), .missing, "no such index"),
      (scratch.path, .empty, "the directory holds no index"), ("", .missing, "no such index"),
      (Repository.path("README.md"), .file, "a file, and not an index directory"),
    ]
    for (path, absence, words) in places {
      let error = #expect(throws: PlatError.self) { _ = try ListingsDatabase(opening: path) }
      guard case .noIndex(let named, let reason) = error else {
        Issue.record("\(path): \(String(describing: error))")
        continue
      }
      #expect(named == path && reason == absence)
      // The program states the remedy in its own words.
      #expect(error?.description == "\(path): \(words)")
    }
  }

  @Test func damagedNewestIsPassedOver() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let feed = Repository.path("samples/listings.ndjson")
    let first = try IndexBuild.run([.path(feed)], into: index)
    let second = try IndexBuild.run([.path(feed)], into: index)
    #expect(first.snapshotPath != second.snapshotPath && first.changeNumber < second.changeNumber)

    try Data("damage".utf8).write(to: URL(fileURLWithPath: second.snapshotPath))
    let database = try ListingsDatabase(opening: index)
    #expect(database.count == 12)
    #expect(database.index.snapshot.path == first.snapshotPath)
    #expect(database.refusedSnapshots.map(\.path) == [second.snapshotPath])

    try Data("damage".utf8).write(to: URL(fileURLWithPath: first.snapshotPath))
    let error = #expect(throws: PlatError.self) { _ = try ListingsDatabase(opening: index) }
    guard case .damaged(index, let refusals) = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(refusals.map(\.code) == [.notASnapshot, .notASnapshot])
    #expect(refusals.map(\.path) == [second.snapshotPath, first.snapshotPath])
    #expect(
      error?.description.contains("000002.plat") == true
        && error?.description.contains("plat build") == true)
  }

  @Test func theOneBeforeIsKept() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    var made: [String] = []
    for round in 0..<4 {
      let line = "{\"listingKey\":\"K\(round)\"}"
      made.append(
        try IndexBuild.run([.bytes(Array(line.utf8), name: "line")], into: index).snapshotPath)
    }
    #expect(made.map { FileManager.default.fileExists(atPath: $0) } == [false, false, true, true])
    #expect(try ListingsDatabase(opening: index).listing(ordinal: 0)?.key == "K3")
  }

  @Test func snapshotAlone() throws {
    let fixtures = try Fixtures.twelve.get()
    let database = try ListingsDatabase(snapshot: fixtures.database.index.snapshot.path)
    #expect(database.count == 12 && database.refusedSnapshots.isEmpty)
    #expect(try database.keys([("city", "indio"), ("standardStatus", "any")]) == ["SC2190041007"])
    let listing = try #require(database.listing(ordinal: 0))
    let error = #expect(throws: PlatError.self) { _ = try database.document(of: listing) }
    guard case .records = error else {
      Issue.record("\(String(describing: error))")
      return
    }
    #expect(throws: PlatError.self) {
      _ = try ListingsDatabase(snapshot: Repository.path("README.md"))
    }
  }

  @Test func staysOpenWhileBuiltAnew() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try IndexBuild.run([.path(Repository.path("samples/listings.ndjson"))], into: index)
    let old = try ListingsDatabase(opening: index)
    let line = #"{"listingKey":"ONE","city":"Banning","latitude":33.9,"longitude":-116.9}"#
    var options = BuildOptions()
    options.maxShrink = 1
    _ = try IndexBuild.run([.bytes(Array(line.utf8), name: "one")], into: index, options: options)
    #expect(old.count == 12)
    #expect(try old.keys([("city", "indio"), ("standardStatus", "any")]) == ["SC2190041007"])
    let new = try ListingsDatabase(opening: index)
    #expect(new.count == 1 && new.listing(key: "SC2190041007") == nil)
    let one = try #require(new.listing(key: "ONE"))
    let document = try #require(try new.document(of: one))
    #expect(String(decoding: document, as: UTF8.self).contains("Banning"))
  }
}
