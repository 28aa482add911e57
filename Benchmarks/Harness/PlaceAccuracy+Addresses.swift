import Foundation
import Plat
import PlatGeometry
import PlatPlaces

extension PlaceAccuracy {
  /// One real address.
  private struct Address {
    var number: String, street: String, city: String, state: String, code: String
    var place: Coordinate

    var isWhole: Bool { !number.isEmpty && !street.isEmpty && number.allSatisfy(\.isNumber) }
  }

  /// Real addresses as listings: nine of ten are in an index, and some of these are looked up with
  /// typos.
  ///
  /// The tenth is looked up as an address that no listing has.
  func addresses() throws {
    let all = try readAddresses()
    var misspeller = Misspeller(seed: seed &+ 99)
    var listed: [Address] = []
    var others: [Address] = []
    var seen: Set<String> = []
    for address in all
    where seen.insert("\(address.number) \(address.street) \(address.city)").inserted {
      if misspeller.below(10) == 0 { others.append(address) } else { listed.append(address) }
    }
    let path =
      NSTemporaryDirectory() + "plat-addresses-\(ProcessInfo.processInfo.processIdentifier)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    var lines = ""
    for (number, address) in listed.enumerated() {
      lines +=
        """
        {"listingKey":"A\(number)","streetNumber":"\(address.number)",\
        "streetName":"\(address.street)","city":"\(address.city)",\
        "stateOrProvince":"\(address.state)","postalCode":"\(address.code)",\
        "latitude":\(address.place.latitudeDegrees),\
        "longitude":\(address.place.longitudeDegrees)}\n
        """
    }
    _ = try IndexBuild.run([.bytes(Array(lines.utf8), name: "addresses")], into: path)
    let database = try ListingsDatabase(opening: path)
    for errors in 0...2 {
      var outcomes = [Outcome](repeating: Outcome(), count: 3)
      for _ in 0..<3_000 {
        let address = listed[misspeller.below(listed.count)]
        let street = misspeller.misspelled(address.street.lowercased(), errors: errors)
        let texts = [
          "\(address.number) \(street), \(address.city), \(address.state) \(address.code)",
          "\(address.number) \(street) \(address.city.lowercased()) \(address.state.lowercased())",
          "\(address.number) \(street)",
        ]
        for (kind, text) in texts.enumerated() {
          outcomes[kind].add(try database.match(location: text)) { match in
            guard let key = match.listingKey, let row = Int(key.dropFirst()), row < listed.count
            else { return false }
            return listed[row].number == address.number && listed[row].street == address.street
              && (listed[row].city == address.city || kind == 2)
          }
        }
      }
      for (outcome, name) in zip(outcomes, ["with city and zip", "with city, no commas", "alone"]) {
        print(outcome.row("addresses \(name), \(errors) errors in the street"))
      }
    }
    var distances: [Double] = []
    var outcome = Outcome()
    for address in others {
      let answer = try database.match(
        location:
          "\(address.number) \(address.street), \(address.city), \(address.state) \(address.code)"
      )
      guard let best = answer.best, let place = best.place.coordinate else {
        outcome.add(answer) { _ in false }
        continue
      }
      let distance = Center(address.place).distance(to: place)
      distances.append(distance)
      outcome.add(answer) { _ in distance < 200 }
    }
    distances.sort()
    print(outcome.row("addresses of no listing, within 200 m"))
    if !distances.isEmpty {
      print(
        String(
          format:
            """
            \naddresses of no listing: %d of %d placed; median %.0f m, 90th percentile %.0f m from \
            where they are
            """,
          distances.count, others.count, distances[distances.count / 2],
          distances[distances.count * 9 / 10]))
    }
  }

  private func readAddresses() throws -> [Address] {
    func table(_ path: String) throws -> [[String: String]] {
      let rows = Self.rows(try String(contentsOfFile: data + "/addresses/" + path, encoding: .utf8))
      guard let header = rows.first else { return [] }
      return rows.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
    }
    var all: [Address] = []
    func add(
      _ number: String?, _ street: String?, _ city: String?, _ state: String, _ code: String?,
      _ latitude: String?,
      _ longitude: String?
    ) {
      guard let y = latitude.flatMap(Double.init), let x = longitude.flatMap(Double.init),
        let place = Coordinate(latitudeDegrees: y, longitudeDegrees: x)
      else { return }
      let clean = (street ?? "").filter { $0 != "\"" && $0 != "\\" }
      let address = Address(
        number: number ?? "", street: clean, city: (city ?? "").capitalized, state: state,
        code: code ?? "", place: place)
      if address.isWhole, !address.city.isEmpty { all.append(address) }
    }
    for file in ["openaddresses-santa-clara-county.csv", "openaddresses-alameda-city.csv"] {
      for row in try table(file) {
        add(
          row["NUMBER"], row["STREET"], row["CITY"], "CA", row["POSTCODE"], row["LAT"], row["LON"])
      }
    }
    for row in try table("san-francisco-eas-excerpt.csv") {
      add(
        row["NUMBER"], (row["STREET"] ?? "") + " " + (row["STREET_TYPE"] ?? ""), "San Francisco",
        "CA",
        row["POSTCODE"], row["LAT"], row["LON"])
    }
    for row in try table("seattle-buildings-2016.csv") {
      let parts = (row["Address"] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      add(parts[0], parts[1], "Seattle", "WA", row["ZipCode"], row["Latitude"], row["Longitude"])
    }
    for row in try table("rrad-us-addresses.csv") {
      let parts = (row["address1"] ?? "").split(separator: " ", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { continue }
      add(
        parts[0], parts[1], row["city"], row["state"] ?? "", row["postalCode"], row["lat"],
        row["lng"])
    }
    return all
  }
}
