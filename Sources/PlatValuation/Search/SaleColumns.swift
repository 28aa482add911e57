internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// The columns of an index for sales: what was sold, when, where and at which price.
struct SaleColumns: Sendable {
  let generation: Generation
  var index: ListingIndex { generation.index }
  let closePrice: MeasuredColumn
  /// Seconds since 1970.
  let closeDate: NumberColumn
  let sqft: MeasuredColumn
  let beds: MeasuredColumn
  let baths: MeasuredColumn
  let stories: MeasuredColumn
  let yearBuilt: MeasuredColumn
  let lot: MeasuredColumn
  let type: CodeColumn
  let subType: CodeColumn
  let unit: CodeColumn
  let status: CodeColumn
  /// The stored numbers of the property types, by their lower-case texts.
  let types: [String: UInt64]
  /// The stored numbers of the kinds of home, by their lower-case texts.
  let subTypes: [String: UInt64]
  /// The stored status `Closed`; 0 if no listing has it.
  let closed: UInt64
  /// The stored prices above zero; nil if there are none.
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
    func measured(_ field: Field) throws(ValuationError) -> MeasuredColumn {
      MeasuredColumn(try numbers(field), of: field)
    }
    closePrice = try measured(.closePrice)
    closeDate = try numbers(.closeDate)
    sqft = try measured(.sqft)
    beds = try measured(.beds)
    baths = try measured(.baths)
    stories = try measured(.stories)
    yearBuilt = try measured(.yearBuilt)
    lot = try measured(.lotSizeSquareFeet)
    type = try codes(.propertyType)
    subType = try codes(.propertySubType)
    unit = try codes(.unitNumber)
    status = try codes(.standardStatus)
    types = type.numbersByText
    subTypes = subType.numbersByText
    closed = status.code(of: StandardStatus.closed)
    prices = closePrice.frame.stored(from: 1, through: Int64.max)
  }
}

extension SaleColumns {
  /// Whether a row is probably another sale of the subject's home.
  ///
  /// It is if both have the same position and no fact distinguishes them: the year of construction,
  /// the unit, the lot or, if the lot is unknown, the living area.
  func isSameHome(_ row: Int, as subject: Subject) -> Bool {
    guard index.position(row) == subject.coordinate else { return false }
    if let year = subject.yearBuilt, yearBuilt.holds(Double(year), at: row) == false {
      return false
    }
    if let own = subject.unitNumber, let other = unit.text(row), own != other { return false }
    if let own = subject.lotSizeSquareFeet, let isSame = lot.holds(own, at: row) { return isSame }
    return sqft.holds(subject.sqft, at: row) ?? true
  }
}

extension CodeColumn {
  /// The stored number of a word, ignoring case; 0 if no listing has it.
  func code(of word: String) -> UInt64 { numbersByText[word.lowercased()] ?? 0 }

  /// The stored number of each text, by the lower-case text.
  fileprivate var numbersByText: [String: UInt64] {
    var numbers: [String: UInt64] = [:]
    for place in 0..<codes {
      let text = dictionary.string(at: place).lowercased()
      if numbers[text] == nil { numbers[text] = UInt64(place) + 1 }
    }
    return numbers
  }
}
