/// Formats numbers for people.
package enum NumberText {
  /// A whole number with commas: `1,234,567`.
  package static func grouped(_ number: some BinaryInteger) -> String {
    grouped(decimal: String(number))
  }

  /// Decimal text with thousands separators: `-1,234.5` for `-1234.5`.
  package static func grouped(decimal text: String) -> String {
    let parts = text.split(separator: ".", maxSplits: 1)
    guard let whole = parts.first else { return text }
    let sign = whole.hasPrefix("-") ? "-" : ""
    let digits = whole.dropFirst(sign.count)
    var result = sign
    for (place, digit) in digits.enumerated() {
      if place > 0, (digits.count - place) % 3 == 0 { result.append(",") }
      result.append(digit)
    }
    return result + (parts.count > 1 ? ".\(parts[1])" : "")
  }

  /// A number with thousands separators and a fixed number of decimals: `1,234.50` for 1234.5 and
  /// 2.
  package static func fixed(_ number: Double, _ places: Int) -> String {
    guard let parts = Parts(number, places) else { return "\(number)" }
    return grouped(decimal: parts.text)
  }

  /// A number without trailing zeros: `2.5` for 2.504 and 2.
  ///
  /// - Parameters:
  ///   - number: The number.
  ///   - places: The maximum number of decimals.
  ///   - hasCommas: Whether to separate the thousands with commas.
  package static func trimmed(_ number: Double, _ places: Int, hasCommas: Bool = false) -> String {
    guard var parts = Parts(number, places) else { return "\(number)" }
    while parts.decimals.last == "0" { parts.decimals.removeLast() }
    return hasCommas ? grouped(decimal: parts.text) : parts.text
  }

  /// The shortest text of a number, without a fraction for a whole number: `3`, `0.1`.
  package static func shortest(_ number: Double) -> String {
    Int64(exactly: number).map(String.init) ?? "\(number)"
  }

  /// The shortest text of a fixed-point number: `2.5` for 10 at scale 4.
  package static func shortest(_ value: Int64, scale: Int64) -> String {
    guard scale > 1, value % scale != 0 else { return String(scale > 1 ? value / scale : value) }
    return "\(Double(value) / Double(scale))"
  }

  /// A number of bytes: `512 bytes`, `1.5 MiB`.
  package static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024 && unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) bytes" : "\(fixed(value, 1)) \(units[unit])"
  }

  /// A rounded number, split into its whole part and its decimals.
  private struct Parts {
    let whole: String
    var decimals: String

    /// Rounds; nil if the number is not finite or has more digits than a double represents exactly.
    init?(_ number: Double, _ places: Int) {
      guard number.isFinite, number.magnitude < 1e15 else { return nil }
      let scale = (0..<places).reduce(Int64(1)) { scale, _ in scale * 10 }
      guard let scaled = Int64(exactly: (number.magnitude * Double(scale)).rounded()) else {
        return nil
      }
      whole = (number < 0 && scaled > 0 ? "-" : "") + String(scaled / scale)
      // The leading 1 keeps the zeros of the decimals.
      decimals = String(String(scale + scaled % scale).dropFirst())
    }

    var text: String { decimals.isEmpty ? whole : "\(whole).\(decimals)" }
  }
}
