internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex

/// Describes the differences between the subject and a sale in words.
struct AdjustmentWords {
  let subject: Subject
  let columns: SaleColumns

  /// The difference in one respect, such as `1 bedroom more`.
  func text(_ kind: Adjustment.Kind, _ sale: SalePool.Sale) -> String {
    let row = sale.row
    switch kind {
    case .size:
      return area(
        subject.sqft, columns.sqft.value(row), "larger", "smaller")
    case .lot:
      return area(
        subject.lotSizeSquareFeet ?? 0, columns.lot.value(row),
        "more land", "less land")
    case .beds: return count(subject.beds, columns.beds.value(row), "bedroom")
    case .baths:
      return count(subject.baths, columns.baths.value(row), "bathroom")
    case .stories:
      return count(subject.stories, columns.stories.value(row), "storey")
    case .age:
      let years = PriceWalk.whole(
        Double(subject.yearBuilt ?? 0) - (columns.yearBuilt.value(row) ?? 0))
      return years == 0
        ? ""
        : """
        built \(years.magnitude) year\(years.magnitude == 1 ? "" : "s") \
        \(years > 0 ? "later" : "earlier")
        """
    case .homeType:
      let other = columns.subType.text(row) ?? "unknown"
      return "\(subject.propertySubType ?? "") beside \(other)"
    case .time:
      let days = PriceWalk.whole(-sale.features[.time] * 365.25)
      return "sold \(days) day\(days == 1 ? "" : "s") before"
    case .location:
      let miles = NumberText.trimmed(sale.distance / Length.metersPerMile, 1)
      return "\(miles) mile\(miles == "1" ? "" : "s") away"
    }
  }

  private func area(_ own: Double, _ other: Double?, _ more: String, _ less: String) -> String {
    let difference = own - (other ?? own)
    return "\(PriceWalk.whole(difference.magnitude)) sq ft \(difference >= 0 ? more : less)"
  }

  private func count(_ own: Double?, _ other: Double?, _ noun: String) -> String {
    let difference = (own ?? 0) - (other ?? 0)
    let size = NumberText.trimmed(difference.magnitude, 2)
    return "\(size) \(noun)\(size == "1" ? "" : "s") \(difference >= 0 ? "more" : "fewer")"
  }
}
