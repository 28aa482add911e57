internal import CPlatBeast
internal import PlatCommon

/// The reason why a server could not start.
public enum HTTPServerError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The text is not a numeric address.
  case badAddress(String)
  /// Another socket listens on the address.
  case addressInUse(address: String, port: UInt16)
  /// This process may not listen on the port, such as one below 1024.
  case notPermitted(address: String, port: UInt16)
  /// No interface of this machine has the address.
  case noSuchInterface(address: String)
  /// The system refused for another reason, with its error number.
  case system(errno: Int32, address: String, port: UInt16)
  /// The server was started before; it starts only once.
  case alreadyStarted

  init(failure: Int, number: Int32, options: HTTPServerOptions) {
    let address = options.address
    let port = options.port
    if failure == PLAT_HTTP_BAD_ADDRESS {
      self = .badAddress(address)
      return
    }
    switch number {
    case EADDRINUSE: self = .addressInUse(address: address, port: port)
    case EACCES, EPERM: self = .notPermitted(address: address, port: port)
    case EADDRNOTAVAIL: self = .noSuchInterface(address: address)
    default: self = .system(errno: number, address: address, port: port)
    }
  }

  /// One sentence for people, with the remedy.
  public var description: String {
    switch self {
    case .badAddress(let address):
      return
        "\"\(address)\" is no address to listen on; expected a numeric one such as 127.0.0.1 or ::1"
    case .addressInUse(let address, let port):
      return "\(address) port \(port) is taken by another program; stop it or choose another port"
    case .notPermitted(let address, let port):
      return "this process may not listen on \(address) port \(port); choose a port from 1024 on"
    case .noSuchInterface(let address):
      return
        """
        this machine does not have the address \(address); choose one of its own, or 0.0.0.0 for \
        all
        """
    case .system(let number, let address, let port):
      let reason = SystemError.words(of: number)
      return "cannot listen on \(address) port \(port): \(reason)"
    case .alreadyStarted:
      return "this server was started before; make another one"
    }
  }
}
