import Foundation
import Glibc
import Testing

/// `plat serve` as a process: signals, and a sudden end.
@Suite(.serialized, .timeLimit(.minutes(30))) struct ProcessTests {
  /// A server in another process.
  private final class Served {
    let process = Process()
    private let output = Pipe()
    private(set) var port: UInt16 = 0

    init(_ index: String, _ more: [String] = []) throws {
      process.executableURL = Bundle.main.executableURL?.deletingLastPathComponent().appending(
        path: "plat")
      if !FileManager.default.isExecutableFile(atPath: process.executableURL?.path ?? "") {
        process.executableURL = URL(fileURLWithPath: Repository.path + "/.build/debug/plat")
      }
      process.arguments =
        [
          "serve", index, "--port", "0", "--threads", "2", "--log", "events", "--host-name",
          "example.org",
        ] + more
      process.standardOutput = output
      process.standardError = FileHandle.nullDevice
      try process.run()
      var text = ""
      while !text.contains("\n") {
        let data = output.fileHandleForReading.availableData
        if data.isEmpty { break }
        text += String(decoding: data, as: UTF8.self)
      }
      port = UInt16(text.split(separator: ":").last?.filter(\.isNumber) ?? "") ?? 0
    }

    deinit { if process.isRunning { kill(process.processIdentifier, SIGKILL) } }

    func signal(_ number: Int32) { kill(process.processIdentifier, number) }

    func end() -> Int32 {
      process.waitUntilExit()
      return process.terminationStatus
    }
  }

  @Test func aSignalTakesUpANewSnapshotAndAnotherEnds() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try TestListings.build(TestListings.lines(20), into: index)
    let served = try Served(index)
    let client = try #require(Client(port: served.port))
    #expect(client.ask("GET", "/api/health")?.object["listings"] as? Int == 20)
    _ = try TestListings.build(TestListings.lines(30), into: index)
    served.signal(SIGHUP)
    // The signal, or the next check of the directory, switches to it; the connection stays.
    var listings = 0
    let end = Date.now.addingTimeInterval(20)
    while listings != 30, Date.now < end {
      listings = client.ask("GET", "/api/health")?.object["listings"] as? Int ?? -1
    }
    #expect(listings == 30)
    // A request in progress is answered; an idle connection is closed.
    let slow = try #require(Client(port: served.port))
    slow.send("POST", "/api/mls-listings", fields: "Expect: 100-continue\r\n", body: "{}")
    #expect(slow.reply() != nil)
    served.signal(SIGTERM)
    #expect(served.end() == 0)
    #expect(client.ask("GET", "/api/health") == nil && Client(port: served.port) == nil)
  }

  @Test(arguments: [false, true]) func signalsForLogsDoNotEndIt(hasFile: Bool) throws {
    let scratch = try Scratch()
    let (index, log) = (scratch.file("index"), scratch.file("log"))
    _ = try TestListings.build(TestListings.lines(5), into: index)
    let served = try Served(index, hasFile ? ["--log-file", log] : [])
    let client = try #require(Client(port: served.port))
    if hasFile { try FileManager.default.moveItem(atPath: log, toPath: log + ".1") }
    for number in [SIGUSR1, SIGUSR2, SIGXFSZ, SIGPIPE, SIGUSR1] {
      served.signal(number)
      #expect(client.ask("GET", "/api/health")?.status == 200, "\(number)")
    }
    let end = Date.now.addingTimeInterval(20)
    while hasFile, !FileManager.default.fileExists(atPath: log), Date.now < end { usleep(1_000) }
    #expect(FileManager.default.fileExists(atPath: log) == hasFile)
    served.signal(SIGQUIT)
    #expect(served.end() == 0)
    if hasFile {
      #expect(try String(contentsOfFile: log, encoding: .utf8).contains("\"event\":\"stop\""))
    }
  }

  @Test func afterAnEndWithoutWarningItServesAgain() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try TestListings.build(TestListings.lines(25), into: index)
    var tag: String?
    for _ in 0..<3 {
      let served = try Served(index)
      let client = try #require(Client(port: served.port))
      let reply = try #require(client.ask("GET", "/api/mls-listings"))
      #expect(reply.total == 25 && (tag == nil || tag == reply.field("ETag")))
      tag = reply.field("ETag")
      #expect(client.ask("GET", "/api/mls-listings/K3")?.status == 200)
      served.signal(SIGKILL)
      _ = served.end()
      #expect(client.ask("GET", "/api/health") == nil)
    }
  }

  @Test func whatWasSwipedOutlastsAnEndWithoutWarning() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try TestListings.build(TestListings.lines(25), into: index)
    for round in 0..<3 {
      let served = try Served(index)
      let client = try #require(Client(port: served.port))
      #expect(client.ask("GET", "/api/swipes/batch?userId=a&count=25")?.total == 25 - round * 4)
      #expect(client.ask("GET", "/api/swipes/exclude-keys?userId=a")?.total == round * 4)
      for number in 0..<4 {
        let body = #"{"userId":"a","listingKey":"K\#(round * 4 + number)","action":"like"}"#
        #expect(client.ask("POST", "/api/swipes/user", body: body)?.status == 200)
      }
      served.signal(SIGKILL)
      _ = served.end()
    }
  }

  @Test func aFileThatIsCutShortDoesNotEndIt() throws {
    let scratch = try Scratch()
    let index = scratch.file("index")
    _ = try TestListings.build(TestListings.lines(25), into: index)
    _ = try TestListings.build(TestListings.lines(2_000), into: index)
    let served = try Served(index, ["--cache", "0"])
    let client = try #require(Client(port: served.port))
    #expect(client.ask("GET", "/api/mls-listings?standardStatus=any")?.total == 2_000)
    unsafe _ = truncate(index + "/000002.plat", 5_000)
    var total: Int?
    let end = Date.now.addingTimeInterval(20)
    while total != 25, Date.now < end {
      let reply = try #require(client.ask("GET", "/api/mls-listings?standardStatus=any"))
      #expect(reply.status == 503 || reply.total == 25, "\(reply.status) \(reply.text.prefix(200))")
      #expect(
        client.ask("GET", "/tiles/4/2/6.mvt").map { $0.status == 503 || $0.status == 200 } == true)
      total = reply.total
    }
    #expect(total == 25)
    served.signal(SIGTERM)
    #expect(served.end() == 0)
  }
}
