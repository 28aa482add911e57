extension PlaceDirectory {
  /// What places data says of a city or subdivision that listings name; nil where it says nothing.
  public func record(of place: CommunityPlace) -> PlaceRecord? {
    switch place.kind {
    case .city:
      record(.city, id: place.id) ?? city(named: place.name, state: Self.letters(place.state))
    case .subdivision: subdivision(named: place.name, city: place.city)
    }
  }

  /// The schools, associations or photos that places data has of a place; those of a city with its
  /// subdivisions'.
  public func records(_ kind: PlaceRecord.Kind, of place: CommunityPlace) -> [PlaceRecord] {
    let all =
      place.kind == .subdivision && kind != .school
      ? self.all(kind, ofSubdivision: place.name, city: place.city)
      : self.all(kind, inCity: place.city)
    // A city of the same name in another state has its own.
    let state = Self.letters(place.state)
    return all.filter { $0.state == nil || state == nil || $0.state == state }
  }

  private static func letters(_ state: String?) -> String? { state.flatMap { States.code($0) } }
}
