internal import CPlatBeast

/// Bytes to be sent, which any number of answers may have at a time and which never change.
///
/// It is released when the last of them is sent.
@safe public final class HTTPBody: @unchecked Sendable {
  // The bytes are written before the initialiser returns, and never after: threads only read.
  private let start: UnsafePointer<UInt8>
  /// How many bytes it holds.
  public let count: Int
  /// What keeps bytes alive that are not this object's own.
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

  /// Takes memory that is written in place, so that nothing is copied.
  ///
  /// - Parameters:
  ///   - capacity: How many bytes there is room for.
  ///   - write: Fills what it is given, wholly or in part.
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

  /// Refers to bytes that another object keeps, such as a mapped file, without a copy.
  ///
  /// - Parameters:
  ///   - bytes: Bytes that stay where they are, unchanged, as long as `owner` lives.
  ///   - owner: What keeps them.
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
