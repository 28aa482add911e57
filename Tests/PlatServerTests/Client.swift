import Foundation
import Glibc

/// A client with one connection, which returns the answers.
final class Client {
  private let socket: Int32
  private var held: [UInt8] = []
  /// The `Host` field that it sends.
  var host = "example.org:8080"

  /// Connects to this machine; nil if nothing listens on the port.
  ///
  /// - Parameter own: The last number of its own address 127.0.0.x; nil for the system's choice.
  init?(port: UInt16, from own: UInt8? = nil) {
    socket = Glibc.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var time = timeval(tv_sec: 20, tv_usec: 0)
    unsafe setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    if let own {
      var address = sockaddr_in()
      address.sin_family = sa_family_t(AF_INET)
      address.sin_addr.s_addr = (UInt32(0x7F00_0000) | UInt32(own)).bigEndian
      _ = unsafe withUnsafePointer(to: &address) { pointer in
        unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
          unsafe bind(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
        }
      }
    }
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = port.bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { return nil }
  }

  deinit { close(socket) }

  /// Sends a request.
  @discardableResult
  func send(_ method: String = "GET", _ target: String, fields: String = "", body: String = "")
    -> Bool
  {
    var text = "\(method) \(target) HTTP/1.1\r\nHost: \(host)\r\n\(fields)"
    if !body.isEmpty || method == "POST" { text += "Content-Length: \(body.utf8.count)\r\n" }
    let bytes = Array((text + "\r\n" + body).utf8)
    return unsafe bytes.withUnsafeBytes { bytes in
      unsafe Glibc.send(socket, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) == bytes.count
    }
  }

  /// The next answer; nil if the connection ends first.
  func reply(toHead: Bool = false) -> Reply? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = held.firstRange(of: end) {
        var lines = String(decoding: held[..<range.lowerBound], as: UTF8.self)
        let status = lines.split(separator: " ").dropFirst().first.flatMap { Int($0) } ?? 0
        lines = lines.split(separator: "\r\n").dropFirst().joined(separator: "\r\n")
        var reply = Reply(status: status, lines: lines, body: [])
        let isBodiless = toHead || status == 204 || status == 304
        let count = isBodiless ? 0 : reply.field("Content-Length").flatMap { Int($0) } ?? 0
        guard receive(range.upperBound + count) else { return nil }
        reply.body = Array(held[range.upperBound..<range.upperBound + count])
        held.removeFirst(range.upperBound + count)
        return reply
      }
      guard receive(held.count + 1) else { return nil }
    }
  }

  /// Sends a request and waits for the answer.
  func ask(_ method: String = "GET", _ target: String, fields: String = "", body: String = "")
    -> Reply?
  {
    guard send(method, target, fields: fields, body: body) else { return nil }
    return reply(toHead: method == "HEAD")
  }

  /// The head of an answer whose body comes in chunks; nil if the connection ends first.
  func streamHead() -> Reply? {
    let end = Array("\r\n\r\n".utf8)
    while true {
      if let range = held.firstRange(of: end) {
        let lines = String(decoding: held[..<range.lowerBound], as: UTF8.self)
          .split(separator: "\r\n")
        held.removeFirst(range.upperBound)
        let status = lines.first?.split(separator: " ").dropFirst().first.flatMap { Int($0) }
        return Reply(
          status: status ?? 0, lines: lines.dropFirst().joined(separator: "\r\n"), body: [])
      }
      guard receive(held.count + 1) else { return nil }
    }
  }

  /// The next chunk of such a body; nil at its end, or if the connection ends first.
  func chunk() -> String? {
    let end = Array("\r\n".utf8)
    while true {
      if let range = held.firstRange(of: end) {
        let size = Int(String(decoding: held[..<range.lowerBound], as: UTF8.self), radix: 16) ?? 0
        guard receive(range.upperBound + size + 2) else { return nil }
        let chunk = String(
          decoding: held[range.upperBound..<range.upperBound + size], as: UTF8.self)
        held.removeFirst(range.upperBound + size + 2)
        return size > 0 ? chunk : nil
      }
      guard receive(held.count + 1) else { return nil }
    }
  }

  private func receive(_ count: Int) -> Bool {
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while held.count < count {
      let got = unsafe buffer.withUnsafeMutableBytes {
        unsafe recv(socket, $0.baseAddress, $0.count, 0)
      }
      if got <= 0 { return false }
      held += buffer[..<got]
    }
    return true
  }
}
