internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

/// One search for an address among the rows of an index.
///
/// Each reading of the text leads to streets, and each street to rows. A row with the number is the
/// house; otherwise the position is interpolated from the next lower and higher numbers on the same
/// street.
struct AddressSearch {
  private let streets: StreetIndex
  private let index: ListingIndex
  private var houses: [Key: House] = [:]
  private var nearby: [Key: Nearby] = [:]
  /// The street of the last row; usually the next row is in the same one.
  private var last: (key: Key, near: Nearby)?

  /// The number of sampled rows of a street if neither city nor number is known.
  private static let sample = 256

  /// The number of rows between two checks of the limit.
  private static let window = 2048

  /// A street in a city.
  private struct Key: Hashable {
    let street: Int
    let city: UInt64
  }

  /// The listings with the address.
  private struct House {
    var cost: Double
    var edits: Int
    var rows: [Int]
  }

  /// The rows of the street with the nearest numbers.
  private struct Nearby {
    var cost: Double
    var edits: Int
    var below: (number: Int32, row: Int)?
    var above: (number: Int32, row: Int)?
    var rows = 0
    var longitudes = 0.0
    var latitudes = 0.0
    var box = Box.empty
    var firstRow: Int
  }

  init(_ streets: StreetIndex) {
    self.streets = streets
    index = streets.index
  }

  /// The matches of a text's readings.
  ///
  /// - Parameter wantsStreets: Whether streets without a house are valid answers.
  mutating func matches(
    _ readings: [AddressReading], wantsStreets: Bool, limit: Int
  ) throws(WorkEnded) -> [PlaceMatch] {
    let ending = WorkLimit.current
    for allowsErrors in [false, true] {
      for reading in readings {
        // Streets all over the market with one name: two of the same spelling are enough to offer.
        try ending?.check()
        let isSomewhere = reading.number == nil && reading.city == nil && reading.postalCode == nil
        if isSomewhere, allowsErrors, reading.street.suffix == 0 { continue }
        for find in streets.table.streets(
          like: reading.street, allowsErrors: allowsErrors, limit: isSomewhere ? 2 : 6)
        {
          try look(reading, find)
        }
      }
      // With an exact street and number, search no further.
      if !houses.isEmpty || (readings.allSatisfy { $0.number == nil } && !nearby.isEmpty) { break }
    }
    guard let reading = readings.first else { return [] }
    return AddressRanking(self).ranked(reading, wantsStreets: wantsStreets, limit: limit)
  }

  private mutating func look(_ reading: AddressReading, _ find: StreetTable.Find) throws(WorkEnded)
  {
    defer {
      if let last { nearby[last.key] = last.near }
      last = nil
    }
    let cityCodes = reading.city.map { streets.codes(ofCity: $0.name) } ?? []
    let postalCodes = reading.postalCode.map { streets.codes(ofPostalCode: $0) } ?? []
    let isPlaced = reading.city != nil || reading.postalCode != nil
    let numberCode = reading.number.flatMap { streets.code(ofNumber: $0) }
    let wanted = reading.number.map { StreetIndex.value(of: $0) }
    let rows = streets.rows(of: find.number)
    // A street without a known city or number is represented by some of its rows.
    let step = isPlaced || reading.number != nil ? 1 : max(1, rows.count / Self.sample)
    let window = WorkLimit.window(Self.window)
    let ending = rows.count > window ? WorkLimit.current : nil
    for place in stride(from: rows.startIndex, to: rows.endIndex, by: step) {
      if (place - rows.startIndex) % window == window - 1 { try ending?.check() }
      let row = Int(rows[place])
      let number = streets.numbers?.column.stored(row) ?? 0
      let isHouse = numberCode != nil && number == numberCode
      let city = streets.cities?.column.stored(row) ?? 0
      if isPlaced {
        let isInCity = cityCodes.contains(city)
        if !isInCity,
          postalCodes.isEmpty || !postalCodes.contains(streets.postals?.column.stored(row) ?? 0)
        {
          continue
        }
      } else if !isHouse, reading.number != nil {
        continue
      }
      var cost =
        find.cost + reading.cityCost
        + streets.cost(of: reading.street, street: find.number, row: row)
      if reading.city != nil, !cityCodes.contains(city) { cost += 3 }
      if let code = reading.postalCode,
        !postalCodes.contains(streets.postals?.column.stored(row) ?? 0)
      {
        cost += code.isEmpty ? 0 : 2
      }
      if reading.hasUnknownCity { cost += 2 }
      let key = Key(street: find.number, city: city)
      if isHouse { add(house: row, key, cost, find.edits) }
      add(nearby: row, key, cost, find.edits, wanted: wanted)
    }
  }

