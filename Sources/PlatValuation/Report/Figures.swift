internal import PlatCommon
internal import PlatGeometry
internal import PlatListings

/// Numbers and dates in the form used in sentences.
package enum Figures {
  /// Whole dollars with commas: `$612,000`, `-$4,500`.
  package static func dollars(_ amount: Double) -> String {
    let whole = Int64(amount.isFinite ? min(max(amount.rounded(), -1e15), 1e15) : 0)
    return (whole < 0 ? "-$" : "$") + NumberText.grouped(whole.magnitude)
  }

  /// A number with commas and at most two decimals.
  package static func plain(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e15 else { return "-" }
    return NumberText.trimmed(number, 2, hasCommas: true)
  }

  /// A length in metres as miles: `0.3`, `12`, `less than 0.1`.
  package static func miles(_ meters: Double) -> String {
    let miles = meters / Length.metersPerMile
    if miles > 0, miles < 0.1 { return "less than 0.1" }
    return plain(miles < 10 ? (miles * 10).rounded() / 10 : miles.rounded())
  }

  /// A share as a whole percentage.
  package static func percent(_ share: Double) -> String { plain((share * 100).rounded()) + " %" }

  /// A moment as its day, `2026-01-31`.
  package static func day(_ moment: Int64) -> String {
    String(Field.closeDate.plainText(of: moment).prefix(10))
  }

  /// A moment as its month, `January 2026`.
  package static func month(_ moment: Int64) -> String {
    let day = day(moment)
    guard let number = Int(day.dropFirst(5).prefix(2)), months.indices.contains(number - 1) else {
      return day
    }
    return "\(months[number - 1]) \(day.prefix(4))"
  }

  /// Joins words: `size, age and time`.
  package static func list(_ words: [String]) -> String {
    guard let last = words.last, words.count > 1 else { return words.first ?? "" }
    return words.dropLast().joined(separator: ", ") + " and " + last
  }

  private static let months = [
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November",
    "December",
  ]
}
