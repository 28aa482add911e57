internal import PlatCommon
internal import PlatListings
internal import PlatPlaces
public import PlatSearch

/// Exact places in searches: what the listings of an id have in common.
extension ListingsDatabase {
  /// What the listings of a place have in common; nil for an id that no place has.
  func conditions(ofPlace id: String, _ kind: PlaceKind) -> [ListingFilter.Condition]? {
    switch kind {
    case .city: community.city(id: id)?.conditions
    case .subdivision: community.subdivision(id: id)?.conditions
    default: nil
    }
  }

  /// The condition that a listing belongs to at least one of some places, and the ids that no place
  /// has.
  ///
  /// Places that differ in their names alone are one part of the condition, so that many of them
  /// cost little more than one.
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

  /// The id that is nearest to one that no place has.
  func nearestPlace(to id: String, _ kind: PlaceKind) -> String? {
    let places = kind == .city ? community.cities : community.subdivisions
    return NearName.nearest(to: id, among: places.map(\.id))
  }

  /// What of filters no listing has, for an answer that cannot carry it: a map's.
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

  /// What to say of texts that no listing has.
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

  /// A request gets no more warnings.
  private static let mostWarnings = 10
}

/// The name that was perhaps meant by a mistyped one.
enum NearName {
  /// Of more names the first ones are looked at.
  private static let mostNames = 5_000

  /// The name nearest to a text, or whose first words are: `Palm Springs` for `Plam`; of equally
  /// near ones the first.
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