  private mutating func add(house row: Int, _ key: Key, _ cost: Double, _ edits: Int) {
    if var known = houses[key] {
      if cost < known.cost - 0.01 {
        known = House(cost: cost, edits: edits, rows: [row])
      } else if cost <= known.cost + 0.01, known.rows.count < 256, !known.rows.contains(row) {
        known.rows.append(row)
      }
      houses[key] = known
    } else {
      houses[key] = House(cost: cost, edits: edits, rows: [row])
    }
  }

  /// Records a row of a street whose number differs from the wanted one.
  private mutating func add(
    nearby row: Int, _ key: Key, _ cost: Double, _ edits: Int, wanted: Int32?
  ) {
    guard let position = index.position(row) else { return }
    if key != last?.key {
      if let last { nearby[last.key] = last.near }
      last = (key, nearby[key] ?? Nearby(cost: cost, edits: edits, firstRow: row))
    }
    guard var near = last?.near else { return }
    // The same name with another suffix is another street.
    if cost > near.cost + 1 { return }
    if cost < near.cost - 1 { near = Nearby(cost: cost, edits: edits, firstRow: row) }
    near.cost = min(near.cost, cost)
    near.rows += 1
    near.longitudes += Double(position.longitude)
    near.latitudes += Double(position.latitude)
    near.box.expand(position)
    if let wanted, let number = streets.value(ofNumber: row) {
      if number <= wanted, number > near.below?.number ?? -1 { near.below = (number, row) }
      if number >= wanted, number < near.above?.number ?? .max { near.above = (number, row) }
    }
    last = (key, near)
  }
}

/// Turns the results of an address search into matches with confidences.
private struct AddressRanking {
  private struct Candidate {
    var score: Double
    var ceiling: Double
    var match: PlaceMatch
  }

  private let search: AddressSearch

  init(_ search: AddressSearch) { self.search = search }

  func ranked(_ reading: AddressReading, wantsStreets: Bool, limit: Int) -> [PlaceMatch] {
    var candidates = search.houseMatches(reading).map {
      Candidate(score: -$0.cost, ceiling: 1, match: $0.match)
    }
    // A house that should be on the exact street is more likely than a known house on a street with
    // a similar name.
    let found = Set(candidates.map { $0.match.place.name + "," + ($0.match.place.city ?? "") })
    candidates += search.nearbyMatches(reading, wantsStreets: wantsStreets).compactMap {
      let isKnown = found.contains($0.match.place.name + "," + ($0.match.place.city ?? ""))
      return isKnown ? nil : Candidate(score: -$0.cost, ceiling: $0.ceiling, match: $0.match)
    }
    // The likelihood that an unknown address looks like a known one; it is lower if the city
    // matches, too.
    let isPlaced = reading.city != nil || reading.postalCode != nil
    let unknown = isPlaced ? -17.0 : -12.0
    let greatest = max(candidates.map(\.score).max() ?? unknown, unknown)
    // A part of the text that the index does not know prevents certainty.
    let doubt = reading.hasUnknownCity ? 0.5 : 1
    let total = candidates.reduce(exp(unknown - greatest)) { $0 + exp($1.score - greatest) }
    var matches = candidates.map { candidate in
      var match = candidate.match
      match.confidence = exp(candidate.score - greatest) / total * candidate.ceiling * doubt
      if let state = reading.state, let own = match.place.state, state != own {
        match.confidence *= 0.25
      }
      return match
    }
    matches.sort {
      ($0.confidence, $1.place.name, $1.place.city ?? "") > (
        $1.confidence, $0.place.name, $0.place.city ?? ""
      )
    }
    return Array(matches.filter { $0.confidence >= 0.0005 }.prefix(max(limit, 0)))
  }
}

