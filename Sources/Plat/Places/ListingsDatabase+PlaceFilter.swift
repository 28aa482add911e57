internal import PlatCommon
internal import PlatListings
internal import PlatPlaces
public import PlatSearch

/// Exact places in searches, as conditions on listings.
extension ListingsDatabase {
  /// The conditions that the listings of a place meet; nil for an unknown id.
  func conditions(ofPlace id: String, _ kind: PlaceKind) -> [ListingFilter.Condition]? {
    switch kind {
    case .city: community.city(id: id)?.conditions
    case .subdivision: community.subdivision(id: id)?.conditions
    default: nil
    }
  }

  /// The condition that a listing belongs to at least one of several places, and the unknown ids.
  ///
  /// Places that differ only in their names share one part of the condition, so many of them cost
  /// little more than one.
  func condition(ofPlaces ids: [String], _ kind: PlaceKind)
    -> (condition: ListingFilter.Condition, unknown: [String])
  {
    var parts: [(names: [String], rest: [ListingFilter.Condition])] = []
    var unknown: [String] = []
    for id in ids {
      guard let conditions = conditions(ofPlace: id, kind),
        case .equals(_, let names) = conditions.first
      else {
        unknown.append(id)
        continue
      }
      let rest = Array(conditions.dropFirst())
      if let place = parts.firstIndex(where: { $0.rest == rest }) {
        parts[place].names += names
      } else {
        parts.append((names, rest))
      }
    }
    let field: Field = kind == .city ? .city : .subdivision
    if parts.count == 1, let only = parts.first, only.rest.isEmpty {
      return (.equals(field, only.names), unknown)
    }
    let filters = parts.map { ListingFilter([.equals(field, $0.names)] + $0.rest) }
    return (.place(field, filters), unknown)
  }

  /// The known id nearest to an unknown one.
  func nearestPlace(to id: String, _ kind: PlaceKind) -> String? {
    let places = kind == .city ? community.cities : community.subdivisions
    return NearName.nearest(to: id, among: places.map(\.id))
  }

  /// Warnings about filter values that no listing has, for an answer that cannot carry them: a
  /// map's.
  ///
  /// - Throws: ``PlatError/parameter(_:)`` for the first invalid parameter.
  public func warnings(of parameters: [(name: String, value: String)]) throws(PlatError)
    -> [SearchWarning]
  {
    var request = try part { () throws(ParameterError) in
      try SearchParameters.request(parameters, in: self)
    }
    request.limit = 0
    return try search(request).warnings
  }

  /// Makes warnings about texts that no listing has.
  func warnings(about unknown: [(field: Field, text: String)]) throws(PlatError) -> [SearchWarning]
  {
    var warnings: [SearchWarning] = []
    for (field, text) in unknown where field.closedWords == nil && field != .stateOrProvince {
      let parameter = SearchParameter.all.first { parameter in
        switch parameter.effect {
        case .oneOf(field), .contains(field): true
        default: false
        }
      }
      guard let parameter, warnings.count < Self.mostWarnings else { continue }
      var names = SearchRequest(filter: scoped(ListingFilter()), limit: 0)
      names.facets = [field]
      let counting = names
      let counts = try part { () throws(SearchError) in try searcher.search(counting).facets }
      warnings.append(
        SearchWarning(
          parameter: parameter.name, value: text.shortened(),
          nearest: NearName.nearest(to: text, among: counts.first?.entries.map(\.value) ?? [])))
    }
    return warnings
  }

  /// The greatest number of warnings of a request.
  private static let mostWarnings = 10
}

/// Finds the likely name for a mistyped one.
enum NearName {
  /// The greatest number of names compared.
  private static let mostNames = 5_000

  /// The first of the names nearest to a text, or whose first words are: `Palm Springs` for `Plam`.
  static func nearest(to text: String, among names: [String]) -> String? {
    let words = text.split(separator: " ").count
    let length = text.unicodeScalars.count
    let most = max(2, length / 3)
    var starts: [String: String] = [:]
    var candidates: [String] = []
    for name in names.prefix(mostNames) {
      let start = name.split(separator: " ").prefix(max(words, 1)).joined(separator: " ")
      for candidate in start == name ? [name] : [name, start] {
        guard abs(candidate.unicodeScalars.count - length) <= most, starts[candidate] == nil
        else { continue }
        starts[candidate] = name
        candidates.append(candidate)
      }
    }
    return Spelling.nearest(to: text, among: candidates).flatMap { starts[$0] }
  }
}
