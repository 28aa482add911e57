internal import CPlatBeast

/// Immutable bytes to send, which any number of responses may share.
///
/// They are released after the last response was sent.
@safe public final class HTTPBody: @unchecked Sendable {
  // The bytes are written before the initialiser returns, and never after: threads only read.
  private let start: UnsafePointer<UInt8>
  /// The number of bytes.
  public let count: Int
  /// The object that keeps external bytes alive.
  private let owner: AnyObject?
  private let isOwn: Bool

  /// Copies bytes.
  public init(copying bytes: Span<UInt8>) {
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, bytes.count))
    unsafe bytes.withUnsafeBufferPointer { bytes in
      if let base = bytes.baseAddress { unsafe memory.update(from: base, count: bytes.count) }
    }
    unsafe start = UnsafePointer(memory)
    count = bytes.count
    owner = nil
    isOwn = true
  }

  /// Copies a text's UTF-8.
  public convenience init(_ text: String) { self.init(copying: Array(text.utf8).span) }

  /// Allocates memory that the closure fills in place, so that nothing is copied.
  ///
  /// - Parameters:
  ///   - capacity: The capacity in bytes.
  ///   - write: Fills the memory, wholly or in part.
  public init(capacity: Int, writing write: (inout OutputSpan<UInt8>) -> Void) {
    let room = max(0, capacity)
    let memory = UnsafeMutablePointer<UInt8>.allocate(capacity: max(1, room))
    let buffer = unsafe UnsafeMutableBufferPointer(start: memory, count: room)
    var output = unsafe OutputSpan(buffer: buffer, initializedCount: 0)
    write(&output)
    count = unsafe output.finalize(for: buffer)
    unsafe start = UnsafePointer(memory)
    owner = nil
    isOwn = true
  }

  /// Refers to bytes owned by another object, such as a mapped file, without a copy.
  ///
  /// - Parameters:
  ///   - bytes: Bytes that neither move nor change while `owner` is alive.
  ///   - owner: The object that owns them.
  @unsafe public init(
    unsafeBytes bytes: UnsafeBufferPointer<UInt8>, owner: any AnyObject & Sendable
  ) {
    unsafe start =
      bytes.baseAddress ?? UnsafePointer(UnsafeMutablePointer<UInt8>.allocate(capacity: 1))
    count = unsafe bytes.baseAddress == nil ? 0 : bytes.count
    isOwn = unsafe bytes.baseAddress == nil
    self.owner = owner
  }

  deinit {
    if isOwn { unsafe start.deallocate() }
  }

  /// The bytes.
  public var bytes: Span<UInt8> {
    @_lifetime(borrow self)
    get {
      let span = unsafe Span(_unsafeStart: start, count: count)
      return unsafe _overrideLifetime(span, borrowing: self)
    }
  }

  var raw: plat_http_bytes { unsafe plat_http_bytes(bytes: start, count: count) }
}
