internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The columns of an index that say what was sold, when, where and for how much.
struct SaleColumns: Sendable {
  let generation: Generation
  var index: ListingIndex { generation.index }
  let closePrice: NumberColumn
  let closeDate: NumberColumn
  let sqft: NumberColumn
  let beds: NumberColumn
  let baths: NumberColumn
  let stories: NumberColumn
  let yearBuilt: NumberColumn
  let lot: NumberColumn
  let type: CodeColumn
  let subType: CodeColumn
  let unit: CodeColumn
  let status: CodeColumn
  /// The stored numbers of the property types, by their texts in small letters.
  let types: [String: UInt64]
  /// The stored numbers of the kinds of home, by their texts in small letters.
  let subTypes: [String: UInt64]
  /// The stored status `Closed`; 0, which no range holds, where no listing has it.
  let closed: UInt64
  /// Stored prices of more than nothing; nil where there are none.
  let prices: ClosedRange<UInt64>?

  init(_ generation: Generation) throws(ValuationError) {
    self.generation = generation
    let index = generation.index
    func numbers(_ field: Field) throws(ValuationError) -> NumberColumn {
      guard let column = index.numbers(field) else { throw .notSearchable(field: field.key) }
      return column
    }
    func codes(_ field: Field) throws(ValuationError) -> CodeColumn {
      guard let column = index.codes(field) else { throw .notSearchable(field: field.key) }
      return column
    }
    closePrice = try numbers(.closePrice)
    closeDate = try numbers(.closeDate)
    sqft = try numbers(.sqft)
    beds = try numbers(.beds)
    baths = try numbers(.baths)
    stories = try numbers(.stories)
    yearBuilt = try numbers(.yearBuilt)
    lot = try numbers(.lotSizeSquareFeet)
    type = try codes(.propertyType)
    subType = try codes(.propertySubType)
    unit = try codes(.unitNumber)
    status = try codes(.standardStatus)
    types = type.numbersByText
    subTypes = subType.numbersByText
    closed = status.numbersByText["closed"] ?? 0
    prices = closePrice.frame.stored(from: 1, through: Int64.max)
  }
}

extension SaleColumns {
  /// Whether a row is another sale of the subject's home, as far as can be told.
  ///
  /// It is where both stand on the same place and nothing tells them apart: the year in which they
  /// were built, the unit, the lot, or, where no lot is known, the living area.
  func isSameHome(_ row: Int, as subject: Subject) -> Bool {
    guard index.position(row) == subject.coordinate else { return false }
    if let year = subject.yearBuilt, let other = yearBuilt.value(row), Int64(year) != other {
      return false
    }
    if let own = subject.unitNumber, let other = unit.text(row), own != other { return false }
    if let own = subject.lotSizeSquareFeet, let other = lot.value(row) {
      return (own * 100).rounded() == Double(other)
    }
    return sqft.value(row).map { (subject.sqft * 100).rounded() == Double($0) } ?? true
  }
}

extension CodeColumn {
  /// The stored number of each text, by the text in small letters.
  fileprivate var numbersByText: [String: UInt64] {
    var numbers: [String: UInt64] = [:]
    for place in 0..<codes {
      let text = dictionary.string(at: place).lowercased()
      if numbers[text] == nil { numbers[text] = UInt64(place) + 1 }
    }
    return numbers
  }
}
