internal import PlatCommon
public import PlatGeometry
internal import PlatListings
public import PlatSearch

/// The caller's facts for a market analysis.
///
/// `ListingsDatabase.marketAnalysis(_:now:)` completes them to a subject.
public struct AnalysisRequest: Sendable, Equatable {
  /// The street address.
  public var address: String?
  /// The position; it takes precedence over the address.
  public var coordinate: Coordinate?
  /// Living area in square feet.
  public var sqft: Double?
  /// Bedrooms.
  public var beds: Double?
  /// Bathrooms.
  public var baths: Double?
  /// The year of construction.
  public var yearBuilt: Int?
  /// The property type, in the spelling of listings.
  public var propertyType: String?
  /// The lot in square feet.
  public var lotSizeSquareFeet: Double?
  /// Floors.
  public var stories: Double?
  /// The moment of the estimate in seconds since 1970.
  public var asOf: Int64?

  /// Makes an empty request.
  public init() {}

  /// Makes a request from names and values (``AnalysisParameter``).
  ///
  /// - Throws: `ParameterError` for the first parameter that is invalid or missing: an address, or
  ///   latitude and longitude with sqft, beds and baths.
  public init(_ parameters: [(name: String, value: String)]) throws(ParameterError) {
    var seen: Set<String> = []
    var (latitude, longitude): (Double?, Double?) = (nil, nil)
    for (name, value) in parameters {
      guard let parameter = AnalysisParameter.named(name) else {
        throw ParameterError.unknown(name, among: AnalysisParameter.all.map(\.name))
      }
      if value.unicodeScalars[...].withoutBlanks.isEmpty { continue }
      guard seen.insert(name).inserted else {
        throw ParameterError(name, value, .repeated, expected: "one value")
      }
      switch parameter.kind {
      case .text: address = try Self.line(value, of: name)
      case .field(.propertyType, _):
        propertyType = PropertyType.canonical(try Self.line(value, of: name))
      case .field(.closeDate, _): asOf = try Self.stored(value, .closeDate, of: name)
      case .field(let field, let range):
        let number = try Self.number(value, field, range, of: name)
        switch field {
        case .latitude: latitude = number
        case .longitude: longitude = number
        case .sqft: sqft = number
        case .beds: beds = number
        case .baths: baths = number
        case .yearBuilt: yearBuilt = Int(number)
        case .lotSizeSquareFeet: lotSizeSquareFeet = number
        default: stories = number
        }
      }
    }
    try takePosition(latitude, longitude)
  }

  private mutating func takePosition(_ latitude: Double?, _ longitude: Double?)
    throws(ParameterError)
  {
    switch (latitude, longitude) {
    case (let latitude?, let longitude?):
      coordinate = Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude)
    case (nil, nil): break
    case (nil, _): throw Self.missing("latitude", "degrees north beside longitude")
    case (_, nil): throw Self.missing("longitude", "degrees east beside latitude")
    }
    guard coordinate == nil else { return }
    if address == nil {
      throw Self.missingPosition
    }
  }

  static var missingPosition: ParameterError {
    missing("latitude", "latitude and longitude of the home, or its address")
  }

  /// The error of a missing parameter.
  static func missing(_ name: String, _ expected: String) -> ParameterError {
    ParameterError(name, "", .missing, expected: expected)
  }

  private static func line(_ value: String, of name: String) throws(ParameterError) -> String {
    let text = value.unicodeScalars[...].withoutBlanks
    guard !text.isEmpty, text.utf8.count <= 300,
      text.unicodeScalars.allSatisfy({ $0.value >= 0x20 && $0 != "\u{7F}" })
    else {
      throw ParameterError(
        name, value, .badValue, expected: "one line of text with at most 300 bytes")
    }
    return text
  }

  private static func stored(_ value: String, _ field: Field, of name: String)
    throws(ParameterError) -> Int64
  {
    do throws(FieldNote) { return try field.stored(value) } catch {
      throw ParameterError(name, value, .badValue, expected: error.expected)
    }
  }

  private static func number(
    _ value: String, _ field: Field, _ range: ClosedRange<Double>?, of name: String
  ) throws(ParameterError) -> Double {
    guard let range else { return Double(try stored(value, field, of: name)) / Double(field.scale) }
    let unit = field.definition.unit
    let expected =
      "a number from \(Figures.plain(range.lowerBound)) to \(Figures.plain(range.upperBound))"
      + (unit.isEmpty ? "" : " \(unit)")
    if let stored = try? field.stored(value) {
      let number = Double(stored) / Double(field.scale)
      if range.contains(number) { return number }
    }
    throw ParameterError(name, value, .badValue, expected: expected)
  }
}