extension AddressSearch {
  /// The houses with the number, and the cost of each.
  fileprivate func houseMatches(_ reading: AddressReading) -> [(cost: Double, match: PlaceMatch)] {
    houses.map { key, house in
      let row = best(of: house.rows, unit: reading.unit)
      let name =
        reading.unit != nil
        ? index.streetAddress(row)
        : index.text(ListingIndex.streetFields, row)
      let place = Place(
        .address, name, at: row, in: index, coordinate: index.position(row),
        listings: house.rows.count)
      let reason: PlaceMatch.Reason = house.edits > 0 ? .misspelling(edits: house.edits) : .listing
      return (
        house.cost,
        PlaceMatch(place, confidence: 0, reason: reason, listingKey: index.keys.string(at: row))
      )
    }
  }

  /// The row that represents a house: the requested unit first, then Active listings, then the
  /// newest.
  private func best(of rows: [Int], unit: String?) -> Int {
    func rank(_ row: Int) -> (Int, Int, Int64, Int) {
      let own = index.text(.unitNumber, row)?.lowercased().filter { $0.isLetter || $0.isNumber }
      let isUnit = unit == nil ? own == nil : own == unit
      return (
        isUnit ? 1 : 0, index.text(.standardStatus, row) == "Active" ? 1 : 0,
        index.listedDate.value(row) ?? .min, -row
      )
    }
    return rows.max { rank($0) < rank($1) } ?? 0
  }

  /// The positions of a house interpolated from its street's numbers, or the street itself.
  fileprivate func nearbyMatches(
    _ reading: AddressReading, wantsStreets: Bool
  ) -> [(cost: Double, ceiling: Double, match: PlaceMatch)] {
    nearby.compactMap { key, near in
      guard reading.number != nil || wantsStreets else { return nil }
      let street = index.text(Array(ListingIndex.streetFields.dropFirst()), near.firstRow)
      var place = Place(
        reading.number == nil ? .street : .address, street, at: near.firstRow, in: index,
        coordinate: Coordinate(
          longitude: Int32((near.longitudes / Double(near.rows)).rounded()),
          latitude: Int32((near.latitudes / Double(near.rows)).rounded())), box: near.box,
        listings: near.rows)
      guard let number = reading.number else {
        let reason: PlaceMatch.Reason = near.edits > 0 ? .misspelling(edits: near.edits) : .name
        return (near.cost, 1, PlaceMatch(place, confidence: 0, reason: reason))
      }
      place.name = number + " " + street
      let wanted = StreetIndex.value(of: number)
      if let below = near.below, let above = near.above,
        let between = between(below, above, wanted),
        above.number - below.number <= 400
      {
        place.coordinate = between
        return (
          near.cost + 3, above.number - below.number <= 60 ? 0.85 : 0.7,
          PlaceMatch(place, confidence: 0, reason: .interpolated)
        )
      }
      if let nearest = [near.below, near.above].compactMap(\.self).min(by: {
        abs($0.number - wanted) < abs($1.number - wanted)
      }), abs(nearest.number - wanted) <= 200 {
        place.coordinate = index.position(nearest.row) ?? place.coordinate
        return (near.cost + 4, 0.6, PlaceMatch(place, confidence: 0, reason: .interpolated))
      }
      return (near.cost + 5, 0.5, PlaceMatch(place, confidence: 0, reason: .street))
    }
  }

  /// The position of a number between two houses.
  private func between(
    _ below: (number: Int32, row: Int), _ above: (number: Int32, row: Int), _ wanted: Int32
  ) -> Coordinate? {
    guard let low = index.position(below.row), let high = index.position(above.row) else {
      return nil
    }
    let span = Double(above.number) - Double(below.number)
    let share = span > 0 ? (Double(wanted) - Double(below.number)) / span : 0
    func mix(_ a: Int32, _ b: Int32) -> Int32 {
      Int32((Double(a) + (Double(b) - Double(a)) * share).rounded())
    }
    return Coordinate(
      longitude: mix(low.longitude, high.longitude), latitude: mix(low.latitude, high.latitude))
  }
}

extension Place {
  /// A home or a street in the city and state of a listing.
  init(
    _ kind: PlaceKind, _ name: String, at row: Int, in index: ListingIndex,
    coordinate: Coordinate?, box: Box? = nil, listings: Int
  ) {
    self.init(
      kind, name, cities: [index.text(.city, row) ?? ""].filter { !$0.isEmpty },
      state: index.text(.stateOrProvince, row).flatMap { States.code($0) },
      coordinate: coordinate, box: box, listings: listings)
  }
}
