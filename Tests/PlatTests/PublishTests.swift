import Foundation
import Glibc
import PlatSnapshot
import PlatStore
import Synchronization
import Testing

@testable import Plat
@testable import PlatRecords

/// Builds that publish, refuse, fail, are killed and roll back; the current state must always be
/// whole.
@Suite(.timeLimit(.minutes(30))) struct PublishTests {
  /// Listings with one city, so that any of them identifies the state.
  static func lines(_ count: Int, city: String) -> String {
    (0..<count).map {
      #"{"listingKey":"K\#($0)","city":"\#(city)","publicRemarks":"\#(city) \#($0)"}"# + "\n"
    }.joined()
  }

  @discardableResult
  static func build(
    _ inputs: [String], into path: String, _ change: (inout BuildOptions) -> Void = { _ in }
  ) throws(PlatError) -> BuildSummary {
    var options = BuildOptions()
    change(&options)
    return try IndexBuild.run(
      inputs.enumerated().map { .bytes(Array($1.utf8), name: "input\($0)") }, into: path,
      options: options)
  }

  /// The city and the number of listings of the current state, after a check that it is whole.
  static func state(_ path: String) throws -> String {
    let database = try ListingsDatabase(opening: path)
    #expect(database.refusedSnapshots.isEmpty && database.index.snapshot.verify().isEmpty)
    var cities: Set<String> = []
    for row in 0..<database.count {
      let listing = try #require(database.listing(ordinal: row))
      let city = listing.text(.city) ?? ""
      cities.insert(city)
      let document = try #require(try database.document(of: listing))
      #expect(
        String(decoding: document, as: UTF8.self).contains("\"\(city) "),
        "documents of another state")
    }
    return cities.sorted().joined() + " \(database.count)"
  }

  /// All names except SQLite's own files, which appear and disappear.
  static func names(_ path: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).filter {
      !$0.hasSuffix("-shm") && !$0.hasSuffix("-wal") && !$0.hasSuffix(".lock")
    }.sorted()
  }

  static func refusal(_ body: () throws(PlatError) -> Void) -> BuildRefusal? {
    do throws(PlatError) { try body() } catch {
      if case .notPublished(let refusal) = error { return refusal }
      Issue.record("\(error)")
    }
    return nil
  }

  @Test func anInputThatIsBrokenPublishesNothing() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let good = Self.lines(10, city: "Indio")
    for bad in [
      "", "<html>503</html>", #"{"error":{"code":"429"}}"#, "id,price\n1,2\n",
      good + #"{"listingKey":"K"#,
    ] {
      // Without an index, over an index, alone and next to a good input.
      let first = scratch.file("first\(bad.count)")
      guard
        case .incomplete = Self.refusal({ () throws(PlatError) in try Self.build([bad], into: first)
        })
      else {
        Issue.record("\(bad) was published")
        continue
      }
      #expect(try Self.names(first) == [])
      if try Self.names(scratch.path).contains("index") == false {
        try Self.build([good], into: index)
      }
      let before = try Self.names(index)
      for inputs in [[bad], [good, bad], [bad, good]] {
        let refusal = try #require(
          Self.refusal { () throws(PlatError) in try Self.build(inputs, into: index) })
        #expect(
          "\(refusal)".contains("--allow-incomplete") && !"\(refusal)".contains("\n"), "\(refusal)")
        #expect(try Self.names(index) == before && Self.state(index) == "Indio 10")
      }
    }
  }

  @Test func whatWasTakenIsPublishedWhenAskedFor() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    let bad = Self.lines(9, city: "Mecca") + #"{"listingKey":"K"#
    try Self.build([Self.lines(10, city: "Indio")], into: index)
    let summary = try Self.build([bad, ""], into: index) { $0.allowsIncomplete = true }
    #expect(summary.feed.inputs.compactMap(\.failure).count == 2)
    #expect(try Self.state(index) == "Mecca 9")
    // Shrinking needs its own option.
    guard
      case .shrunk(9, 1, _) = Self.refusal({ () throws(PlatError) in
        try Self.build([Self.lines(1, city: "Indio"), ""], into: index) {
          $0.allowsIncomplete = true
        }
      })
    else { throw PlatError.file(path: index, reason: "shrunk") }
    #expect(try Self.state(index) == "Mecca 9")
  }

  @Test(arguments: [
    (100, 80, 0.2, true), (100, 79, 0.2, false), (100, 71, 0.29, true), (7, 0, 0.9, false),
    (7, 0, 1.0, true),
    (3, 2, 0.2, false), (5, 4, 0.2, true), (5, 5, 0.0, true), (5, 4, 0.0, false),
    (0, 0, 0.5, false),
  ])
  func anIndexShrinksAsFarAsIsAllowed(from: Int, to: Int, maxShrink: Double, isAllowed: Bool) throws
  {
    let scratch = try Scratch()
    let index = scratch.file("index")
    if from > 0 { try Self.build([Self.lines(from, city: "Indio")], into: index) }
    let input = to == 0 ? "[]" : Self.lines(to, city: "Mecca")
    let refusal = isAllowed ? nil : BuildRefusal.empty
    do throws(PlatError) {
      try Self.build([input], into: index) { $0.maxShrink = maxShrink }
      #expect(isAllowed)
      #expect(try ListingsDatabase(opening: index).count == to)
    } catch {
      guard case .notPublished(let found) = error else { throw error }
      #expect(!isAllowed && (to > 0) != (found == refusal), "\(found)")
      if from > 0 { #expect(try Self.state(index) == "Indio \(from)") }
    }
  }

  @Test func statesAreKeptWithTheirDocuments() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    for (place, city) in ["Indio", "Mecca", "Thermal", "Coachella"].enumerated() {
      try Self.build([Self.lines(5 + place, city: city)], into: index) {
        $0.keep = place == 3 ? 3 : 2
      }
    }
    #expect(
      try Self.names(index) == [
        "000002.plat", "000002.sqlite", "000003.plat", "000003.sqlite", "000004.plat",
        "records.sqlite",
      ])
    #expect(try Self.state(index) == "Coachella 8")
    // A database opened before a build continues with its own documents.
    let opened = try ListingsDatabase(opening: index)
    try Self.build([Self.lines(9, city: "Indio")], into: index) { $0.keep = 1 }
    #expect(try Self.names(index) == ["000005.plat", "records.sqlite"])
    let listing = try #require(opened.listing(ordinal: 0))
    let document = try opened.document(of: listing)
    #expect(
      String(decoding: document ?? [], as: UTF8.self).contains("Coachella"),
      "never documents of another state")
  }

  @Test func aDatabaseThatIsOpenKeepsItsDocumentsOverABuild() async throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(20, city: "Indio")], into: index)
    let before = try ListingsDatabase(opening: index)
    let early = try ListingsDatabase(opening: index)
    let first = try #require(early.listing(ordinal: 0))
    _ = try await early.document(of: first)
    try Self.build([Self.lines(20, city: "Mecca")], into: index)
    for database in [before, early] {
      // From many threads, so that connections open now.
      try await withThrowingTaskGroup(of: Void.self) { group in
        for row in 0..<20 {
          group.addTask {
            let listing = try #require(database.listing(ordinal: row))
            let document = try await database.document(of: listing) ?? []
            #expect(String(decoding: document, as: UTF8.self).contains("Indio"))
          }
        }
        try await group.waitForAll()
      }
    }
    #expect(try Self.state(index) == "Mecca 20")
  }

  @Test func twoBuildsAtOnceDoNotMix() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(5, city: "Indio")], into: index)
    let inner = Mutex<(any Error)?>(nil)
    // The other build completes while the first one is sealed and not yet published.
    let outer = #expect(throws: PlatError.self) {
      let hook: @Sendable (PublicationStep) -> PlatError? = { step in
        guard step == .recordsSealed else { return nil }
        PublicationStep.$hook.withValue(nil) {
          do { try Self.build([Self.lines(6, city: "Mecca")], into: index) } catch {
            inner.withLock { $0 = error }
          }
        }
        return nil
      }
      try PublicationStep.$hook.withValue(hook) {
        try Self.build([Self.lines(7, city: "Thermal")], into: index)
      }
    }
    #expect(inner.withLock { $0 } == nil)
    guard case .records(let error) = outer else {
      throw PlatError.file(path: index, reason: "\(outer as Any)")
    }
    #expect(error.code == .changedMeanwhile)
    #expect(try Self.state(index) == "Mecca 6")
    #expect(
      try Self.names(index) == ["000001.plat", "000001.sqlite", "000002.plat", "records.sqlite"])
  }

  /// A step that fails leaves the previous state, and no other files.
  @Test(arguments: PublicationStep.allCases, [false, true]) func aStepThatFails(
    step: PublicationStep, isFirst: Bool
  )
    throws
  {
    let scratch = try Scratch()
    let index = scratch.file("index")
    if !isFirst { try Self.build([Self.lines(5, city: "Indio")], into: index) }
    let before = (try? Self.names(index)) ?? []
    let failed = Mutex(false)
    let hook: @Sendable (PublicationStep) -> PlatError? = { done in
      guard done == step else { return nil }
      failed.withLock { $0 = true }
      return .file(path: "test", reason: "failed on purpose")
    }
    do {
      try PublicationStep.$hook.withValue(hook) {
        try Self.build([Self.lines(6, city: "Mecca")], into: index)
      }
      #expect(try Self.state(index) == "Mecca 6", "\(step)")
      #expect(
        [.snapshotNamed, .snapshotRemoved, .cleared, .newestRemoved].contains(step)
          || !failed.withLock { $0 })
    } catch {
      #expect(failed.withLock { $0 })
      #expect(try Self.names(index) == before)
      if !isFirst { #expect(try Self.state(index) == "Indio 5") }
    }
    try Self.build([Self.lines(7, city: "Thermal")], into: index)
    #expect(try Self.state(index) == "Thermal 7")
    #expect(try Self.names(index).allSatisfy { !$0.contains("tmp") })
  }

  /// A process that ends at a step leaves one whole state, and the next build cleans up.
  @Test(arguments: PublicationStep.allCases) func aProcessThatEndsAtAStep(step: PublicationStep)
    async throws
  {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(5, city: "Indio")], into: index)
    try Self.build([Self.lines(6, city: "Mecca")], into: index)
    let isRollback = step == .newestRemoved
    let name = step.rawValue
    await #expect(processExitsWith: .signal(SIGKILL)) {
      [index = index as String, name = name as String] in
      let hook: @Sendable (PublicationStep) -> PlatError? = { done in
        if done.rawValue == name { kill(getpid(), SIGKILL) }
        return nil
      }
      try PublicationStep.$hook.withValue(hook) {
        if name == "newestRemoved" {
          _ = try IndexRollback.run(index)
        } else {
          try PublishTests.build([PublishTests.lines(7, city: "Thermal")], into: index)
        }
      }
    }
    let isNew = [.snapshotNamed, .snapshotRemoved, .cleared].contains(step)
    #expect(try Self.state(index) == (isRollback ? "Indio 5" : isNew ? "Thermal 7" : "Mecca 6"))
    try Self.build([Self.lines(7, city: "Coachella")], into: index)
    #expect(try Self.state(index) == "Coachella 7")
    let names = try Self.names(index)
    #expect(names.count == 4 && names.filter { $0.hasSuffix(".plat") }.count == 2, "\(names)")
  }

  @Test func anIndexOfAnOlderVersionIsBuiltOver() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(5, city: "Indio")], into: index)
    // Without the note, as in older versions: the change number decides.
    do {
      let connection = try StoreConnection(path: index + "/records.sqlite", mode: .write)
      try connection.run("DELETE FROM meta WHERE key = 'note:snapshot'")
    }
    #expect(try Self.state(index) == "Indio 5")
    let old = try ListingsDatabase(opening: index)
    try Self.build([Self.lines(6, city: "Mecca")], into: index)
    #expect(try Self.state(index) == "Mecca 6")
    let listing = try #require(old.listing(ordinal: 0))
    #expect(try old.document(of: listing) != nil)
    #expect(try IndexRollback.run(index).listings == 5)
    #expect(try Self.state(index) == "Indio 5")
    // Records of another state, as older versions left them when they were killed between two
    // renames.
    let connection = try StoreConnection(path: index + "/records.sqlite", mode: .write)
    try connection.run("UPDATE meta SET value = 9 WHERE key = 'change'")
    let mixed = try ListingsDatabase(opening: index)
    let error = #expect(throws: PlatError.self) {
      _ = try mixed.document(of: try #require(mixed.listing(ordinal: 0)))
    }
    guard case .records(let reason) = error else {
      throw PlatError.file(path: index, reason: "\(error as Any)")
    }
    #expect(reason.code == .otherState)
  }

  @Test func twoStatesOfOneSnapshotAreToldApartByTheirChangeNumber() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    // The columns are the same, the remarks differ.
    try Self.build([#"{"listingKey":"K","publicRemarks":"old"}"#], into: index)
    let old = try ListingsDatabase(opening: index)
    try Self.build([#"{"listingKey":"K","publicRemarks":"new"}"#], into: index)
    let new = try ListingsDatabase(opening: index)
    #expect(old.index.snapshot.identity == new.index.snapshot.identity)
    for (database, text) in [(old, "old"), (new, "new")] {
      let listing = try #require(database.listing(key: "K"))
      let document = try #require(try database.document(of: listing))
      #expect(String(decoding: document, as: UTF8.self).contains(text))
    }
  }

  @Test func goingBack() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    for (place, city) in ["Indio", "Mecca", "Thermal"].enumerated() {
      try Self.build([Self.lines(5 + place, city: city)], into: index) { $0.keep = 3 }
    }
    let opened = try ListingsDatabase(opening: index)
    let summary = try IndexRollback.run(index)
    #expect(
      summary.removed == "000003.plat" && summary.previous == "000002.plat" && summary.listings == 6
    )
    #expect(summary.snapshotPath == index + "/000004.plat")
    #expect(try Self.state(index) == "Mecca 6")
    #expect(
      try Self.names(index) == ["000001.plat", "000001.sqlite", "000004.plat", "records.sqlite"])
    #expect(opened.count == 7)
    // Change numbers are never reused.
    #expect(
      try Self.build([Self.lines(6, city: "Thermal")], into: index) { $0.keep = 3 }.changeNumber
        == 5)
    #expect(try IndexRollback.run(index).listings == 6)
    #expect(try IndexRollback.run(index).listings == 5)
    #expect(try Self.state(index) == "Indio 5")
    let error = #expect(throws: PlatError.self) { _ = try IndexRollback.run(index) }
    guard case .noOlderState = error else {
      throw PlatError.file(path: index, reason: "\(error as Any)")
    }
    #expect(try Self.state(index) == "Indio 5")
    guard
      case .noIndex = #expect(
        throws: PlatError.self, performing: { _ = try IndexRollback.run(scratch.file("none")) })
    else { throw PlatError.file(path: index, reason: "no index") }
  }

  @Test func goingBackFromDamage() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(5, city: "Indio")], into: index)
    try Self.build([Self.lines(6, city: "Mecca")], into: index)
    for name in ["000002.plat", "records.sqlite"] {
      try Data(repeating: 0x61, count: 20_000).write(to: URL(fileURLWithPath: index + "/" + name))
    }
    #expect(try IndexRollback.run(index).listings == 5)
    #expect(try Self.state(index) == "Indio 5")
  }

  @Test func leftoversOfKilledBuildersGo() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    try Self.build([Self.lines(5, city: "Indio")], into: index)
    let left = [
      ".000002.plat.99999-1.tmp", "records.sqlite.99999-1.tmp", "records.sqlite.99999-1.tmp-wal",
      "000007.sqlite",
      "000007.sqlite-wal", "000009.sqlite-shm", "000001.sqlite",
    ]
    let others = ["000007.sqlite.bak", "7.sqlite", "notes.sqlite", "x.tmp"]
    for name in left + others {
      try Data("left".utf8).write(to: URL(fileURLWithPath: index + "/" + name))
    }
    try Self.build([Self.lines(6, city: "Mecca")], into: index)
    #expect(try Self.state(index) == "Mecca 6")
    let all = Set(try FileManager.default.contentsOfDirectory(atPath: index))
    #expect(
      all.isDisjoint(with: left.filter { $0 != "000001.sqlite" }) && all.isSuperset(of: others))
    #expect(all.contains("000001.sqlite"), "the records of the state before")
  }
}
