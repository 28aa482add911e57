import Foundation

/// One listing of a set, read back as JSON by Foundation.
struct SampleRow: Sendable {
  private var texts: [String: String] = [:]
  private var numbers: [String: Double] = [:]
  private(set) var keys: Set<String> = []

  /// Reads a line; nil if it is not a JSON object.
  init?(_ line: some Sequence<UInt8>) {
    guard let object = (try? JSONSerialization.jsonObject(with: Data(line))) as? [String: Any]
    else { return nil }
    keys = Set(object.keys)
    for (key, value) in object {
      if let text = value as? String {
        texts[key] = text
      } else if let number = value as? NSNumber {
        numbers[key] = number.doubleValue
      }
    }
  }

  /// The text of a key; empty if there is none.
  func text(_ key: String) -> String { texts[key] ?? "" }

  /// The number of a key; NaN if there is none.
  func number(_ key: String) -> Double { numbers[key] ?? .nan }

  /// Whether the key is present.
  func has(_ key: String) -> Bool { keys.contains(key) }

  /// All readable listings of a set.
  static func all(count: Int, seed: UInt64) -> [SampleRow] {
    written(count: count, seed: seed).split(separator: UInt8(ascii: "\n")).compactMap {
      SampleRow($0)
    }
  }
}
