internal import CPlatBeast

/// A request, as long as its handler runs: its bytes lie in the connection's memory, and nothing is
/// copied.
///
/// It cannot leave the handler; whoever answers later takes with him what he needs.
@safe public struct HTTPRequest: ~Escapable {
  private let raw: UnsafePointer<plat_http_request>

  @_lifetime(borrow raw)
  init(_ raw: UnsafePointer<plat_http_request>) { unsafe self.raw = raw }

  /// The method.
  public var method: HTTPMethod { HTTPMethod(methodBytes) }

  /// The method as it was sent: a token of at most 32 bytes.
  public var methodBytes: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.method) }
  }

  /// What stands before the question mark, not decoded (`PercentCoding`): it begins with `/`, or is
  /// `*`.
  public var path: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.path) }
  }

  /// What stands behind the question mark, not decoded (`QueryString`); empty where there is none.
  public var query: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.query) }
  }

  /// The whole body, whichever way it was sent.
  public var body: Span<UInt8> {
    @_lifetime(copy self)
    get { unsafe span(raw.pointee.body) }
  }

  /// The value of a header field without the blanks around it, or nil.
  ///
  /// - Parameters:
  ///   - name: The name, in any case.
  ///   - occurrence: Which of several fields of that name, from 0.
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

  /// How many header fields there are.
  public var fieldCount: Int { unsafe Int(raw.pointee.field_count) }

  /// The name of a field, as it was sent; empty where there is no such field.
  @_lifetime(copy self)
  public func fieldName(at index: Int) -> Span<UInt8> {
    unsafe span(line(index).name)
  }

  /// The value of a field; empty where there is no such field.
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

  /// Who is at the other end of the connection: the proxy, where one stands in front.
  public var peer: HTTPPeer { unsafe HTTPPeer(raw.pointee.peer) }

  /// Which loop's thread this is, from 0 to one below their number: for memory that each loop has
  /// for itself.
  public var loop: Int { unsafe Int(raw.pointee.loop) }

  @_lifetime(copy self)
  private func span(_ bytes: plat_http_bytes) -> Span<UInt8> {
    let span = unsafe Span(
      _unsafeStart: bytes.bytes ?? emptyBytes, count: bytes.bytes == nil ? 0 : bytes.count)
    return unsafe _overrideLifetime(span, copying: self)
  }
}

/// Where a span of no bytes begins.
private nonisolated(unsafe) let emptyBytes = unsafe UnsafePointer(
  UnsafeMutablePointer<UInt8>.allocate(capacity: 1))

/// A request's method.
public enum HTTPMethod: String, Sendable, CaseIterable {
  /// Reads.
  case get = "GET"
  /// Reads the header alone: the server leaves the body out by itself.
  case head = "HEAD"
  /// Hands over.
  case post = "POST"
  /// Replaces.
  case put = "PUT"
  /// Changes.
  case patch = "PATCH"
  /// Deletes.
  case delete = "DELETE"
  /// Asks what may be done.
  case options = "OPTIONS"
  /// Any other one.
  case other = ""

  /// The method of a token; its case matters.
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
