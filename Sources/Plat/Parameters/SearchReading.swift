internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSearch

/// The state of reading a search from its arguments.
struct SearchReading {
  var polygonLimits = Polygon.Limits()
  /// The listings in which places are looked up.
  let listings: ListingsDatabase?
  /// Looks up areas that `within` names.
  let areas: AreaLookup?
  /// Whether values are only checked: those that need listings are left out.
  var isCheck = false
  /// Whether `where` has a condition on the status, or names listings.
  var treeChoosesStatuses = false
  var request = SearchRequest()
  private var seen: Set<String> = []
  /// The values of the parameters that take several, in the order of the request.
  private var lists: [(parameter: SearchParameter, values: [SearchArgument])] = []
  private var bounds: [Bound] = []
  private var near: Coordinate?
  private var radius: (length: Length, text: String)?
  private var sort: String?
  private var page = 1

  /// One bound of a range, with the parameter that set it.
  private struct Bound {
    let field: Field
    let isLeast: Bool
    let value: Int64
    let parameter: SearchParameter
    let text: String

    /// Whether it is about the date listed, which is made of two fields.
    var isListedDate: Bool {
      parameter.effect == .listedSince || parameter.effect == .listedBefore
    }
  }

  init(polygonLimits: Polygon.Limits, listings: ListingsDatabase?, areas: AreaLookup?) {
    (self.polygonLimits, self.listings, self.areas) = (polygonLimits, listings, areas)
  }

  /// Takes a parameter with its value; one without a value is ignored.
  ///
  /// - Throws: ``ParameterError`` if the value is invalid, or is the second one of a parameter that
  ///   takes one.
  mutating func take(_ argument: SearchArgument) throws(ParameterError) {
    let parameter = argument.parameter
    let value = ValueText.uniform(argument.value, of: parameter.effect)
    if value.isEmpty { return }
    if parameter.takesSeveral {
      let own = SearchArgument(parameter, value, isElement: argument.isElement)
      if let place = lists.firstIndex(where: { $0.parameter.name == parameter.name }) {
        lists[place].values.append(own)
      } else {
        lists.append((parameter, [own]))
      }
      return
    }
    if parameter.effect != .facets, !seen.insert(parameter.name).inserted {
      throw ParameterError(parameter.name, value, .repeated, expected: "one value")
    }
    try takeOne(parameter, value)
  }

