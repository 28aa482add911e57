internal import PlatCommon
internal import PlatJSON

/// Writes one JSON object a line to standard error, or to a file.
///
/// A request's line has its route, status, bytes and time, but never its query: what people search
/// for is private.
struct RequestLog: Sendable {
  let level: LogLevel
  let file: LogFile?

  /// Whether requests of a status are logged.
  func takesRequest(status: Int) -> Bool {
    level == .requests || (level != .off && status >= 500)
  }

  /// Logs a request.
  func request(
    method: String, route: String, status: Int, bytes: Int, microseconds: Double, generation: Int
  ) {
    write("request") { writer in
      writer.member("method", method)
      writer.member("route", route)
      writer.member("status", status)
      writer.member("bytes", bytes)
      writer.member("microseconds", Int64(microseconds))
      writer.member("generation", generation)
    }
  }

  /// Logs a server event.
  ///
  /// - Parameter isProblem: False for the server's usual events: starts, stops, new snapshots.
  func event(_ name: String, _ detail: String, isProblem: Bool = true) {
    guard level != .off, isProblem || level != .problems else { return }
    write(name) { writer in
      writer.member("detail", detail)
    }
  }

  private func write(_ event: String, _ members: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("time", fixed: SystemTime.wall / 1_000_000, decimals: 3)
      writer.member("event", event)
      members(&writer)
    }
    writer.newline()
    // One write, so that lines of several threads do not mix.
    unsafe writer.bytes.withUnsafeBytes { bytes in
      _ = unsafe PlatCommon.write(file?.descriptor ?? STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
