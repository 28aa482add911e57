internal import CPlatBeast

/// A response under construction: a status, header fields, and a body of bytes written here or of a
/// shared `HTTPBody`.
///
/// The server adds `Date`, `Content-Length`, `Connection` and `Transfer-Encoding`; do not add them.
/// Answer HEAD like GET: the server sends the length and omits the body.
@safe public struct HTTPResponse: ~Copyable {
  /// The status, 200 to 599; any other number is sent as 500.
  public var status = 200
  /// The body, if `shared` is nil.
  ///
  /// Within a handler its memory is the loop's, so that writing costs no allocation.
  public var body: [UInt8] = []
  /// A body that is shared or too large to copy; it is sent without a copy.
  public var shared: HTTPBody?
  /// Whether the connection closes after this response.
  public var closesConnection = false

  private var fields: [UInt8] = []
  private var exchange: OpaquePointer?
  private var isLater = false

  /// The maximum capacity of a body that is kept for the next request, in bytes.
  private static let keptCapacity = 1 << 20

  /// An empty response for `HTTPLater.complete`.
  public init(status: Int = 200) { self.status = status }

  /// Adds a header field, even if one of that name exists.
  ///
  /// Control characters in the value become blanks, so that a value cannot start a new line.
  public mutating func addField(_ name: StaticString, _ value: String) {
    begin(name)
    var value = value
    value.withUTF8 { bytes in unsafe append(bytes) }
    endLine()
  }

  /// Adds a header field with a value in bytes; otherwise like the overload with a text.
  public mutating func addField(_ name: StaticString, _ value: Span<UInt8>) {
    begin(name)
    unsafe value.withUnsafeBufferPointer { bytes in unsafe append(bytes) }
    endLine()
  }

  /// Adds header fields that are already written out as lines, each with name, colon and line end.
  package mutating func addLines(_ lines: [UInt8]) { fields.append(contentsOf: lines) }

  /// Whether a loop waits for it, so that it can be deferred; one in memory cannot.
  package var hasConnection: Bool { unsafe exchange != nil }

  /// The lines of the added header fields.
  var lines: [UInt8] { fields }

  /// Defers the answer: the returned object answers later, from any thread.
  ///
  /// Header fields added so far go with that answer; anything else set here is ignored. Nil if
  /// `HTTPServerOptions.laterRequests` are deferred already: answer 503 with Retry-After. Until the
  /// answer, nothing else is read from that connection.
  ///
  /// - Parameter whenGone: Called at most once, on a loop's thread, when the client closed or reset
  ///   the connection, or the server stopped, before the answer came. A closed connection is
  ///   noticed within a tenth of a second. A client that only shut down its sending side still gets
  ///   its answer.
  public mutating func later(whenGone: (@Sendable () -> Void)? = nil) -> HTTPLater? {
    guard !isLater, let open = unsafe exchange else { return nil }
    let client = ClientPresence()
    var watcher = unsafe GoneCall {
      client.leave()
      whenGone?()
    }.raw
    guard let ticket = unsafe plat_http_later(open, &watcher) else {
      if let context = unsafe watcher.context { unsafe watcher.release?(context) }
      return nil
    }
    isLater = true
    return unsafe HTTPLater(ticket, lines: fields, client: client)
  }

  // MARK: What the server does with it

  mutating func begin(_ exchange: OpaquePointer) {
    unsafe self.exchange = exchange
    isLater = false
    status = 200
    closesConnection = false
    fields.removeAll(keepingCapacity: true)
    body.removeAll(keepingCapacity: body.capacity <= Self.keptCapacity)
    shared = nil
  }

  mutating func end(_ open: OpaquePointer) {
    unsafe exchange = nil
    guard !isLater else { return }
    unsafe withRaw { response in unsafe plat_http_respond(open, response) }
    shared = nil
  }

  /// Puts lines before the others.
  mutating func prepend(_ lines: [UInt8]) {
    if !lines.isEmpty { fields.insert(contentsOf: lines, at: 0) }
  }

  /// Calls the closure with the response as a C struct, which takes over a reference to the shared
  /// body.
  func withRaw(_ body: (UnsafePointer<plat_http_response>) -> Void) {
    var raw = unsafe plat_http_response()
    unsafe raw.status = (200...599).contains(status) ? UInt16(status) : 500
    unsafe raw.close = closesConnection ? 1 : 0
    unsafe fields.withUnsafeBufferPointer { fields in
      unsafe raw.fields = plat_http_bytes(bytes: fields.baseAddress, count: fields.count)
      if let shared {
        unsafe raw.body = shared.raw
        unsafe raw.owner = Unmanaged.passRetained(shared).toOpaque()
        unsafe raw.release = { unsafe Unmanaged<HTTPBody>.fromOpaque($0).release() }
        unsafe body(&raw)
      } else {
        unsafe self.body.withUnsafeBufferPointer { bytes in
          unsafe raw.body = plat_http_bytes(bytes: bytes.baseAddress, count: bytes.count)
          unsafe body(&raw)
        }
      }
    }
  }

  private mutating func begin(_ name: StaticString) {
    name.withUTF8Buffer { bytes in unsafe append(bytes) }
    fields.append(UInt8(ascii: ":"))
    fields.append(UInt8(ascii: " "))
  }

  private mutating func append(_ bytes: UnsafeBufferPointer<UInt8>) {
    let start = fields.count
    unsafe fields.append(contentsOf: bytes)
    for index in start..<fields.count {
      let byte = fields[index]
      if (byte < 0x20 && byte != 0x09) || byte == 0x7F { fields[index] = 0x20 }
    }
  }

  private mutating func endLine() {
    fields.append(0x0D)
    fields.append(0x0A)
  }
}
