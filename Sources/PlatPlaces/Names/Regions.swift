internal import PlatGeometry

/// Southern California's common names for groups of cities, for indexes with such cities.
///
/// A region is used, with those of its cities that have listings in the index, if there are two or
/// more. A region in places data with the same name replaces it.
enum Regions {
  private static let known: [(name: String, aliases: [String], cities: [String])] = [
    (
      "Coachella Valley",
      [
        "the valley", "the desert", "low desert", "desert cities", "palm springs area",
        "greater palm springs",
        "the coachella valley",
      ],
      [
        "Palm Springs", "Palm Desert", "Indio", "La Quinta", "Cathedral City", "Rancho Mirage",
        "Desert Hot Springs",
        "Coachella", "Indian Wells", "Bermuda Dunes", "Thousand Palms", "Sky Valley", "Thermal",
        "Mecca",
      ]
    ),
    (
      "San Fernando Valley", ["the valley", "sfv"],
      [
        "Van Nuys", "North Hollywood", "Sherman Oaks", "Encino", "Tarzana", "Reseda", "Northridge",
        "Woodland Hills",
        "Canoga Park", "Burbank", "Granada Hills", "Chatsworth", "Studio City", "Panorama City",
        "Sun Valley", "Sylmar",
        "Pacoima", "San Fernando", "Winnetka", "West Hills", "Mission Hills", "Arleta",
        "Valley Village",
      ]
    ),
    (
      "High Desert", ["the high desert"],
      [
        "Yucca Valley", "Joshua Tree", "Twentynine Palms", "Morongo Valley", "Victorville",
        "Hesperia", "Apple Valley",
        "Adelanto", "Pioneertown", "Landers",
      ]
    ),
    (
      "Inland Empire", ["ie", "the ie", "the inland empire"],
      [
        "Riverside", "San Bernardino", "Ontario", "Rancho Cucamonga", "Fontana", "Moreno Valley",
        "Corona", "Rialto",
        "Redlands", "Upland", "Chino", "Colton", "Highland", "Eastvale", "Jurupa Valley", "Menifee",
        "Murrieta",
        "Temecula",
        "Perris", "Hemet", "Loma Linda", "Yucaipa", "Beaumont", "Banning",
      ]
    ),
    (
      "Orange County", ["oc", "the oc"],
      [
        "Anaheim", "Santa Ana", "Irvine", "Huntington Beach", "Garden Grove", "Orange", "Fullerton",
        "Costa Mesa",
        "Newport Beach", "Mission Viejo", "Tustin", "Yorba Linda", "Lake Forest", "Laguna Niguel",
        "San Clemente",
        "Laguna Beach", "Dana Point", "Aliso Viejo", "Buena Park", "Westminster", "Brea",
        "La Habra", "Placentia",
      ]
    ),
    (
      "South Bay", ["the south bay"],
      [
        "Torrance", "Redondo Beach", "Hermosa Beach", "Manhattan Beach", "El Segundo",
        "Palos Verdes Estates",
        "Rancho Palos Verdes", "Gardena", "Carson", "Hawthorne", "Lomita", "Lawndale",
      ]
    ),
    (
      "San Gabriel Valley", ["sgv", "the sgv"],
      [
        "Pasadena", "Alhambra", "Arcadia", "San Gabriel", "Monterey Park", "Rosemead",
        "Temple City", "Monrovia",
        "West Covina", "Covina", "Azusa", "Glendora", "San Marino", "South Pasadena", "El Monte",
        "Duarte",
        "Sierra Madre",
      ]
    ),
    (
      "Conejo Valley", ["the conejo"],
      ["Thousand Oaks", "Westlake Village", "Agoura Hills", "Newbury Park", "Oak Park"]
    ),
    (
      "Antelope Valley", ["av"],
      ["Lancaster", "Palmdale", "Quartz Hill", "Rosamond", "Littlerock", "Acton"]
    ),
    (
      "Santa Clarita Valley", ["scv"],
      ["Santa Clarita", "Valencia", "Saugus", "Newhall", "Canyon Country", "Castaic"]
    ),
    ("Temecula Valley", ["wine country"], ["Temecula", "Murrieta", "Wildomar", "Menifee"]),
    (
      "North County San Diego", ["north county", "san diego north county"],
      [
        "Oceanside", "Carlsbad", "Encinitas", "Escondido", "San Marcos", "Vista", "Solana Beach",
        "Del Mar",
        "Fallbrook",
        "Poway",
      ]
    ),
  ]

  /// Adds the regions formed by the places' cities, and completes the regions of places data.
  static func add(to places: inout [Place]) {
    var cities: [String: Int] = [:]
    var regions: Set<String> = []
    for (number, place) in places.enumerated() {
      if place.kind == .city, place.listings > 0 { cities[PlaceSlug.make(place.name)] = number }
      if place.kind == .region { regions.insert(PlaceSlug.make(place.name)) }
    }
    func fill(_ region: inout Place) -> Bool {
      let held = region.cities.compactMap { cities[PlaceSlug.make($0)] }.map { places[$0] }
      guard !held.isEmpty else { return false }
      let sorted = held.sorted { $0.listings > $1.listings }
      region.cities = sorted.map(\.name)
      region.listings = held.reduce(0) { $0 + $1.listings }
      region.state = region.state ?? sorted.first?.state
      var box = region.box ?? .empty
      for city in held {
        guard let own = city.box else { continue }
        box.expand(Coordinate(longitude: own.west, latitude: own.south))
        box.expand(Coordinate(longitude: own.east, latitude: own.north))
      }
      region.box = box.isEmpty ? nil : box
      region.coordinate = region.coordinate ?? sorted.first?.coordinate
      return true
    }
    for number in places.indices where places[number].kind == .region {
      var region = places[number]
      if fill(&region) { places[number] = region }
    }
    for entry in known where !regions.contains(PlaceSlug.make(entry.name)) {
      var region = Place(.region, entry.name, aliases: entry.aliases, cities: entry.cities)
      if fill(&region), region.cities.count > 1 { places.append(region) }
    }
  }
}
