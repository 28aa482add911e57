import Foundation
import Plat
import PlatGeometry
import PlatPlaces

/// Measures how often look-ups with typos find the intended place, over real names and addresses
/// (`docs/PLACES.md`).
struct PlaceAccuracy {
  let data: String
  let seed: UInt64

  /// The results for a set of texts.
  struct Outcome {
    var asked = 0, first = 0, among = 0, certain = 0, silentlyWrong = 0, refused = 0
    var bins = [(count: Int, right: Int, sum: Double)](repeating: (0, 0, 0), count: 5)

    mutating func add(_ answer: PlaceAnswer, isRight: (PlaceMatch) -> Bool) {
      asked += 1
      let isFirst = answer.matches.first.map(isRight) ?? false
      if isFirst { first += 1 }
      if answer.matches.contains(where: isRight) { among += 1 }
      if answer.verdict == .certain { if isFirst { certain += 1 } else { silentlyWrong += 1 } }
      if answer.verdict == .none { refused += 1 }
      guard let best = answer.matches.first else { return }
      let bin = min(4, Int(best.confidence * 5))
      bins[bin].count += 1
      bins[bin].right += isFirst ? 1 : 0
      bins[bin].sum += best.confidence
    }

    func row(_ name: String) -> String {
      func share(_ count: Int) -> String {
        String(format: "%.2f %%", Double(count) * 100 / Double(max(asked, 1)))
      }
      return
        """
        | \(name) | \(asked) | \(share(first)) | \(share(among)) | \(share(certain)) | \
        \(share(silentlyWrong)) | \(share(refused)) |
        """
    }
  }

  func run() throws {
    print(
      "| texts | asked | first right | among five | certain and right | certain and wrong | refused |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- |")
    var all = Outcome()
    try cities(&all)
    try strangers()
    try addresses()
    print("\n| confidence | answers | mean confidence | first right |\n| --- | --- | --- | --- |")
    for (bin, value) in all.bins.enumerated() where value.count > 0 {
      print(
        String(
          format: "| %.1f to %.1f | %d | %.3f | %.3f |", Double(bin) / 5, Double(bin + 1) / 5,
          value.count,
          value.sum / Double(value.count), Double(value.right) / Double(value.count)))
    }
  }

  private func table(_ path: String) throws -> [[String: String]] {
    let rows = Self.rows(try String(contentsOfFile: data + "/" + path, encoding: .utf8))
    guard let header = rows.first else { return [] }
    return rows.dropFirst().map { Dictionary(zip(header, $0)) { first, _ in first } }
  }

  private func gazetteerCities() throws -> [Place] {
    try table("gazetteer/cities-ca-wa.csv").map { row in
      Place(
        .city, row["name"] ?? "",
        otherNames: (row["alternatenames"] ?? "").split(separator: "|").map(String.init).filter {
          $0.utf8.count >= 3 && $0.utf8.allSatisfy { $0 < 0x80 }
        },
        state: row["state"],
        coordinate: Coordinate(
          latitudeDegrees: Double(row["latitude"] ?? "") ?? 0,
          longitudeDegrees: Double(row["longitude"] ?? "") ?? 0),
        population: Int(row["population"] ?? "") ?? 0)
    }
  }

  private func cities(_ all: inout Outcome) throws {
    let places = try gazetteerCities()
    let gazetteer = Gazetteer(places)
    for errors in 0...2 {
      var misspeller = Misspeller(seed: seed &+ UInt64(errors))
      var plain = Outcome()
      var withState = Outcome()
      for _ in 0..<(errors == 0 ? 1 : 5) {
        for place in places {
          let text = misspeller.misspelled(place.name, errors: errors)
          let answer = try gazetteer.match(text)
          plain.add(answer) { $0.place.name == place.name }
          all.add(answer) { $0.place.name == place.name }
          withState.add(try gazetteer.match(text + ", " + (place.state ?? ""))) {
            $0.place.name == place.name && $0.place.state == place.state
          }
        }
      }
      print(plain.row("cities, \(errors) errors"))
      print(withState.row("cities with their state, \(errors) errors"))
    }
  }

  /// Looks up cities of Washington in a gazetteer of California alone: each answer but a refusal is
  /// wrong.
  private func strangers() throws {
    let places = try gazetteerCities()
    let gazetteer = Gazetteer(places.filter { $0.state == "CA" })
    let known = Set(places.filter { $0.state == "CA" }.map(\.name))
    for errors in 0...1 {
      var misspeller = Misspeller(seed: seed &+ 7)
      var outcome = Outcome()
      for place in places where place.state == "WA" && !known.contains(place.name) {
        outcome.add(try gazetteer.match(misspeller.misspelled(place.name, errors: errors))) { _ in
          false
        }
      }
      print(outcome.row("cities that are not known, \(errors) errors"))
    }
  }

  /// The rows of a CSV text.
  static func rows(_ text: String) -> [[String]] {
    var rows: [[String]] = []
    var row: [String] = []
    var cell = ""
    var isQuoted = false
    for character in text {
      if isQuoted, character != "\"" {
        cell.append(character)
      } else {
        switch character {
        case "\"": isQuoted.toggle()
        case ",":
          row.append(cell)
          cell = ""
        case "\n", "\r\n":
          rows.append(row + [cell])
          (row, cell) = ([], "")
        default: cell.append(character)
        }
      }
    }
    if !cell.isEmpty || !row.isEmpty { rows.append(row + [cell]) }
    return rows
  }
}
