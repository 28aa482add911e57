import Foundation
import PlatListings

extension PlainListing {
  /// The listing as one line of JSON with the catalogue's keys.
  public var json: String {
    var members = ["\"listingKey\":\(Self.quoted(key))"]
    for definition in Field.definitions {
      if let number = self[number: definition.field] {
        members.append("\"\(definition.field.key)\":\(Self.written(number, definition.kind))")
      }
      if let text = self[text: definition.field] {
        members.append("\"\(definition.field.key)\":\(Self.quoted(text))")
      }
    }
    return "{" + members.joined(separator: ",") + "}"
  }

  private static func written(_ number: Int64, _ kind: FieldKind) -> String {
    switch kind {
    case .date: "\"" + Date(timeIntervalSince1970: Double(number)).ISO8601Format() + "\""
    case .flag: number == 1 ? "true" : "false"
    case .number(let scale, _, _, _): "\(Decimal(number) / Decimal(scale))"
    case .text, .lookup, .json: "null"
    }
  }

  private static func quoted(_ text: String) -> String {
    "\"" + text.replacing("\\", with: "\\\\").replacing("\"", with: "\\\"") + "\""
  }

  /// Reads a line of JSON with the catalogue's keys, and derives values as the catalogue does.
  public init?(json line: String) {
    guard let object = try? JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any],
      let key = object["listingKey"] as? String
    else { return nil }
    self.init(key: key)
    for definition in Field.definitions {
      let value = object[definition.field.key]
      switch definition.storage {
      case .number:
        self[number: definition.field] = value.flatMap { Self.stored($0, definition.kind) }
      case .code: self[text: definition.field] = value as? String
      case .key, .document: continue
      }
    }
    if self[number: .baths] == nil, let full = object["fullBaths"] as? Int,
      let half = object["halfBaths"] as? Int
    {
      self[number: .baths] = Int64(full * 4 + half * 2)
    }
    if self[number: .lotSizeSquareFeet] == nil, let acres = object["lotSizeAcres"] as? Double {
      self[number: .lotSizeSquareFeet] = Int64((acres * 43_560 * 100).rounded())
    }
  }

  private static func stored(_ value: Any, _ kind: FieldKind) -> Int64? {
    switch kind {
    case .date: (value as? String).flatMap(seconds)
    case .flag: (value as? Bool).map { $0 ? 1 : 0 }
    case .number(let scale, _, _, _):
      (value as? Double).map { Int64(($0 * Double(scale)).rounded()) }
    case .text, .lookup, .json: nil
    }
  }

  /// Seconds since 1970 of `YYYY-MM-DD`, optionally followed by a time in UTC.
  public static func seconds(_ text: String) -> Int64? {
    let whole = text.count == 10 ? text + "T00:00:00Z" : text
    return (try? Date(whole, strategy: .iso8601)).map { Int64($0.timeIntervalSince1970) }
  }
}
