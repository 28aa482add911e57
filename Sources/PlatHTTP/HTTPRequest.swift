internal import CPlatBeast

/// A request, valid while its handler runs: its bytes are in the connection's memory, and nothing
/// is copied.
///
/// It cannot leave the handler; a deferred answer must copy the parts that it needs.
@safe public struct HTTPRequest: ~Escapable {
  private let raw: UnsafePointer<plat_http_request>

  @_lifetime(borrow raw)
  init(_ raw: UnsafePointer<plat_http_request>) { unsafe self.raw = raw }

  /// The method.
  public var method: HTTPMethod { HTTPMethod(methodBytes) }

  /// The method as sent: a token of at most 32 bytes.
  public var methodBytes: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.method) }
  }

  /// The path before the question mark, not decoded (`PercentCoding`): it begins with `/`, or is
  /// `*`.
  public var path: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.path) }
  }

  /// The query after the question mark, not decoded (`QueryString`); empty if there is none.
  public var query: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.query) }
  }

  /// The whole body, chunked or not.
  public var body: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.body) }
  }

  /// The value of a header field without surrounding blanks, or nil.
  ///
  /// - Parameters:
  ///   - name: The name, case-insensitive.
  ///   - occurrence: The index among fields of that name, from 0.
  /// - Complexity: O(fields); nothing is allocated.
  @_lifetime(copy self)
  public func field(_ name: StaticString, occurrence: Int = 0) -> Span<UInt8>? {
    var value = unsafe plat_http_bytes()
    let index = UInt32(clamping: occurrence)
    guard name.hasPointerRepresentation,
      unsafe plat_http_find(raw, name.utf8Start, name.utf8CodeUnitCount, index, &value) != 0
    else { return nil }
    return unsafe span(value)
  }

  /// The number of header fields.
  public var fieldCount: Int { unsafe Int(raw.pointee.field_count) }

  /// The name of a field as sent; empty if there is no such field.
  @_lifetime(copy self)
  public func fieldName(at index: Int) -> Span<UInt8> {
    unsafe span(line(index).name)
  }

  /// The value of a field; empty if there is no such field.
  @_lifetime(copy self)
  public func fieldValue(at index: Int) -> Span<UInt8> {
    unsafe span(line(index).value)
  }

  private func line(_ index: Int) -> (name: plat_http_bytes, value: plat_http_bytes) {
    var name = unsafe plat_http_bytes()
    var value = unsafe plat_http_bytes()
    _ = unsafe plat_http_field_at(raw, UInt32(clamping: index), &name, &value)
    return unsafe (name, value)
  }

  /// The remote end of the connection: the proxy, if there is one.
  public var peer: HTTPPeer { unsafe HTTPPeer(raw.pointee.peer) }

  /// The index of the loop whose thread this is, from 0: for per-loop memory.
  public var loop: Int { unsafe Int(raw.pointee.loop) }

  @_lifetime(copy self)
  private func span(_ bytes: plat_http_bytes) -> Span<UInt8> {
    let span = unsafe Span(
      _unsafeStart: bytes.bytes ?? emptyBytes, count: bytes.bytes == nil ? 0 : bytes.count)
    return unsafe _overrideLifetime(span, copying: self)
  }
}

/// The start of empty spans.
private nonisolated(unsafe) let emptyBytes = unsafe UnsafePointer(
  UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

/// A request's method.
public enum HTTPMethod: String, Sendable, CaseIterable {
  /// Reads a resource.
  case get = "GET"
  /// Reads the header alone: the server omits the body by itself.
  case head = "HEAD"
  /// Sends data.
  case post = "POST"
  /// Replaces a resource.
  case put = "PUT"
  /// Changes a resource.
  case patch = "PATCH"
  /// Deletes a resource.
  case delete = "DELETE"
  /// Asks for the allowed methods.
  case options = "OPTIONS"
  /// Any other method.
  case other = ""

  /// The method of a token, case-sensitive.
  init(_ bytes: Span<UInt8>) {
    func `is`(_ name: StaticString) -> Bool {
      guard bytes.count == name.utf8CodeUnitCount else { return false }
      for index in bytes.indices where unsafe bytes[index] != name.utf8Start[index] { return false }
      return true
    }
    if `is`("GET") {
      self = .get
    } else if `is`("HEAD") {
      self = .head
    } else if `is`("POST") {
      self = .post
    } else if `is`("PUT") {
      self = .put
    } else if `is`("PATCH") {
      self = .patch
    } else if `is`("DELETE") {
      self = .delete
    } else if `is`("OPTIONS") {
      self = .options
    } else {
      self = .other
    }
  }
}
