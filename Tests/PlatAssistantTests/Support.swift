import Foundation
import Plat
import PlatTestSupport

@testable import PlatAssistant

/// A directory with an index, removed when the test is over.
final class TestIndex: Sendable {
  /// The small market of sales.
  static let market = Result { try TestIndex(SalesMarket.lines) }

  private let path: String
  let database: ListingsDatabase

  init(_ lines: [String]) throws {
    path = NSTemporaryDirectory() + "/assistant-tests-" + UUID().uuidString
    let bytes = Array(lines.joined(separator: "\n").utf8)
    _ = try IndexBuild.run([.bytes(bytes, name: "lines")], into: path)
    database = try ListingsDatabase(opening: path)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }
}

extension ListingsDatabase {
  /// The analysis of the home at the corner of the small market.
  func cornerAnalysis() throws -> MarketAnswer {
    try marketAnalysis(try AnalysisRequest(SalesMarket.home), now: SalesMarket.now)
  }

  /// A call of a tool.
  func call(
    _ tool: Tool, _ arguments: [(name: String, value: String)], model: LanguageModel? = nil
  ) throws -> (answer: ToolAnswer, object: [String: Any]) {
    let call = ToolCall(tool, arguments, of: self, model: model, now: SalesMarket.now)
    let answer = try call.answer()
    let object = try JSONSerialization.jsonObject(with: Data(answer.json))
    return (answer, object as? [String: Any] ?? [:])
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