  private mutating func takeOne(_ parameter: SearchParameter, _ value: String)
    throws(ParameterError)
  {
    func bad(_ expected: String, nearest: String? = nil) -> ParameterError {
      ParameterError(parameter.name, value, .badValue, expected: expected, nearest: nearest)
    }
    func flag() throws(ParameterError) -> Bool {
      guard let flag = ValueText.flag(value) else { throw bad("true or false") }
      return flag
    }
    switch parameter.effect {
    case .atLeast, .atMost, .before, .listedSince, .listedBefore: try takeBound(parameter, value)
    case .pool: request.filter.conditions.append(.pool(try flag()))
    case .flag(let field):
      let isSet = ListingFilter.Condition.number(field, 1...1)
      request.filter.conditions.append(try flag() ? isSet : .not(ListingFilter([isSet])))
    case .listingFor:
      guard let wanted = ListingFor(rawValue: value.lowercased()) else {
        throw bad("sale or rent", nearest: ValueText.listingFor(near: value)?.rawValue)
      }
      request.filter.conditions.append(wanted.condition)
    case .bbox: request.region.boxes = try BoxText.boxes(value) { bad($0) }
    case .near: near = try BoxText.position(value) { bad($0) }
    case .radius:
      do throws(LengthError) { radius = (try Length(parsing: value), value) } catch {
        throw bad("a length with its unit, such as 1mi, 2km or 500m")
      }
    case .within:
      if let areas, let reference = AreaReference(value) {
        request.region.polygon = try areas.polygon(reference)
      } else {
        request.region.polygon = try SearchParameters.polygon(value, limits: polygonLimits)
      }
    case .tree: try takeTree(value)
    case .sort: sort = value
    case .page:
      guard let number = Int(value), number >= 1, number <= 1 << 31 else {
        throw bad("a whole number from 1 to \(1 << 31)")
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
    case .statistics: request.wantsStatistics = try flag()
    case .bounds: request.wantsBounds = try flag()
    case .explain: request.wantsExplanation = try flag()
    // Lists are read at the end, when all their values are known.
    case .oneOf, .noneOf, .contains, .place, .keys: break
    }
  }

  private mutating func takeFacets(_ value: String, _ bad: (String, String?) -> ParameterError)
    throws(ParameterError)
  {
    for name in ValueText.pieces(value) {
      if name == "price" {
        request.wantsPriceHistogram = true
      } else if let field = SearchParameters.facetFields.first(where: { $0.key == name }) {
        if !request.facets.contains(field) { request.facets.append(field) }
      } else {
        let names = SearchParameters.facetNames
        throw bad(
          "names of " + names.joined(separator: ", "), Spelling.nearest(to: name, among: names))
      }
    }
  }

  // MARK: Ranges

  private mutating func takeBound(_ parameter: SearchParameter, _ text: String)
    throws(ParameterError)
  {
    func stored(_ field: Field) throws(ParameterError) -> Int64 {
      do throws(FieldNote) { return try field.stored(text) } catch {
        throw ParameterError(parameter.name, text, .badValue, expected: error.expected)
      }
    }
    func add(_ field: Field, isLeast: Bool, _ value: Int64) {
      bounds.append(
        Bound(field: field, isLeast: isLeast, value: value, parameter: parameter, text: text))
    }
    switch parameter.effect {
    case .atLeast(let field): add(field, isLeast: true, try stored(field))
    case .atMost(let field): add(field, isLeast: false, try stored(field))
    // Dates are whole seconds.
    case .before(let field): add(field, isLeast: false, try stored(field) - 1)
    case .listedSince: add(.onMarketDate, isLeast: true, try stored(.onMarketDate))
    case .listedBefore: add(.onMarketDate, isLeast: false, try stored(.onMarketDate) - 1)
    default: break
    }
  }

  /// Adds the conditions of the ranges.
  ///
  /// - Throws: ``ParameterError`` if the least value of a field is above its greatest.
  private mutating func addBounds() throws(ParameterError) {
    for bound in bounds {
      let crossed = bounds.first {
        $0.field == bound.field && $0.isListedDate == bound.isListedDate && !$0.isLeast
          && bound.isLeast && $0.value < bound.value
      }
      if let crossed {
        let most = crossed.parameter.excludesItsValue ? "earlier than" : "no more than"
        throw ParameterError(
          bound.parameter.name, bound.text, .badValue,
          expected: "\(most) \(crossed.parameter.name), which is \"\(crossed.text)\"")
      }
      let (least, greatest) =
        bound.isLeast
        ? (bound.value, Int64.max)
        : (Listing.missing + 1, max(bound.value, Listing.missing + 1))
      request.filter.conditions.append(
        bound.isListedDate
          ? .listed(least...greatest) : .number(bound.field, least...greatest))
    }
  }

  // MARK: The end

  /// Adds the conditions of ranges and lists.
  ///
  /// - Returns: Whether a list determines which statuses match.
  mutating func addConditions() throws(ParameterError) -> Bool {
    try addBounds()
    var namesListings = false
    for list in lists {
      namesListings = try add(list.parameter, list.values) || namesListings
    }
    return namesListings
  }

  /// Completes the request.
  ///
  /// - Throws: ``ParameterError`` for a list with an invalid value, and for parameters that
  ///   contradict each other.
  mutating func finish() throws(ParameterError) -> SearchRequest {
    if try addConditions() || treeChoosesStatuses {
      request.statuses = nil
    } else {
      request.filter.conditions.append(.equals(.standardStatus, SearchRequest.defaultStatuses))
    }
    if let radius {
      guard let near else {
        throw ParameterError(
          "radius", radius.text, .conflict, expected: "near=latitude,longitude with it")
      }
      do throws(CircleError) {
        request.region.circle = try Circle(center: near, radiusMeters: radius.length.meters)
      } catch {
        throw ParameterError(
          "radius", radius.text, .badValue,
          expected: "a length from 0m to \(Int(Circle.greatestRadius / 1_000))km")
      }
    }
    request.sort = try order()
    guard request.cursor == nil || !seen.contains("page") else {
      throw ParameterError("cursor", "", .conflict, expected: "either cursor or page")
    }
    request.offset = (page - 1) * request.limit
    guard request.offset <= IndexLayout.rowLimit else {
      throw ParameterError(
        "page", "\(page)", .badValue,
        expected: "a page within the \(IndexLayout.rowLimit) listings that an index can have")
    }
    return request
  }

  private func order() throws(ParameterError) -> Sort {
    guard let sort else {
      return near.map { .distance(from: $0, descending: false) } ?? .by(.date, descending: true)
    }
    return try Self.order(sort, near: near)
  }

  /// The order of a name, with a leading `-` for the reverse.
  static func order(_ sort: String, near: Coordinate?) throws(ParameterError) -> Sort {
    let descending = sort.hasPrefix("-")
    let name = descending ? String(sort.dropFirst()) : sort
    if let order = SortOrder(rawValue: name) { return .by(order, descending: descending) }
    guard name == "distance" else {
      let nearest = Spelling.nearest(to: name, among: SearchParameters.sortNames)
      throw ParameterError(
        "sort", sort, .badValue,
        expected: SearchParameters.sortNames.joined(separator: ", ") + ", with - for the reverse",
        nearest: nearest.map { (descending ? "-" : "") + $0 })
    }
    guard let near else {
      throw ParameterError(
        "sort", sort, .conflict, expected: "near=latitude,longitude with sort=distance")
    }
    return .distance(from: near, descending: descending)
  }
}
