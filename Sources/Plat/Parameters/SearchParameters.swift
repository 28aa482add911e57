internal import PlatCommon
public import PlatGeometry
internal import PlatIndex
internal import PlatListings
public import PlatSearch

/// Reads a search from names and values.
public enum SearchParameters {
  /// The greatest number of listings in a page.
  public static let pageLimit = 500

  /// The request that names and values ask for.
  ///
  /// Without `standardStatus` only Active listings match; without `sort` the newest come first, or
  /// with `near` the nearest.
  ///
  /// - Parameters:
  ///   - parameters: The names and values.
  ///   - polygonLimits: What a polygon may have at most.
  /// - Throws: ``ParameterError`` about the first parameter that cannot be.
  public static func request(
    _ parameters: [(name: String, value: String)], polygonLimits: Polygon.Limits = Polygon.Limits()
  ) throws(ParameterError) -> SearchRequest {
    var reading = Reading(polygonLimits: polygonLimits)
    for (name, value) in parameters {
      guard let parameter = SearchParameter.named(name) else {
        throw ParameterError.unknown(name, among: SearchParameter.all.map(\.name))
      }
      try reading.take(parameter, value)
    }
    return try reading.finish()
  }

  /// The request that arguments ask for: names and values whose parameters are known already.
  ///
  /// - Throws: ``ParameterError`` for the first invalid argument.
  public static func request(
    _ arguments: [SearchArgument], polygonLimits: Polygon.Limits = Polygon.Limits()
  ) throws(ParameterError) -> SearchRequest {
    var reading = Reading(polygonLimits: polygonLimits)
    for argument in arguments { try reading.take(argument.parameter, argument.value) }
    return try reading.finish()
  }

  /// What has been read so far.
  struct Reading {
    var polygonLimits = Polygon.Limits()
    var request = SearchRequest()
    var texts: [Field: [String]] = [:]
    var seen: Set<String> = []
    var near: Coordinate?
    var radius: Length?
    var sort: String?
    var page = 1

    mutating func take(_ parameter: SearchParameter, _ value: String) throws(ParameterError) {
      if !parameter.takesList, !seen.insert(parameter.name).inserted {
        throw ParameterError(parameter.name, value, .repeated, expected: "one value")
      }
      func bad(_ expected: String) -> ParameterError {
        ParameterError(parameter.name, value, .badValue, expected: expected)
      }
      switch parameter.effect {
      case .atLeast(let field):
        request.filter.requireStored(field, atLeast: try stored(field, parameter, value))
      case .atMost(let field):
        request.filter.requireStored(field, atMost: try stored(field, parameter, value))
      case .listedSince:
        let since = try stored(.onMarketDate, parameter, value)
        request.filter.conditions.append(.listed(since...Int64.max))
      case .contains(let field):
        if !value.isEmpty { request.filter.conditions.append(.contains(field, value)) }
      case .oneOf(let field):
        texts[field, default: []] += Self.pieces(value)
      case .listingFor:
        if value.isEmpty { break }
        guard let wanted = ListingFor(rawValue: value.lowercased()) else {
          throw bad("sale or rent")
        }
        request.filter.conditions.append(wanted.condition)
      case .pool:
        guard let wanted = Self.flag(value) else { throw bad("true or false") }
        request.filter.conditions.append(.pool(wanted))
      case .bbox: request.region.boxes = try Self.boxes(value, bad)
      case .near: near = try Self.position(value, bad)
      case .radius:
        do throws(LengthError) { radius = try Length(parsing: value) } catch {
          throw bad("a length with its unit, such as 1mi, 2km or 500m")
        }
      case .within:
        do throws(PolygonError) {
          request.region.polygon = try Polygon(parsing: value, limits: polygonLimits)
        } catch {
          if case .ended(let end) = error.reason {
            throw ParameterError(parameter.name, value, .ended(end), expected: "a polygon")
          }
          throw ParameterError(parameter.name, value, .badValue, expected: "a polygon: \(error)")
        }
      case .sort: sort = value
      case .page:
        guard let number = Int(value), number >= 1, number <= 1 << 31 else {
          throw bad("a whole number from 1")
        }
        page = number
      case .limit:
        guard let number = Int(value), (0...SearchParameters.pageLimit).contains(number) else {
          throw bad("a whole number from 0 to \(SearchParameters.pageLimit)")
        }
        request.limit = number
      case .cursor:
        do throws(SearchError) { request.cursor = try Cursor(text: value) } catch {
          throw bad("the cursor that came with the page before, unchanged")
        }
      case .facets: try takeFacets(value, bad)
      case .statistics:
        guard let wanted = Self.flag(value) else { throw bad("true or false") }
        request.wantsStatistics = wanted
      case .explain:
        guard let wanted = Self.flag(value) else { throw bad("true or false") }
        request.wantsExplanation = wanted
      }
    }

