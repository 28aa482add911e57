import Glibc

/// A client that sends any bytes and returns the answers.
final class RawClient {
  private let socket: Int32
  private var isClosed = false
  private var held: [UInt8] = []

  /// An answer as received.
  struct Answer: Equatable {
    var status = 0
    var head = ""
    var body: [UInt8] = []

    var text: String { String(decoding: body, as: UTF8.self) }

    func field(_ name: String) -> String? {
      for line in head.split(separator: "\r\n") {
        let parts = line.split(separator: ":", maxSplits: 1)
        if parts.count == 2, parts[0].lowercased() == name.lowercased() {
          return String(parts[1].dropFirst())
        }
      }
      return nil
    }
  }

  /// Connects.
  ///
  /// Five seconds without a byte count as the end of the connection.
  ///
  /// - Parameter host: The last number of its own address 127.0.0.x; nil for the system's choice.
  init(port: UInt16, receiveBuffer: Int32? = nil, from host: UInt8? = nil) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    if var size = receiveBuffer {
      unsafe setsockopt(socket, SOL_SOCKET, SO_RCVBUF, &size, socklen_t(MemoryLayout<Int32>.size))
    }
    var time = timeval(tv_sec: 5, tv_usec: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    unsafe setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    if let host {
      var own = sockaddr_in()
      own.sin_family = sa_family_t(AF_INET)
      own.sin_addr.s_addr = (UInt32(0x7F00_0000) | UInt32(host)).bigEndian
      _ = unsafe withUnsafePointer(to: &own) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    _ = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
  }

  deinit { close() }

  /// Ends the connection.
  func close() {
    if !isClosed { Glibc.close(socket) }
    isClosed = true
  }

  /// Sends; false if the other end has closed.
  @discardableResult
  func send(_ bytes: [UInt8]) -> Bool {
    var sent = 0
    while sent < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { bytes in
        unsafe Glibc.send(
          socket, bytes.baseAddress.map { unsafe $0 + sent }, bytes.count - sent,
          Int32(MSG_NOSIGNAL))
      }
      if count <= 0 { return false }
      sent += count
    }
    return true
  }

  @discardableResult
  func send(_ text: String) -> Bool { send(Array(text.utf8)) }

  /// Shuts down the sending side.
  func finish() { shutdown(socket, Int32(SHUT_WR)) }

  /// Makes the end of this client reset the connection.
  func resetAtEnd() {
    var drop = linger(l_onoff: 1, l_linger: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_LINGER, &drop, socklen_t(MemoryLayout<linger>.size))
  }

  /// Whether unread bytes have arrived.
  var isReadable: Bool {
    var look = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&look, 1, 0) == 1
  }

  /// The next answer; nil if the connection ended before it was complete.
  func answer(toHead: Bool = false) -> Answer? {
    guard let head = take(through: "\r\n\r\n") else { return nil }
    var answer = Answer()
    answer.head = String(decoding: head, as: UTF8.self)
    answer.status = answer.head.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
    let bodiless = toHead || answer.status < 200 || answer.status == 204 || answer.status == 304
    if !bodiless {
      guard let body = take(answer.field("Content-Length").flatMap { Int($0) } ?? 0) else {
        return nil
      }
      answer.body = body
    }
    return answer
  }

  /// Reads and discards `count` bytes; false if the connection ends first.
  func skip(_ count: Int) -> Bool {
    while held.count < count {
      guard receive() == true else { return false }
    }
    held.removeFirst(count)
    return true
  }

  /// Everything until the other end closes; nil if it does not.
  func rest() -> [UInt8]? {
    while let isOpen = receive() {
      if !isOpen {
        defer { held = [] }
        return held
      }
    }
    return nil
  }

  /// Reads once; nil for a timeout, false at the end.
  private func receive() -> Bool? {
    var buffer = [UInt8](repeating: 0, count: 65536)
    let count = unsafe buffer.withUnsafeMutableBytes {
      unsafe recv(socket, $0.baseAddress, $0.count, 0)
    }
    // A reset is an end, too.
    if count < 0 { return errno == ECONNRESET ? false : nil }
    held.append(contentsOf: buffer[..<count])
    return count > 0
  }

  private func take(_ count: Int) -> [UInt8]? {
    while held.count < count {
      guard receive() == true else { return nil }
    }
    defer { held.removeFirst(count) }
    return Array(held[..<count])
  }

  private func take(through end: String) -> [UInt8]? {
    let end = Array(end.utf8)
    var place = 0
    while true {
      while place + end.count <= held.count {
        if held[place] == end[0], Array(held[place..<place + end.count]) == end {
          return take(place + end.count)
        }
        place += 1
      }
      guard receive() == true else { return nil }
    }
  }
}
