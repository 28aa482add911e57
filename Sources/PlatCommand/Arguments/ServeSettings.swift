import FoundationEssentials
import Plat
import PlatHTTP
import PlatServer

/// The other options of `plat serve`, validated.
enum ServeSettings {
  /// Reads them.
  static func read(_ arguments: Arguments) throws -> ServiceOptions {
    var options = ServiceOptions()
    if let host = arguments.value("host") {
      guard let address = HTTPAddress.numeric(of: host) else {
        throw UsageError(
          message: "--host is \(host.shortened()), expected an address such as 127.0.0.1 or ::1, "
            + "or a name that this machine knows, such as localhost")
      }
      options.http.address = address
    }
    options.http.port = UInt16(try arguments.number("port", 0...65_535) ?? 8080)
    try readLimits(arguments, into: &options)
    try readWrites(arguments, into: &options)
    let statuses = arguments.all("public-status").flatMap { $0.split(separator: ",") }.map {
      String($0)
    }
    if !statuses.isEmpty {
      do { options.statuses = try StatusScope(statuses) } catch { throw error.usage { $0 } }
    }
    options.languageModel = try ModelSettings.model()
    options.verifiesSnapshots = !arguments.has("no-verify")
    if arguments.has("in-memory") { options.residence = .memory }
    options.pageFolders = arguments.all("page")
    try checkPage(options.pageFolders)
    if let text = arguments.value("public-url") {
      guard let url = PublicURL(text) else {
        throw UsageError(
          message: "--public-url is \(text.shortened()), expected an address such as "
            + "https://homes.example or https://example.org/homes")
      }
      options.publicURL = url
    }
    try SecuritySettings.read(arguments, into: &options)
    if let level = arguments.value("log") {
      guard let known = LogLevel(rawValue: level) else {
        let levels = LogLevel.allCases.map(\.rawValue).joined(separator: ", ")
        throw UsageError(message: "--log is \(level.shortened()), expected one of \(levels)")
      }
      options.logLevel = known
    }
    return options
  }

  private static func readLimits(
    _ arguments: Arguments, into options: inout ServiceOptions
  ) throws {
    if let threads = try arguments.number("threads", 1...1_024) { options.http.loops = threads }
    if let connections = try arguments.number("connections", 1...1_000_000) {
      options.http.connections = connections
    }
    if let workers = try arguments.number("workers", 1...1_024) { options.workers = workers }
    if let waiting = try arguments.number("waiting", 1...100_000) {
      options.waitingRequests = waiting
    }
    if let wait = try seconds("wait", arguments) { options.waitSeconds = wait }
    if let deadline = try seconds("deadline", arguments) { options.deadlineSeconds = deadline }
    if let idle = try seconds("idle", arguments) { options.http.idleSeconds = idle }
    if let cache = try arguments.number("cache", 0...1_000_000) {
      options.answerBytes = cache << 20
    }
    if let keep = try arguments.number("keep", 0...31_536_000) { options.keepSeconds = keep }
  }

  /// When what is written is merged, and how long changes are kept.
  private static func readWrites(
    _ arguments: Arguments, into options: inout ServiceOptions
  ) throws {
    var policy = MergePolicy()
    if let changes = try arguments.number("merge-after", 0...1_000_000_000) {
      (policy.leastChanges, policy.share) = (changes, 0)
    }
    if let idle = try seconds("merge-idle", arguments) { policy.idle = .seconds(idle) }
    if let age = try arguments.number("merge-age", 1...31_536_000) { policy.age = .seconds(age) }
    options.merging = policy.leastChanges == 0 ? nil : policy
    if let days = try arguments.number("keep-changes", 0...36_500) {
      options.history.age = .seconds(days * 86_400)
    }
  }

  /// Seconds with or without a fraction.
  private static func seconds(_ name: String, _ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value(name) else { return nil }
    guard let seconds = Double(text), (0.05...3_600).contains(seconds) else {
      throw UsageError(message: "--\(name) is \(text), expected seconds from 0.05 to 3600")
    }
    return seconds
  }

  /// Refuses paths that are not folders, and folders without any page.
  private static func checkPage(_ folders: [String]) throws {
    for folder in folders {
      var isFolder = false
      guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder else {
        throw FileProblem(
          path: folder,
          reason: "no such folder; --page names a folder with files of the map page "
            + "(scripts/page makes .build/page)")
      }
    }
    let hasPage = folders.contains { FileManager.default.fileExists(atPath: $0 + "/index.html") }
    guard folders.isEmpty || hasPage else {
      throw FileProblem(
        path: folders.joined(separator: ", "),
        reason: "no index.html there; name the folder of the map page with --page too")
    }
  }
}