    mutating func finish() throws(ParameterError) -> SearchRequest {
      for field in Field.allCases {
        guard let wanted = texts[field] else { continue }
        if field == .standardStatus && wanted.contains(where: { $0.lowercased() == "any" }) {
          continue
        }
        request.filter.conditions.append(.equals(field, wanted.map { Self.canonical($0, field) }))
      }
      if texts[.standardStatus] == nil {
        request.filter.conditions.append(.equals(.standardStatus, ["Active"]))
      }
      if let radius {
        guard let near else {
          throw ParameterError("radius", "", .conflict, expected: "near=latitude,longitude with it")
        }
        do throws(CircleError) {
          request.region.circle = try Circle(center: near, radiusMeters: radius.meters)
        } catch {
          throw ParameterError("radius", "\(radius.meters) m", .badValue, expected: "\(error)")
        }
      }
      request.sort = try order()
      guard request.cursor == nil || !seen.contains("page") else {
        throw ParameterError("cursor", "", .conflict, expected: "either cursor or page")
      }
      request.offset = (page - 1) * request.limit
      guard request.offset <= IndexLayout.rowLimit else {
        throw ParameterError(
          "page", "\(page)", .badValue, expected: "a page that an index can have")
      }
      return request
    }

    private func order() throws(ParameterError) -> Sort {
      guard let sort else {
        return near.map { .distance(from: $0, descending: false) } ?? .by(.date, descending: true)
      }
      let descending = sort.hasPrefix("-")
      let name = descending ? String(sort.dropFirst()) : sort
      if let order = SortOrder(rawValue: name) { return .by(order, descending: descending) }
      guard name == "distance" else {
        throw ParameterError(
          "sort", sort, .badValue,
          expected: SortOrder.allCases.map(\.rawValue).joined(separator: ", ")
            + " or distance, with - for the reverse")
      }
      guard let near else {
        throw ParameterError(
          "sort", sort, .conflict, expected: "near=latitude,longitude with sort=distance")
      }
      return .distance(from: near, descending: descending)
    }

    private mutating func takeFacets(_ value: String, _ bad: (String) -> ParameterError)
      throws(ParameterError)
    {
      for name in Self.pieces(value) {
        if name == "price" {
          request.wantsPriceHistogram = true
        } else if let field = SearchParameters.facetFields.first(where: { $0.key == name }) {
          if !request.facets.contains(field) { request.facets.append(field) }
        } else {
          throw bad("names of " + SearchParameters.facetNames.joined(separator: ", "))
        }
      }
    }

    private func stored(
      _ field: Field, _ parameter: SearchParameter, _ value: String
    ) throws(ParameterError) -> Int64 {
      do throws(FieldNote) { return try field.stored(value) } catch {
        throw ParameterError(parameter.name, value, .badValue, expected: error.expected)
      }
    }

    /// The word that listings hold for a word of the request: `Residential` is `A`.
    static func canonical(_ text: String, _ field: Field) -> String {
      // No word of a type is longer.
      guard field == .propertyType, text.utf8.count <= 64 else { return text }
      return switch String(text.lowercased().unicodeScalars.filter { $0 != " " }) {
      case "residential": "A"
      case "residentiallease", "lease": "B"
      case "residentialincome", "income": "C"
      default: text
      }
    }

    static func trimmed(_ text: String) -> String { text.unicodeScalars[...].withoutBlanks }

    /// The parts between commas without the blanks around them; empty ones are left out.
    static func pieces(_ text: String) -> [String] {
      text.unicodeScalars.split(separator: ",").map(\.withoutBlanks)
    }

    private static func flag(_ text: String) -> Bool? {
      switch text.lowercased() {
      case "true", "yes", "1", "": true
      case "false", "no", "0": false
      default: nil
      }
    }

    static func boxes(_ text: String, _ bad: (String) -> ParameterError) throws(ParameterError)
      -> [Box]
    {
      let sides = numbers(text)
      guard sides.count == 4,
        let southWest = Coordinate(latitudeDegrees: sides[1], longitudeDegrees: sides[0]),
        let northEast = Coordinate(latitudeDegrees: sides[3], longitudeDegrees: sides[2]),
        sides[1] <= sides[3]
      else { throw bad("west,south,east,north in degrees, such as -116.6,33.7,-116.4,33.9") }
      return Box.spanning(
        west: southWest.longitude, south: southWest.latitude, east: northEast.longitude,
        north: northEast.latitude)
    }

    private static func numbers(_ text: String) -> [Double] {
      guard text.utf8.count <= 256 else { return [] }
      return text.unicodeScalars.split(separator: ",", omittingEmptySubsequences: false).map {
        Double($0.withoutBlanks) ?? .nan
      }
    }

    private static func position(
      _ text: String, _ bad: (String) -> ParameterError
    ) throws(ParameterError) -> Coordinate {
      let parts = numbers(text)
      guard parts.count == 2,
        let position = Coordinate(latitudeDegrees: parts[0], longitudeDegrees: parts[1])
      else {
        throw bad("latitude,longitude in degrees, such as 33.8303,-116.5453")
      }
      return position
    }
  }

  /// The fields that can be counted.
  static let facetFields: [Field] = [
    .city, .subdivision, .propertySubType, .beds, .propertyType, .standardStatus, .postalCode,
    .landType, .baths,
  ]

  /// The names that `facets` takes.
  package static let facetNames = facetFields.map(\.key) + ["price"]
}
