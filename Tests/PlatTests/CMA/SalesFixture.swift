import Foundation
import PlatTestSupport
import Testing

@testable import Plat

/// The small market (`SalesMarket`) as an index.
final class SalesFixture: Sendable {
  static let market = Result { try SalesFixture(lines: SalesMarket.lines) }
  /// The same sales without property types.
  static let untyped = Result {
    try SalesFixture(
      lines: SalesMarket.lines.map {
        $0.replacingOccurrences(of: "\"propertyType\":\"A\",", with: "")
      })
  }

  static let now = SalesMarket.now

  let scratch: Scratch
  let database: ListingsDatabase
  var index: String { scratch.file("index") }

  private init(lines: [String]) throws {
    scratch = try Scratch()
    let text = lines.joined(separator: "\n")
    _ = try IndexBuild.run([.bytes(Array(text.utf8), name: "lines")], into: scratch.file("index"))
    database = try ListingsDatabase(opening: scratch.file("index"))
  }

  static func request(_ more: [(name: String, value: String)] = []) throws -> AnalysisRequest {
    try AnalysisRequest(SalesMarket.home + more)
  }
}

extension MarketAnswer {
  /// The answer as JSON.
  var json: String {
    var writer = JSONWriter()
    write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }
}
