import Foundation
import Glibc
import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// Files that change under the server: answers use a whole state, or are refused with 503.
@Suite(.timeLimit(.minutes(30))) struct DamageTests {
  private static func total(_ test: TestService) -> Int? {
    // A different request each time: cached answers belong to the undamaged state.
    let reply = test.ask(
      "GET", "/api/mls-listings?standardStatus=any&limit=0&minPrice=\(Int.random(in: 0..<400_000))")
    return reply.status == 200 ? reply.total : -reply.status
  }

  /// Whether the state with `expected` listings is served soon.
  ///
  /// A request that finds a changed file triggers a check of the directory on another thread.
  private static func settles(_ test: TestService, on expected: Int) -> Bool {
    let end = Date.now.addingTimeInterval(30)
    while Date.now < end {
      if total(test) == expected { return true }
      test.service.reloadIfChanged()
    }
    return false
  }

  /// Writes bytes over a file in place.
  private static func overwrite(_ path: String, with bytes: Data) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.truncate(atOffset: 0)
    try handle.write(contentsOf: bytes)
    try handle.close()
  }

  private static func replace(_ path: String, with bytes: Data) throws {
    try bytes.write(to: URL(fileURLWithPath: path), options: .atomic)
  }

  private static func health(_ test: TestService) -> [String: Any] {
    test.ask("GET", "/api/health").object
  }

  private static func passedOver(_ test: TestService) -> [[String: Any]] {
    health(test)["passedOver"] as? [[String: Any]] ?? []
  }

  private static func metric(_ name: String, _ test: TestService) -> Int? {
    let lines = test.ask("GET", "/metrics").text.split(separator: "\n")
    return lines.first { $0.hasPrefix(name + " ") }.flatMap { Int($0.dropFirst(name.count + 1)) }
  }

  @Test func aStartPassesDamagedSnapshotsOverAndTells() throws {
    let test = try TestService(TestListings.lines(30))
    let first = test.service.snapshotPath
    _ = try TestListings.build(TestListings.lines(40), into: test.index)
    let second = test.index + "/000002.plat"
    var bytes = try Data(contentsOf: URL(fileURLWithPath: second))
    let prices = try #require(
      try ListingsDatabase(opening: test.index).index.snapshot.sections.first {
        $0.name == "listPrice"
      })
    bytes[Int(prices.offset)] ^= 1
    try Self.replace(second, with: bytes)
    var options = ServiceOptions()
    options.logLevel = .off
    let service = try QueryService(opening: test.index, options: options)
    #expect(service.snapshotPath == first)
    let (answers, _) = service.answer(
      Array("GET /api/health HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8))
    let health = Reply(status: 200, lines: "", body: answers.first?.body ?? []).object
    let passed = try #require((health["passedOver"] as? [[String: Any]])?.first)
    #expect(passed["snapshot"] as? String == "000002.plat")
    #expect((passed["reason"] as? String)?.contains("listPrice") == true)
    #expect((health["snapshot"] as? [String: Any])?["changeNumber"] as? Int == 1)
    // Without verification the damage is not noticed.
    options.verifiesSnapshots = false
    #expect(try QueryService(opening: test.index, options: options).snapshotPath == second)
    try Self.replace(first, with: Data("no".utf8))
    options.verifiesSnapshots = true
    let error = #expect(throws: PlatError.self) {
      _ = try QueryService(opening: test.index, options: options)
    }
    #expect(
      error?.description.contains("all of its 2 snapshots") == true, "\(String(describing: error))")
  }

  @Test func aSnapshotOfTheSameNameIsTakenUp() throws {
    let test = try TestService(TestListings.lines(30))
    let other = try TestService(TestListings.lines(44))
    let path = test.service.snapshotPath
    #expect(!test.service.reloadIfChanged() && Self.total(test) == 30)
    for name in ["records.sqlite", "000001.plat"] {
      try Self.replace(
        test.index + "/" + name,
        with: try Data(contentsOf: URL(fileURLWithPath: other.index + "/" + name)))
    }
    #expect(test.service.reloadIfChanged() && test.service.snapshotPath == path)
    #expect(Self.total(test) == 44 && test.ask("GET", "/api/mls-listings/K40").status == 200)
    #expect(!test.service.reloadIfChanged())
  }

  @Test func aFileThatIsOverwrittenIsNotReadAnyMore() throws {
    let test = try TestService(TestListings.lines(30))
    let other = try TestService(TestListings.lines(44))
    let path = test.service.snapshotPath
    let (own, others) = (
      try Data(contentsOf: URL(fileURLWithPath: path)),
      try Data(contentsOf: URL(fileURLWithPath: other.service.snapshotPath))
    )
    let kept = test.ask("GET", "/api/mls-listings")
    // Half of the file: there is no whole snapshot until the rest is written.
    try Self.overwrite(path, with: own.prefix(own.count / 2))
    #expect(Self.total(test) == -503)
    let reply = test.ask("GET", "/api/mls-listings?minBeds=2")
    #expect(
      reply.status == 503 && reply.field("Retry-After") == "1" && reply.object["title"] != nil)
    #expect(
      test.ask("GET", "/api/mls-listings").body == kept.body, "a kept answer is of the whole state")
    #expect(test.ask("GET", "/api/health?probe=ready").status == 503)
    #expect(
      test.ask("GET", "/api/health").status == 200
        && Self.health(test)["status"] as? String == "damaged")
    #expect(Self.metric("plat_snapshot_changed", test) == 1)
    #expect((Self.metric("plat_answers_discarded_total", test) ?? 0) >= 2)
    #expect(!test.service.reload() && Self.total(test) == -503)
    #expect(
      Self.passedOver(test).count == 1 && Self.metric("plat_snapshots_passed_over", test) == 1)
    // The bytes of another whole state.
    try Self.overwrite(path, with: others)
    #expect([-503, 44].contains(Self.total(test)) && Self.settles(test, on: 44))
    #expect(
      Self.health(test)["ready"] as? Bool == true && Self.metric("plat_snapshot_changed", test) == 0
    )
    try Self.overwrite(path, with: own)
    #expect(
      [-503, 30].contains(Self.total(test)) && Self.settles(test, on: 30)
        && Self.passedOver(test).isEmpty)
    // Removing a state, as a rollback does, returns to the previous one.
    _ = try TestListings.build(TestListings.lines(50), into: test.index)
    #expect(test.service.reload() && Self.total(test) == 50)
    try FileManager.default.removeItem(atPath: test.service.snapshotPath)
    _ = test.service.reloadIfChanged()
    #expect(Self.settles(test, on: 30), "\(Self.total(test)), \(Self.health(test))")
  }

  @Test func aStateThatIsRemovedRightAfterACallOfReloadIsNoticed() throws {
    let test = try TestService(TestListings.lines(30))
    for _ in 0..<4 { test.service.reloadIfChanged() }
    _ = try TestListings.build(TestListings.lines(50), into: test.index)
    #expect(test.service.reload() && Self.total(test) == 50)
    try FileManager.default.removeItem(atPath: test.service.snapshotPath)
    #expect(Self.settles(test, on: 30), "\(Self.total(test)), \(Self.health(test))")
  }

  @Test func aFileThatIsCutShortIsAnsweredFromTheOlderState() throws {
    let test = try TestService(TestListings.lines(30))
    _ = try TestListings.build(TestListings.lines(3_000), into: test.index)
    #expect(test.service.reload() && Self.total(test) == 3_000)
    unsafe _ = truncate(test.service.snapshotPath, 4_096)
    #expect(Self.total(test) == -503)
    // Either discarded, or answered by the older state, which has no such listing.
    #expect([503, 404].contains(test.ask("GET", "/api/mls-listings/K2999").status))
    #expect(Self.settles(test, on: 30))
  }

  @Test func aSnapshotInMemoryIsNotTouched() throws {
    let test = try TestService(TestListings.lines(30)) { $0.residence = .memory }
    let path = test.service.snapshotPath
    unsafe _ = truncate(path, 0)
    #expect(Self.total(test) == 30 && !test.service.reloadIfChanged() && Self.total(test) == 30)
    #expect(Self.passedOver(test).count == 1 && Self.health(test)["status"] as? String == "ready")
  }

  @Test func aDamagedDocumentIsNamedAndNotSent() throws {
    let test = try TestService(TestListings.lines(200))
    let path = test.index + "/records.sqlite"
    let whole = try Data(contentsOf: URL(fileURLWithPath: path))
    let place = try #require(whole.range(of: Data("\"listPrice\":411000".utf8)))
    var damaged = whole
    damaged[place.lowerBound + 13] ^= 1
    try Self.overwrite(path, with: damaged)
    let reply = test.ask("GET", "/api/mls-listings/K11")
    #expect(
      reply.status == 500 && reply.text.contains("K11") && !reply.text.contains(test.index),
      "\(reply.text)")
    #expect(test.ask("GET", "/api/mls-listings/K12").status == 200)
    #expect(Self.metric("plat_damaged_documents_total", test) == 1)
    // Without records searches go on, and documents report the reason.
    try FileManager.default.removeItem(atPath: path)
    _ = try TestListings.build(TestListings.lines(10), into: test.scratch.file("other"))
    _ = try TestListings.build(TestListings.lines(10), into: test.scratch.file("other"))
    try FileManager.default.copyItem(
      atPath: test.scratch.file("other/records.sqlite"), toPath: path)
    var options = ServiceOptions()
    options.logLevel = .off
    let again = try QueryService(opening: test.index, options: options)
    func ask(_ target: String) -> Int? {
      again.answer(Array("GET \(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)).answers.first?
        .status
    }
    #expect(ask("/api/mls-listings/K12") == 503 && ask("/api/mls-listings?minBeds=1") == 200)
  }

  @Test func lookingInADirectoryWithoutDescriptorsAdvisesRightly() async {
    await #expect(processExitsWith: .exitCode(0)) {
      let scratch = try Scratch()
      _ = try TestListings.build(TestListings.lines(3), into: scratch.path)
      var limit = rlimit(rlim_cur: 3, rlim_max: 3)
      unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
      do throws(PlatError) { _ = try ListingsDatabase(opening: scratch.path) } catch {
        exit(
          error.description.contains("ulimit -n") && !error.description.contains("plat build")
            ? 0 : 4)
      }
      exit(5)
    }
  }
}
