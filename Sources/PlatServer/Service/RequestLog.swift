internal import PlatCommon
internal import PlatJSON

/// Writes one JSON object a line to standard error, or to a file.
///
/// A request's line has its route, status, bytes and time, never its words: what people search for
/// is theirs.
struct RequestLog: Sendable {
  let level: LogLevel
  let file: LogFile?

  /// Whether a request of a status is logged.
  func takesRequest(status: Int) -> Bool {
    level == .requests || (level == .problems && status >= 500)
  }

  /// Logs a request.
  func request(
    method: String, route: String, status: Int, bytes: Int, microseconds: Double, generation: Int
  ) {
    write("request") { writer in
      writer.key("method")
      writer.string(method)
      writer.key("route")
      writer.string(route)
      writer.key("status")
      writer.integer(Int64(status))
      writer.key("bytes")
      writer.integer(Int64(bytes))
      writer.key("microseconds")
      writer.integer(Int64(microseconds))
      writer.key("generation")
      writer.integer(Int64(generation))
    }
  }

  /// Logs something that happened to the server.
  func event(_ name: String, _ detail: String) {
    guard level != .off else { return }
    write(name) { writer in
      writer.key("detail")
      writer.string(detail)
    }
  }

  private func write(_ event: String, _ members: (inout JSONWriter) -> Void) {
    var writer = JSONWriter()
    writer.beginObject()
    writer.key("time")
    writer.fixed(SystemTime.wall / 1_000_000, decimals: 3)
    writer.key("event")
    writer.string(event)
    members(&writer)
    writer.endObject()
    writer.newline()
    // One write, so that lines of several threads do not mix.
    unsafe writer.bytes.withUnsafeBytes { bytes in
      _ = unsafe PlatCommon.write(file?.descriptor ?? STDERR_FILENO, bytes.baseAddress, bytes.count)
    }
  }
}
