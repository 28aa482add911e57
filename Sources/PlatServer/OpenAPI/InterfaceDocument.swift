internal import PlatCommon
internal import PlatJSON
internal import Synchronization

/// `/openapi.json`: made once, except for the server's address, which is the one that a request was
/// sent to.
final class InterfaceDocument: Sendable {
  private let routes: [Route]
  private let members = Once<[UInt8]>()
  /// A proxy, a name and an address are few; a client that invents names only evicts the others.
  private let files = Mutex(BoundedCache<String, PageFile>(count: 16))

  init(_ routes: [Route]) { self.routes = routes }

  /// The document of a server at an address.
  func file(at base: String) -> PageFile {
    if let known = files.withLock({ $0.value(base) }) { return known }
    let routes = routes
    var bytes = members.get {
      var writer = JSONWriter()
      writer.beginObject()
      OpenAPI.writeMembers(routes, to: &writer)
      return writer.bytes
    }
    var server = JSONWriter()
    server.array { writer in
      writer.object { writer in
        writer.member("url", base)
        writer.member("description", "This server")
      }
    }
    bytes += Array(",\"servers\":".utf8) + server.bytes + [UInt8(ascii: "}")]
    let file = PageFile(mediaType: "application/json", bytes)
    files.withLock { $0.insert(file, for: base) }
    return file
  }
}
