import Foundation
import Plat
import PlatHTTP
import PlatSamples
import PlatServer

/// Answers bytes as requests to the query server, without a socket: as a connection's bytes, as an
/// address, as a body.
///
/// Traps if an answer has a status that blames the server, if it reveals private data, or if the
/// same request has two different answers.
func runService(_ bytes: [UInt8]) {
  for answer in FuzzedService.service.answer(bytes).answers { check(answer) }
  let line = bytes.firstIndex(of: 0x0A) ?? bytes.endIndex
  let target = bytes[..<line].prefix(6_000).map { byte in
    // Characters that are invalid in an address are escaped, so that most bytes reach the router.
    byte > 0x20 && byte < 0x7F && byte != UInt8(ascii: "#")
      ? String(UnicodeScalar(byte)) : String(format: "%%%02X", byte)
  }.joined()
  let get = Array("GET /\(target) HTTP/1.1\r\nHost: localhost\r\n\r\n".utf8)
  let first = FuzzedService.service.answer(get)
  let second = FuzzedService.service.answer(get)
  guard first.status == second.status, first.answers.count == second.answers.count else {
    fatalError("the same bytes are read in two ways")
  }
  // Answers about the server itself change.
  if !["metrics", "api/health"].contains(where: { target.hasPrefix($0) }),
    first.answers != second.answers
  {
    fatalError("/\(target) has two answers")
  }
  first.answers.forEach(check)
  let body = line < bytes.endIndex ? bytes[(line + 1)...] : []
  for path in FuzzedService.bodyPaths {
    let post =
      Array(
        "POST \(path) HTTP/1.1\r\nHost: localhost\r\nContent-Length: \(body.count)\r\n\r\n".utf8)
      + body
    FuzzedService.service.answer(post).answers.forEach(check)
  }
}

private func check(_ answer: MemoryExchange.Answer) {
  guard answer.status < 500 else {
    fatalError(
      "status \(answer.status): \(String(decoding: answer.body.prefix(500), as: UTF8.self))")
  }
  guard (200..<500).contains(answer.status) else { fatalError("status \(answer.status)") }
  if answer.body.firstRange(of: FuzzedService.secret) != nil {
    fatalError("what is private is shown")
  }
}

/// A server of sample listings, and of one whose private fields are recognizable.
enum FuzzedService {
  /// No request contains it: its bytes are in no seed.
  static let secret = Array("\u{1F92B}PRIVATE".utf8)

  /// Paths that accept a body.
  static let bodyPaths = [
    "/api/mls-listings", "/api/chat/search-listings", "/api/chat/match-location",
    "/api/chat/research-community",
    "/api/swipes/user", "/api/ai/cma",
  ]

  static let service: QueryService = {
    var lines: [UInt8] = []
    var samples = SampleListings(count: 300, seed: 1)
    _ = samples.next(into: &lines, listings: 300)
    let text = String(decoding: secret, as: UTF8.self)
    lines += Array(
      """
      {"listingKey":"S1","standardStatus":"Active","latitude":33.8,"longitude":-116.5,\
      "privateRemarks":"\(text)"}
      """.utf8)
    do {
      _ = try IndexBuild.run([.bytes(lines, name: "samples")], into: directory)
      var options = ServiceOptions()
      options.logLevel = .off
      options.polygonVertices = 200
      return try QueryService(opening: directory, options: options)
    } catch {
      fatalError("the index cannot be built: \(error)")
    }
  }()

  /// A directory that is removed when the process ends.
  private static let directory: String = {
    var template = Array("/tmp/plat-fuzz-XXXXXX".utf8CString)
    guard unsafe mkdtemp(&template) != nil else { fatalError("no directory can be made in /tmp") }
    atexit { try? FileManager.default.removeItem(atPath: FuzzedService.directory) }
    return String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }()
}

extension Seeds {
  static let services: [[UInt8]] = [
    """
    openapi.json\n{"latitude":33.83,"longitude":-116.54,"sqft":1850,"beds":3,"baths":2,\
    "asOf":"2026-06-30"}
    """,
    """
    openapi.json\n{"address":"100 Main St, Palm Springs","sqft":"1,850","yearBuilt":null,\
    "propertyType":"A"}
    """,
    """
    api/mls-listings?minBeds=3&city=Palm%20Springs&sort=-price&facets=city,price&statistics=true\n\
    {"minBeds":3}
    """,
    """
    api/mls-listings/S1\n{"within":{"type":"Polygon","coordinates":[[[-117,33],[-116,33],[-116,34],\
    [-117,33]]]}}
    """,
    """
    api/mls-listings/S1/documents\n{"propertySubType":["Condo","Townhouse"],"bbox":[-117,33,-116,\
    34]}
    """,
    "tiles/5/5/12.mvt?minPrice=300000&hasPool=true\n[1,2,{\"a\":null}]", "tiles/0/0/0.json\n",
    """
    tiles.json?city=a%26b\n{"near":[33.8,-116.5],"radius":"2km","sort":"distance","limit":0}
    """,
    "api/clusters?bbox=-118,33,-115,35&zoom=6\n{}",
    "api/clusters/4211081/leaves?limit=5&offset=3\nnull",
    "api/clusters/1/children\n{\"minbeds\":1}", "api/clusters/9007199254740993/expansion-zoom\n\"",
    """
    api/cities?state=CA&sort=-listings&limit=5\n{"city":"Palm Springs, CA","subdivision":"deepwel"}
    """,
    "api/cities/palm-springs-ca/listings?minBeds=3\n{\"location\":\"near downtown palm sprngs\"}",
    """
    api/subdivisions?city=palm-springs-ca&name=a\n{"city":"indio","propertyTypes":["Condos",\
    "lease"],"hasPool":true}
    """,
    """
    api/swipes/batch?userId=u&count=3&city=indio\n{"userId":"u","listingKey":"S1",\
    "action":"dislike"}
    """,
    "api/swipes/exclude-keys?userId=u\n{\"minPrice\":9e99,\"minBeds\":-1}",
    "api/chat/functions?api=responses\n{}",
    "openapi.json\n", "metrics\n", "assets/..%2f..%2fetc%2fpasswd\n", "?a=b\n",
    """
    GET /tiles/0/0/0.mvt HTTP/1.1\r\nHost: localhost\r\nAccept: */*;q=0\r\nAccept-Encoding: \
    gzip\r\nIf-None-Match: *\r\n\r\n
    """,
    """
    OPTIONS /tiles.json HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Host: y\r\n\r\nHEAD / \
    HTTP/1.0\r\n\r\n
    """,
  ].map { Array($0.utf8) }
}
