internal import PlatGeometry
internal import PlatIndex

/// Says in words how the subject differs from a sale.
struct AdjustmentWords {
  let subject: Subject
  let columns: SaleColumns

  /// The difference in one respect, such as `1 bedroom more`.
  func text(_ kind: Adjustment.Kind, _ sale: SalePool.Sale) -> String {
    let row = sale.row
    switch kind {
    case .size:
      return area(
        subject.sqft, columns.sqft.value(row).map { Double($0) / 100 }, "larger", "smaller")
    case .lot:
      return area(
        subject.lotSizeSquareFeet ?? 0, columns.lot.value(row).map { Double($0) / 100 },
        "more land", "less land")
    case .beds: return count(subject.beds, columns.beds.value(row).map { Double($0) }, "bedroom")
    case .baths:
      return count(subject.baths, columns.baths.value(row).map { Double($0) / 4 }, "bathroom")
    case .stories:
      return count(subject.stories, columns.stories.value(row).map { Double($0) / 4 }, "storey")
    case .age:
      let years = PriceWalk.dollars(
        Double(subject.yearBuilt ?? 0) - Double(columns.yearBuilt.value(row) ?? 0))
      return years == 0
        ? ""
        : "built \(years.magnitude) year\(years.magnitude == 1 ? "" : "s") \(years > 0 ? "later" : "earlier")"
    case .homeType:
      let other = columns.subType.text(row) ?? "unknown"
      return "\(subject.propertySubType ?? "") beside \(other)"
    case .time:
      let days = PriceWalk.dollars(-sale.features[.time] * 365.25)
      return "sold \(days) day\(days == 1 ? "" : "s") before"
    case .location:
      let miles = Self.number(sale.distance / Length.metersPerMile, tenths: 10)
      return "\(miles) mile\(miles == "1" ? "" : "s") away"
    }
  }

  private func area(_ own: Double, _ other: Double?, _ more: String, _ less: String) -> String {
    let difference = own - (other ?? own)
    return "\(PriceWalk.dollars(difference.magnitude)) sq ft \(difference >= 0 ? more : less)"
  }

  private func count(_ own: Double?, _ other: Double?, _ noun: String) -> String {
    let difference = (own ?? 0) - (other ?? 0)
    let size = Self.number(difference.magnitude, tenths: 100)
    return "\(size) \(noun)\(size == "1" ? "" : "s") \(difference >= 0 ? "more" : "fewer")"
  }

  /// A number with as many decimals as it needs, at the most those of `tenths`.
  private static func number(_ value: Double, tenths: Int) -> String {
    let scaled = PriceWalk.dollars(value * Double(tenths))
    let (whole, rest) = scaled.quotientAndRemainder(dividingBy: tenths)
    guard rest != 0 else { return "\(whole)" }
    var digits = "\(tenths + rest)".dropFirst()
    while digits.last == "0" { digits.removeLast() }
    return "\(whole).\(digits)"
  }
}
