import Glibc
import PlatHTTP
import Testing

/// The limit of open files, and the addresses of names.
@Suite(.serialized, .timeLimit(.minutes(30))) struct OpenFilesTests {
  private func limits() -> rlimit {
    var files = rlimit()
    unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    return files
  }

  @Test func theSoftLimitIsRaisedToTheHardOne() {
    let before = limits()
    // More files than any other test has open at the moment.
    var low = before
    low.rlim_cur = min(before.rlim_max, 4_096)
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &low)
    #expect(OpenFiles.limit == Int(low.rlim_cur))
    var options = HTTPServerOptions()
    options.connections = 1_000_000
    #expect(options.possibleConnections == Int(low.rlim_cur) - 128)
    options.connections = 7
    #expect(options.possibleConnections == 7)
    options.connections = -1
    #expect(options.possibleConnections == 1)
    let raised = OpenFiles.raise()
    #expect(raised == Int(min(before.rlim_max, 1 << 20)) && OpenFiles.limit == raised)
    #expect(OpenFiles.raise() == raised, "raising again changes nothing")
    #expect(limits().rlim_max == before.rlim_max)
    var back = before
    unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &back)
  }

  @Test func connectionsOutlastThoseOfProxies() {
    #expect(HTTPServerOptions().idleSeconds == 75)
  }

  @Test func namesHaveAddresses() {
    for (name, address) in [
      ("127.0.0.1", "127.0.0.1"), ("::1", "::1"), ("[::1]", "::1"), ("0.0.0.0", "0.0.0.0"),
      ("localhost", "127.0.0.1"), ("LocalHost", "127.0.0.1"), ("localhost.", "127.0.0.1"),
      ("", nil), ("[localhost]", nil), ("a b", nil), ("no-such-name.invalid", nil),
      ("127.0.0.1:80", nil), ("http://localhost", nil),
      (String(repeating: "a", count: 300), nil),
    ] as [(String, String?)] {
      #expect(HTTPAddress.numeric(of: name) == address, "\(name)")
    }
  }
}
