import Glibc
import Synchronization

/// A local server whose answers are determined by a test.
public final class LocalServer: Sendable {
  /// The port of the server.
  public let port: UInt16
  private let socket: Int32
  private let seen = Seen()

  /// All requests, complete.
  public var requests: [String] { seen.requests.withLock { $0 } }

  /// The URL of its root.
  public var url: String { "http://127.0.0.1:\(port)" }

  /// Listens; `serve` gets each connection after its request was read, and need not close it.
  public init(connections: Int = 1, _ serve: @escaping @Sendable (Connection) -> Void) throws {
    socket = try LocalServer.listen()
    port = LocalServer.port(of: socket)
    guard connections > 0 else { return }
    let work = Work(socket: socket, connections: connections) { [seen] connection in
      let request = connection.readRequest()
      seen.requests.withLock { $0.append(request) }
      serve(connection)
    }
    var thread = pthread_t()
    let argument = unsafe Unmanaged.passRetained(work).toOpaque()
    let code = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        unsafe Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, argument)
    guard code == 0 else { throw Failure(code: code) }
    pthread_detach(thread)
  }

  deinit {
    shutdown(socket, Int32(SHUT_RDWR))
    close(socket)
  }

  /// A port without a server.
  public static func deadPort() throws -> UInt16 {
    let socket = try listen()
    defer { close(socket) }
    return port(of: socket)
  }

  /// A failed system call.
  public struct Failure: Error { let code: Int32 }

  private final class Seen: Sendable {
    let requests = Mutex<[String]>([])
  }

  private final class Work: Sendable {
    let socket: Int32
    let connections: Int
    let serve: @Sendable (Connection) -> Void

    init(socket: Int32, connections: Int, _ serve: @escaping @Sendable (Connection) -> Void) {
      self.socket = socket
      self.connections = connections
      self.serve = serve
    }

    func run() {
      for _ in 0..<connections {
        let accepted = accept(socket, nil, nil)
        if accepted < 0 { return }
        let connection = Connection(socket: accepted)
        serve(connection)
        close(accepted)
      }
    }
  }

  private static func listen() throws -> Int32 {
    let socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let bound = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    guard bound == 0, Glibc.listen(socket, 8) == 0 else { throw Failure(code: errno) }
    return socket
  }

  private static func port(of socket: Int32) -> UInt16 {
    var address = sockaddr_in()
    var length = socklen_t(MemoryLayout<sockaddr_in>.size)
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        _ = unsafe getsockname(socket, $0, &length)
      }
    }
    return UInt16(bigEndian: address.sin_port)
  }
}

/// A connection for a test's server to answer.
public struct Connection: Sendable {
  let socket: Int32

  /// Sends a text.
  public func send(_ text: String) { send(Array(text.utf8)) }

  /// Sends bytes.
  public func send(_ bytes: [UInt8]) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let sent = unsafe rest.withUnsafeBytes { bytes in
        unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL))
      }
      if sent <= 0 { return }
      rest = rest.dropFirst(sent)
    }
  }

  /// Waits until the client has disconnected.
  public func waitForEnd() { while !receive().isEmpty {} }

  /// Reads a request with a body of Content-Length bytes.
  func readRequest() -> String {
    var bytes: [UInt8] = []
    while true {
      let text = String(decoding: bytes, as: UTF8.self)
      if let end = text.firstRange(of: "\r\n\r\n") {
        let head = text[..<end.lowerBound].lowercased()
        let length = head.split(separator: "\r\n").first { $0.hasPrefix("content-length:") }
          .flatMap { Int($0.dropFirst(15).drop { $0 == " " }) }
        if text[end.upperBound...].utf8.count >= length ?? 0 { return text }
      }
      let more = receive()
      if more.isEmpty { return text }
      bytes += more
    }
  }

  private func receive() -> [UInt8] {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress, $0.count, 0)
    }
    return count > 0 ? Array(buffer[..<count]) : []
  }
}
