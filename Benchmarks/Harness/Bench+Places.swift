import Plat
import PlatListings
import PlatPlaces

extension Bench {
  /// Looks up texts about places: names with typos, phrases, zip codes, addresses.
  func places(_ count: Int, _ database: ListingsDatabase) throws {
    let work = "match_location"
    guard wants(work) else { return }
    var misspeller = Misspeller(seed: options.seed)
    let began = Timing.threadTime()
    database.prepareLocations()
    let made = Double(Timing.threadTime() - began) / 1e6
    let places = database.gazetteer.places
    let cities = places.filter { $0.kind == .city }
    let parts = places.filter { $0.kind == .subdivision }
    let codes = places.filter { $0.kind == .postalCode }
    guard !cities.isEmpty, !parts.isEmpty, !codes.isEmpty, count > 0 else { return }
    var names: [String] = []
    var addresses: [String] = []
    for number in 0..<400 {
      let city = cities[misspeller.below(cities.count)].name
      let part = parts[misspeller.below(parts.count)]
      switch number % 5 {
      case 0: names.append(misspeller.misspelled(city, errors: 1))
      case 1: names.append("near downtown " + misspeller.misspelled(city, errors: 2))
      case 2: names.append(misspeller.misspelled(part.name, errors: 1) + " in " + (part.city ?? ""))
      case 3: names.append(codes[misspeller.below(codes.count)].name)
      default: names.append(misspeller.misspelled(part.name, errors: 2))
      }
      guard let listing = database.listing(ordinal: misspeller.below(count)),
        let name = listing.text(.streetName)
      else {
        continue
      }
      let street =
        misspeller.misspelled(name, errors: number % 3) + " " + (listing.text(.streetSuffix) ?? "")
      addresses.append(
        "\(listing.text(.streetNumber) ?? "1") \(street), \(listing.text(.city) ?? "") CA")
    }
    try measure(work, count, names.count, "300 µs", beside: [("prepareMs", made)]) {
      UInt64(try database.match(location: names[$0]).matches.count)
    }
    try measure(work + ", addresses", count, addresses.count, "300 µs") {
      UInt64(try database.match(location: addresses[$0]).matches.count)
    }
  }
}
