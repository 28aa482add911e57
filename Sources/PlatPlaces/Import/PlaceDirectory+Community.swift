extension PlaceDirectory {
  /// The places data on a city or subdivision of the listings; nil if there is none.
  public func record(of place: Place) -> PlaceRecord? {
    place.kind == .subdivision
      ? subdivision(named: place.name, city: place.city ?? "")
      : record(.city, id: place.id) ?? city(named: place.name, state: place.state)
  }

  /// The schools, associations or photos of a place in places data; those of a city include its
  /// subdivisions'.
  public func records(_ kind: PlaceKind, of place: Place) -> [PlaceRecord] {
    let all =
      place.kind == .subdivision && kind != .school
      ? self.all(kind, ofSubdivision: place.name, city: place.city ?? "")
      : self.all(kind, inCity: place.city ?? "")
    // A city of the same name in another state has its own records.
    return all.filter { $0.state == nil || place.state == nil || $0.state == place.state }
  }
}
