import Foundation
import Glibc
import Plat
import Testing

@testable import PlatServer

/// The files that a page folder may contain; none of them blocks the server or leads outside the
/// folder.
@Suite(.timeLimit(.minutes(30))) struct PageFolderTests {
  private func write(_ text: String, _ path: String) throws {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
  }

  @Test func regularFilesAloneAreServed() throws {
    let (folder, outside) = (try Scratch(), try Scratch())
    try write("page", folder.file("index.html"))
    try write("real", folder.file("real.js"))
    try write("secret", outside.file("secret.txt"))
    let links = [
      ("inside.js", "real.js"), ("absolute.js", folder.file("real.js")),
      ("secret.txt", outside.file("secret.txt")),
      ("up.txt", "../" + (outside.path as NSString).lastPathComponent + "/secret.txt"),
      ("passwd.txt", "/etc/passwd"),
      ("nothing.txt", "gone.txt"), ("loop.txt", "loop.txt"), ("device.txt", "/dev/zero"),
      ("pipe.js", "fifo.js"),
    ]
    for (name, target) in links { #expect(unsafe symlink(target, folder.file(name)) == 0) }
    #expect(unsafe mkfifo(folder.file("fifo.js"), 0o600) == 0)
    #expect(unsafe mkdir(folder.file("folder.html"), 0o700) == 0)
    try write("", folder.file("large.png"))
    #expect(unsafe truncate(folder.file("large.png"), 33 << 20) == 0)
    try write("other kinds are not served, and not spoken of", folder.file("notes.md"))
    let log = folder.file("log")
    let service = try TestService(TestListings.lines(3)) {
      ($0.pageFolders, $0.logLevel) = ([folder.path, outside.path + "/none"], .problems)
      $0.logFile = try? LogFile(log)
    }
    for name in ["inside.js", "absolute.js", "real.js"] {
      #expect(service.ask("GET", "/assets/\(name)").text == "real", "\(name)")
    }
    #expect(service.ask("GET", "/").text == "page")
    let skipped = [
      "secret.txt", "up.txt", "passwd.txt", "nothing.txt", "loop.txt", "device.txt", "pipe.js",
      "fifo.js",
      "folder.html",
      "large.png",
    ]
    for name in skipped { #expect(service.ask("GET", "/assets/\(name)").status == 404, "\(name)") }
    let lines = try String(contentsOfFile: log, encoding: .utf8).split(separator: "\n").filter {
      $0.contains("\"event\":\"page\"")
    }
    for name in skipped {
      #expect(lines.count { $0.contains("/\(name) is not served: ") } == 1, "\(name): \(lines)")
    }
    #expect(
      lines.count == skipped.count + 1 && lines.contains { $0.contains("/none cannot be read") })
  }

  @Test func theLogFollowsItsName() throws {
    let folder = try Scratch()
    let (path, moved) = (folder.file("log"), folder.file("log.1"))
    let service = try TestService(TestListings.lines(3)) {
      $0.logLevel = .requests
      $0.logFile = try? LogFile(path)
    }
    func lines(_ path: String) -> Int {
      (try? String(contentsOfFile: path, encoding: .utf8))?.split(separator: "\n").count ?? -1
    }
    _ = service.ask("GET", "/metrics")
    #expect(lines(path) == 1)
    try FileManager.default.moveItem(atPath: path, toPath: moved)
    _ = service.ask("GET", "/metrics")
    #expect(lines(moved) == 2 && lines(path) == -1)
    service.service.reopenLog(onlyIfMoved: true)
    _ = service.ask("GET", "/metrics")
    #expect(lines(moved) == 2 && lines(path) == 1)
    service.service.reopenLog(onlyIfMoved: true)
    service.service.reopenLog()
    _ = service.ask("GET", "/metrics")
    #expect(lines(path) == 2)
    // If the path cannot be reopened, the open file stays in use and logs the error.
    try FileManager.default.moveItem(atPath: path, toPath: folder.file("log.2"))
    #expect(unsafe mkdir(path, 0o700) == 0)
    service.service.reopenLog()
    #expect(lines(folder.file("log.2")) == 3)
    #expect(throws: LogFileError.self) { try LogFile(folder.path) }
    #expect(throws: LogFileError.self) { try LogFile(folder.file("none/log")) }
    #expect(unsafe mkfifo(folder.file("fifo"), 0o600) == 0)
    #expect(throws: LogFileError.self) { try LogFile(folder.file("fifo")) }
  }
}
