internal import PlatCommon

/// One input with listings.
public struct FeedInput: Sendable {
  enum Origin: Sendable {
    case path
    case standardInput
    case memory([UInt8])
    case source(@Sendable () throws(FeedError) -> any ByteSource)
  }

  /// The name in refusals and the summary.
  public let name: String
  let origin: Origin

  /// The file or named pipe at a path; `-` is standard input.
  public static func path(_ path: String) -> FeedInput {
    FeedInput(name: path, origin: path == "-" ? .standardInput : .path)
  }

  /// Bytes in memory.
  public static func bytes(_ bytes: [UInt8], name: String) -> FeedInput {
    FeedInput(name: name, origin: .memory(bytes))
  }

  /// The bytes of a source, which is made when its turn comes.
  public static func source(
    name: String, _ make: @escaping @Sendable () throws(FeedError) -> any ByteSource
  ) -> FeedInput {
    FeedInput(name: name, origin: .source(make))
  }

  func open() throws(FeedError) -> any ByteSource {
    switch origin {
    case .path: try FileSource(path: name)
    case .standardInput: FileSource(standardInputNamed: name)
    case .memory(let bytes): MemorySource(bytes)
    case .source(let make): try make()
    }
  }

  /// Whether it can be read a second time with the same bytes.
  var isReadTwice: Bool {
    switch origin {
    case .memory: return true
    case .standardInput, .source: return false
    case .path:
      var status = stat()
      return unsafe stat(name, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
  }

  /// The size of the file, or nil if it has no known size.
  ///
  /// Does not open it: the writer to a named pipe would notice.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` if the file does not exist or is not
  ///   readable.
  func size() throws(FeedError) -> Int? {
    guard case .path = origin else { return nil }
    var status = stat()
    guard unsafe stat(name, &status) == 0, unsafe access(name, R_OK) == 0 else {
      throw .unreadable(input: name, offset: 0, reason: SystemError.words(of: errno) + ".")
    }
    return status.st_mode & S_IFMT == S_IFREG ? Int(status.st_size) : nil
  }
}
