internal import PlatCommon
public import PlatGeometry
internal import PlatPlaces
internal import PlatStore

/// Finds the polygons of areas that requests name.
public struct AreaLookup: Sendable {
  private let store: AreaStore
  private let listings: ListingsDatabase

  /// Searches the areas of a store and the places of an index.
  public init(_ store: AreaStore, placesOf listings: ListingsDatabase) {
    (self.store, self.listings) = (store, listings)
  }

  /// Searches the index directory of a database.
  public init(_ listings: ListingsDatabase) {
    self.init(AreaStore(directory: listings.path), placesOf: listings)
  }

  /// The polygon of an area.
  ///
  /// - Throws: ``ParameterError`` about `within` if there is no such polygon.
  /// - Complexity: O(1) for a recently used area; otherwise the area is read from disk and checked,
  ///   some 50 ms for 10,000 corners.
  public func polygon(_ reference: AreaReference) throws(ParameterError) -> Polygon {
    switch reference {
    case .area(let name):
      guard AreaStore.isName(name) else {
        throw ParameterError(
          "within", name, .badValue, expected: "the name that POST /api/areas gave an area")
      }
      if let polygon = try Self.reading({ () throws(PlatError) in try store.polygon(named: name) })
      {
        return polygon
      }
      throw ParameterError(
        "within", name, .gone, expected: "its polygon again: send it to POST /api/areas")
    case .place(let id):
      let polygon = try Self.reading { () throws(PlatError) in
        try listings.boundary(ofPlace: id)
      }
      guard let polygon else {
        throw ParameterError(
          "within", "place:" + id, .notFound,
          expected: "place: and the id of a city, subdivision or other place with a boundary")
      }
      return polygon
    }
  }

  /// Whether the polygon of an area is in memory.
  package func keeps(_ reference: AreaReference) -> Bool {
    switch reference {
    case .area(let name): store.keeps(name)
    case .place(let id): listings.keepsBoundary(ofPlace: id)
    }
  }

  private static func reading(_ read: () throws(PlatError) -> Polygon?) throws(ParameterError)
    -> Polygon?
  {
    do throws(PlatError) { return try read() } catch {
      throw ParameterError("within", "", .unavailable, expected: "a store that can be read")
    }
  }
}

extension ListingsDatabase {
  /// The boundary of the place with an id; nil if no place with that id has one.
  ///
  /// - Throws: ``PlatError/records(_:)`` if places data cannot be read.
  /// - Complexity: O(1) for a recently used place.
  func boundary(ofPlace id: String) throws(PlatError) -> Polygon? {
    let kept = files.value { PlaceBoundaries() }
    if let polygon = kept.value(id) { return polygon }
    guard let record = try record(ofPlace: id) else { return nil }
    let places = try places()
    let polygon = try part { () throws(StoreError) in try places.polygon(of: record) }
    guard let polygon else { return nil }
    kept.keep(polygon, id)
    return polygon
  }

  /// Whether the boundary of a place is in memory.
  func keepsBoundary(ofPlace id: String) -> Bool {
    files.known(PlaceBoundaries.self)?.value(id) != nil
  }

  /// The record of the place with an id: first a city or subdivision that listings name, then any
  /// record with a boundary.
  private func record(ofPlace id: String) throws(PlatError) -> PlaceRecord? {
    guard id.utf8.count <= 200 else { return nil }
    let places = try places()
    if places.isEmpty { return nil }
    if let place = community.city(id: id) ?? community.subdivision(id: id),
      let record = places.record(of: place), record.hasBoundary
    {
      return record
    }
    return PlaceKind.allCases.lazy.compactMap { places.record($0, id: id) }
      .first { $0.hasBoundary }
  }
}
