import Foundation
import Testing

@testable import Plat

/// A small market: forty sales on a grid around one corner, and what must not be among the
/// comparables.
final class SalesFixture: Sendable {
  static let market = Result { try SalesFixture(lines: lines) }
  /// The same sales, none with a property type.
  static let untyped = Result {
    try SalesFixture(
      lines: lines.map { $0.replacingOccurrences(of: "\"propertyType\":\"A\",", with: "") })
  }

  /// Noon of 2026-06-01.
  static let now: Int64 = 1_780_315_200
  /// Markup and a turn of direction that a page must not take for its own.
  static let hostile = "<script>alert('x')</script>\u{202E}\"&"

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
    try AnalysisRequest(
      [
        ("latitude", "33.8"), ("longitude", "-116.5"), ("sqft", "1800"), ("beds", "3"),
        ("baths", "2"),
      ] + more)
  }

  private static let lines: [String] = {
    var lines = (0..<40).map { sale($0) }
    // The sale with the greatest likeness has a hidden address; another has a street that attacks.
    lines.append(
      sale(
        100,
        "\"InternetAddressDisplayYN\":false,\"streetNumber\":\"999\",\"streetName\":\"Secret Garden\"",
        at: (33.8012, -116.5012)))
    let name = hostile.replacingOccurrences(of: "\"", with: "\\\"")
    lines.append(
      sale(148, "\"streetNumber\":\"7\",\"streetName\":\"\(name)\"", at: (33.8004, -116.4996)))
    // An offer beside the subject, a sale of tomorrow, and one that nobody may see.
    lines.append(
      sale(102, at: (33.8, -116.5)).replacingOccurrences(of: "\"Closed\"", with: "\"Active\""))
    lines.append(
      sale(103, at: (33.8, -116.5)).replacingOccurrences(
        of: "\"closeDate\":\"2026", with: "\"closeDate\":\"2027"))
    lines.append(sale(104, "\"InternetEntireListingDisplayYN\":false", at: (33.8, -116.5)))
    // One whose seller wants no estimate.
    lines.append(
      sale(
        105,
        "\"InternetAutomatedValuationDisplayYN\":\"N\",\"streetNumber\":\"5\",\"streetName\":\"Quiet Lane\"",
        at: (33.8061, -116.5061)
      ).replacingOccurrences(of: "\"Closed\"", with: "\"Active\""))
    return lines
  }()

  private static func sale(_ number: Int, _ more: String? = nil, at place: (Double, Double)? = nil)
    -> String
  {
    let (east, north) = (Double(number % 7 - 3) * 0.0021, Double(number / 7 - 3) * 0.0017)
    let (latitude, longitude) = place ?? (33.8 + north, -116.5 + east)
    let sqft = 1500 + number % 11 * 60
    let price = 200_000 + sqft * 210 + number % 5 * 4_000
    let members = [
      "\"listingKey\":\"V\(number)\"", "\"standardStatus\":\"Closed\"", "\"propertyType\":\"A\"",
      "\"propertySubType\":\"Single Family\"", "\"closePrice\":\(price)",
      "\"listPrice\":\(price * 3)",
      "\"closeDate\":\"2026-0\(1 + number % 5)-1\(number % 9)\"", "\"beds\":\(2 + number % 3)",
      "\"baths\":\(2 + number % 2)", "\"sqft\":\(sqft)", "\"yearBuilt\":\(1960 + number % 50)",
      "\"lotSizeSquareFeet\":\(8_000 + number * 50)", "\"city\":\"Palm Springs\"",
      "\"postalCode\":\"92262\"",
      "\"latitude\":\(latitude)", "\"longitude\":\(longitude)", "\"privateRemarks\":\"SECRET\"",
      "\"listAgentFullName\":\"SECRET Agent\"",
      more ?? "\"streetNumber\":\"\(100 + number)\",\"streetName\":\"Vista Oculta\"",
    ]
    return "{" + members.joined(separator: ",") + "}"
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
