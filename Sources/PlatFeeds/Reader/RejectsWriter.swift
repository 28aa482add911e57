internal import PlatCommon
public import PlatJSON

extension Refusal {
  /// Writes the refusal as a JSON object whose keys are the property names; nil values are left
  /// out.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("scope", scope.rawValue)
      writer.member("reason", reason.code)
      writer.member("input", input)
      writer.member("record", ifPresent: record)
      writer.member("line", ifPresent: line)
      writer.member("offset", offset)
      writer.member("listingKey", ifPresent: listingKey)
      writer.member("field", ifPresent: field)
      writer.member("value", ifPresent: value)
      writer.member("expected", expected)
    }
  }
}

/// Writes refusals to a file, one JSON object a line.
///
/// ```swift
/// var rejects = try RejectsWriter(path: "rejects.ndjson")
/// while try reader.next(into: &batch) { try rejects.write(batch.refusals) }
/// try rejects.close()
/// ```
public struct RejectsWriter: ~Copyable, Sendable {
  private let path: String
  /// The open file; -1 after ``close()``.
  private var descriptor: Int32
  private var writer = JSONWriter()

  /// Creates or truncates the file.
  ///
  /// - Throws: ``FeedError/unwritable(output:reason:)``.
  public init(path: String) throws(FeedError) {
    self.path = path
    descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o666)
    guard descriptor >= 0 else {
      throw .unwritable(output: path, reason: SystemError.words(of: errno) + ".")
    }
  }

  deinit {
    if descriptor >= 0 { _ = systemClose(descriptor) }
  }

  /// Appends refusals in their order.
  ///
  /// - Throws: ``FeedError/unwritable(output:reason:)``.
  public mutating func write(_ refusals: [Refusal]) throws(FeedError) {
    writer.reset()
    for refusal in refusals {
      refusal.write(to: &writer)
      writer.newline()
      if writer.bytes.count > 1 << 20 { try flush() }
    }
    try flush()
  }

  /// Closes the file; nothing can be written afterward.
  ///
  /// - Throws: ``FeedError/unwritable(output:reason:)`` if the system reports only now that it
  ///   cannot store the data.
  public mutating func close() throws(FeedError) {
    let status = systemClose(descriptor)
    descriptor = -1
    guard status == 0 else {
      throw .unwritable(output: path, reason: SystemError.words(of: errno) + ".")
    }
  }

  private mutating func flush() throws(FeedError) {
    var written = 0
    while written < writer.bytes.count {
      let count = unsafe writer.bytes.withUnsafeBytes { bytes in
        let rest = unsafe UnsafeRawBufferPointer(rebasing: bytes[written...])
        return unsafe systemWrite(descriptor, rest)
      }
      if count < 0, errno != EINTR {
        throw .unwritable(output: path, reason: SystemError.words(of: errno) + ".")
      }
      written += max(count, 0)
    }
    writer.reset()
  }

}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Int {
  unsafe write(descriptor, bytes.baseAddress, bytes.count)
}

private func systemClose(_ descriptor: Int32) -> Int32 { close(descriptor) }
