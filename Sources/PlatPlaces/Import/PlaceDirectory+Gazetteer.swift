internal import PlatGeometry

extension PlaceDirectory {
  /// Adds places data to the places of the listings: population, other names, boxes; and places
  /// without listings.
  ///
  /// A city that is only in places data is added as well, so that its name is not taken for a
  /// misspelling of another.
  func add(to places: inout [Place]) {
    var numbers: [String: [Int]] = [:]
    for (number, place) in places.enumerated() {
      numbers[place.kind.rawValue + "/" + PlaceSlug.make(place.name), default: []].append(number)
    }
    for record in records {
      let kind = record.kind
      if kind == .school || kind == .hoa || kind == .photo { continue }
      let known = numbers[kind.rawValue + "/" + PlaceSlug.make(record.name)] ?? []
      let same = known.filter { number in
        let place = places[number]
        if let state = record.state, let own = place.state, own != state { return false }
        guard kind == .subdivision, let city = record.city else { return true }
        return place.city.map { PlaceSlug.make($0) } == PlaceSlug.make(city)
      }
      for number in same {
        places[number].population = max(places[number].population, record.population ?? 0)
        if kind == .region {
          places[number].aliases = record.aliases
        } else {
          places[number].otherNames = Self.usable(record.aliases)
        }
        if places[number].state == nil { places[number].state = record.state }
        if let box = record.box { places[number].box = box }
        if places[number].coordinate == nil { places[number].coordinate = record.coordinate }
      }
      guard same.isEmpty else { continue }
      places.append(
        Place(
          kind, record.name, aliases: kind == .region ? record.aliases : [],
          otherNames: kind == .region ? [] : Self.usable(record.aliases),
          cities: kind == .region ? record.cities : record.city.map { [$0] } ?? [],
          state: record.state,
          coordinate: record.coordinate ?? record.box?.middle, box: record.box,
          population: record.population ?? 0))
    }
  }

  /// Other names that are distinguishable: those with three letters or more.
  private static func usable(_ aliases: [String]) -> [String] {
    aliases.filter { $0.utf8.count >= 3 && $0.utf8.first.map { $0 < 0x80 } ?? false }
  }
}

extension Box {
  /// The middle of a box that does not cross the antimeridian.
  var middle: Coordinate? {
    guard !isEmpty else { return nil }
    return Coordinate(
      longitude: Int32((Int64(west) + Int64(east)) / 2),
      latitude: Int32((Int64(south) + Int64(north)) / 2))
  }
}

extension Gazetteer {
  /// The names of a census's cities, subdivisions and postal codes, of places data, and of regions.
  ///
  /// - Complexity: O(names log names).
  package convenience init(of census: PlaceCensus, _ directory: PlaceDirectory?) {
    var places = census.names()
    directory?.add(to: &places)
    Regions.add(to: &places)
    self.init(places)
  }
}
