import Foundation
import PlatGeometry
import PlatIndex
import PlatListings
import PlatLive
import PlatRecords
import PlatSearch
import PlatSnapshot
import PlatStore
import PlatTestSupport
import Synchronization
import Testing

/// Writes, and what is found after each of them, against a plain list of listings.
@Suite(.timeLimit(.minutes(30))) struct ListingWriterTests {
  /// Random writes, deletes, batches and restarts: after each step every listing is found once, and
  /// pages are those of a sort of all.
  @Test(arguments: TestCases.seeds(6)) func everyStepShowsWhatWasWritten(_ seed: UInt64) throws {
    var draw = SeededGenerator(seed: seed)
    let pool = try Fixture.mixed.world.listings
    let scene = try WriterScene(Array(pool.prefix(seed == 1 ? 0 : 300)))
    for step in 0..<120 {
      let note = "seed \(seed), step \(step)"
      switch draw.one(of: [0, 0, 0, 1, 1, 2, 3, 4, 5]) {
      case 0:
        var listing = pool[Int.random(in: pool.indices, using: &draw)]
        listing.key = pool[Int.random(in: pool.indices, using: &draw)].key
        _ = try scene.put([listing])
      case 1:
        guard let key = scene.listings.keys.sorted().randomElement(using: &draw) else { continue }
        let receipt = try scene.writer.write([.delete(key: key)])
        #expect(receipt.count(.deleted) == 1)
        scene.listings[key] = nil
      case 2:
        _ = try scene.put(
          (0..<Int.random(in: 1...90, using: &draw)).map { number in
            var listing = pool[Int.random(in: pool.indices, using: &draw)]
            listing.key = "batch-\(step)-\(number % 60)"
            return listing
          })
      case 3: try scene.restart()
      case 4: try scene.expectSections(note)
      default: try refuse(scene)
      }
      let world = try scene.world(note)
      guard step % 6 == 0 else { continue }
      let oracle = BruteForce(world.listings)
      var maker = RequestMaker(world, seed: seed &* 1_000 &+ UInt64(step))
      for _ in 0..<4 {
        let request = maker.request()
        let result = try Searcher(world.generation).search(request)
        let matches = oracle.matches(request.filter, request.region)
        let page = oracle.sorted(matches, request.sort).dropFirst(request.offset).prefix(
          request.limit)
        #expect(result.total == matches.count, "\(note)")
        #expect(result.rows.ordinals.map { world.listingOfRow[$0] } == Array(page), "\(note)")
      }
    }
    try scene.expectSections("seed \(seed), at the end")
  }

  /// A batch that is refused changes nothing.
  private func refuse(_ scene: WriterScene) throws {
    let before = scene.writer.changeNumber
    var listing = PlainListing(key: "half of a batch")
    listing.position = nil
    #expect(throws: WriteError.self) {
      try scene.writer.write([
        .upsert(document: Array(listing.json.utf8)), .delete(key: "no listing has this key"),
      ])
    }
    #expect(throws: WriteError.self) {
      try scene.writer.write([.upsert(document: Array("{\"ListPrice\": 5}".utf8))])
    }
    #expect(scene.writer.changeNumber == before)
  }

  /// Threads that write at the same time each see their own write when it returns, and share
  /// commits.
  @Test func whatAThreadHasWrittenIsThereWhenItsWriteReturns() throws {
    let scene = try WriterScene([])
    let writer = scene.writer
    let failures = Mutex(0)
    DispatchQueue.concurrentPerform(iterations: 8) { thread in
      for number in 0..<40 {
        let key = "thread-\(thread)-\(number)"
        let document = Array(PlainListing(key: key).json.utf8)
        let receipt = try? writer.write([.upsert(document: document)])
        let generation = writer.generation
        if receipt?.count(.added) != 1 || generation.ordinal(key: key) == nil
          || generation.changeNumber < receipt?.changeNumber ?? .max
        {
          failures.withLock { $0 += 1 }
        }
      }
    }
    #expect(failures.withLock { $0 } == 0)
    #expect(writer.generation.count == 320)
    #expect(writer.changeNumber == 320)
  }

  /// A generation that is held does not change.
  @Test func aGenerationThatIsHeldDoesNotChange() throws {
    let pool = try Fixture.mixed.world.listings
    let scene = try WriterScene(Array(pool.prefix(100)))
    let held = scene.writer.generation
    let before = try Searcher(held).search(SearchRequest(sort: .key(descending: false), limit: 500))
    for listing in pool.prefix(50) { _ = try scene.writer.write([.delete(key: listing.key)]) }
    _ = try scene.put(Array(pool.suffix(80)))
    let after = try Searcher(held).search(SearchRequest(sort: .key(descending: false), limit: 500))
    #expect(before.rows == after.rows && after.total == 100)
    #expect(scene.writer.generation.count == 130)
  }

  @Test func conditionsAreCheckedInTheCommit() throws {
    let scene = try WriterScene([])
    let document = Array(#"{"listingKey":"A","listPrice":100}"#.utf8)
    let change = try scene.writer.write([.upsert(document: document, if: .isNew)]).changeNumber
    #expect(
      refusal(scene, .upsert(document: document, if: .isNew))
        == .conditionFailed(place: 0, key: "A", change: change))
    #expect(
      refusal(scene, .delete(key: "A", if: .isAt(changes: [change + 1])))
        == .conditionFailed(place: 0, key: "A", change: change))
    #expect(refusal(scene, .delete(key: "B")) == .noListing(place: 0, key: "B"))
    let patched = try scene.writer.write([
      .patch(key: "A", document: Array(#"{"ListPrice":200}"#.utf8), if: .isAt(changes: [change]))
    ])
    #expect(patched.listings.map(\.outcome) == [.replaced])
    #expect(refusal(scene, .delete(key: "A", if: .isAt(changes: [change]))) != nil)
    #expect(try scene.writer.write([.delete(key: "A", if: .exists)]).count(.deleted) == 1)
    #expect(scene.writer.generation.count == 0)
  }

  @Test func anOlderListingIsRefused() throws {
    let scene = try WriterScene([])
    func document(_ day: Int) -> [UInt8] {
      Array(#"{"listingKey":"A","modificationTimestamp":"2026-01-0\#(day)"}"#.utf8)
    }
    _ = try scene.writer.write([.upsert(document: document(2))], older: .refuse)
    #expect(throws: WriteError.self) {
      try scene.writer.write([.upsert(document: document(1))], older: .refuse)
    }
    let skipped = try scene.writer.write([.upsert(document: document(1))], older: .skip)
    #expect(skipped.listings.map(\.outcome) == [.outdated])
    _ = try scene.writer.write([.upsert(document: document(3))], older: .refuse)
  }

  /// The rule of a build: the same key of another service is another listing.
  @Test func theKeyOfAnotherServiceIsQualified() throws {
    let scene = try WriterScene([])
    func write(_ source: String) throws -> [String] {
      let document = Array(#"{"listingKey":"A","mlsSource":"\#(source)"}"#.utf8)
      return try scene.writer.write([.upsert(document: document)]).listings.map(\.key)
    }
    #expect(try write("One") == ["A"])
    #expect(try write("Two") == ["Two:A"])
    #expect(try write("Two") == ["Two:A"])
    #expect(try write("One") == ["A"])
    #expect(scene.writer.generation.count == 2)
    let document = Array(#"{"listingKey":"A","mlsSource":"Two","listPrice":5}"#.utf8)
    let replaced = try scene.writer.write([.replace(key: "Two:A", document: document)])
    #expect(replaced.listings.map(\.key) == ["Two:A"])
    #expect(
      refusal(scene, .replace(key: "A", document: document))
        == .otherKey(place: 0, key: "A", found: "A"))
  }

  /// A slug that two listings share gets a mark in both, as in a build, and loses it again.
  @Test func slugsAreThoseOfABuild() throws {
    let scene = try WriterScene([])
    func write(_ key: String, slug: String) throws {
      let document = Array(#"{"listingKey":"\#(key)","slug":"\#(slug)"}"#.utf8)
      _ = try scene.writer.write([.upsert(document: document)])
      try scene.expectSections("after \(key)")
    }
    func slugs() -> Set<String> {
      let index = scene.writer.generation.whole.index
      return Set((0..<index.rows).map { index.codes(.slug)?.text($0) ?? "" })
    }
    try write("A", slug: "home")
    try write("B", slug: "home")
    #expect(slugs().count == 2 && !slugs().contains("home"))
    try write("home", slug: "other")
    _ = try scene.writer.write([.delete(key: "home")])
    _ = try scene.writer.write([.delete(key: "A")])
    try scene.expectSections("after the deletions")
    #expect(slugs() == ["home"])
  }

  @Test func patchesAreThoseOfTheStandard() throws {
    let scene = try WriterScene([])
    let document = #"{"listingKey":"A","listPrice":100,"extra":{"a":1,"b":{"c":2}},"list":[1]}"#
    _ = try scene.writer.write([.upsert(document: Array(document.utf8))])
    let patch =
      #"{"ListPrice":null,"extra":{"b":{"c":null,"d":3},"a":null},"list":[2],"new":{"x":null}}"#
    _ = try scene.writer.write([.patch(key: "A", document: Array(patch.utf8))])
    var held: [UInt8] = []
    _ = try scene.records.document(key: "A", into: &held)
    let text = String(decoding: held, as: UTF8.self)
    #expect(text.contains(#""extra":{"b":{"d":3}}"#), "\(text)")
    #expect(text.contains(#""list":[2]"#) && text.contains(#""new":{}"#), "\(text)")
    #expect(!text.contains("listPrice"), "\(text)")
    for bad in ["[]", "5", "{", ""] {
      #expect(
        refusal(scene, .patch(key: "A", document: Array(bad.utf8))) == .invalidPatch(place: 0))
    }
  }

  private func refusal(_ scene: WriterScene, _ operation: WriteOperation) -> WriteRefusal? {
    do throws(WriteError) {
      _ = try scene.writer.write([operation])
      return nil
    } catch {
      if case .refused(let refusal) = error { return refusal }
      return nil
    }
  }
}
