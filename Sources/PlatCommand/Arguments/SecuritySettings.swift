import PlatCommon
import PlatHTTP
import PlatServer

/// The access options of `plat serve`, validated.
enum SecuritySettings {
  /// Reads them.
  static func read(_ arguments: Arguments, into options: inout ServiceOptions) throws {
    options.trustedProxies = arguments.all("trust-proxy")
    for proxy in options.trustedProxies where HTTPAddressBlock(proxy) == nil {
      throw UsageError(
        message: "--trust-proxy is \(proxy), expected an address such as 10.0.0.1 or 10.0.0.0/8")
    }
    if let connections = try arguments.number("address-connections", 0...1_000_000) {
      options.http.addressConnections = connections
      // An explicit limit applies to this machine's own clients, too.
      options.http.uncountedAddresses = []
    }
    if let rate = arguments.value("address-requests") {
      guard let known = RequestRate(rate) else {
        throw UsageError(
          message:
            "--address-requests is \(rate), expected a number and a unit such as 50/s, 600/min")
      }
      options.addressRequests = known
    }
    let origins = arguments.all("allow-origin")
    for origin in origins where !ServiceOptions.isOrigin(origin) {
      throw UsageError(
        message:
          """
          --allow-origin is \(origin), expected * or an origin such as https://homes.example, \
          without a path
          """
      )
    }
    if !origins.isEmpty { options.allowedOrigins = origins }
    if let word = arguments.value("reads") {
      guard ["open", "keys"].contains(word) else {
        throw UsageError(message: "--reads is \(word.shortened()), expected open or keys")
      }
      options.readsNeedKeys = word == "keys"
    }
    options.hostNames = arguments.all("host-name")
    for name in options.hostNames where name.isEmpty || name.contains("/") || name.contains(" ") {
      throw UsageError(message: "--host-name is \(name), expected a name such as homes.example")
    }
    if let policy = arguments.value("page-policy") {
      guard policy.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) else {
        throw UsageError(
          message: "--page-policy holds other than plain characters, expected one line")
      }
      options.pagePolicy = policy
    }
    if let path = arguments.value("log-file") { options.logFile = try LogFile(path) }
  }
}
