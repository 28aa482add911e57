import Foundation
import PlatPlaces
import PlatTestSupport
import Testing

/// Real names with typing errors: the accuracy promised in `docs/PLACES.md`, with a margin for
/// chance.
@Suite(.timeLimit(.minutes(30))) struct AccuracyTests {
  /// The cities of California and Washington with more than 500 people.
  static let cities = Result { try read() }

  static let gazetteer = Result { Gazetteer(try cities.get()) }

  private static func read() throws -> [Place] {
    try RealData.text("gazetteer/cities-ca-wa.csv").split(separator: "\n").dropFirst().map { line in
      // The first six columns contain no commas.
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      return Place(.city, cells[1], state: cells[2], population: Int(cells[5]) ?? 0)
    }
  }

  @Test func dataIsThere() throws { #expect(try Self.cities.get().count == 1_725) }

  @Test func everyNameIsFoundAsItIs() throws {
    let cities = try Self.cities.get()
    let gazetteer = try Self.gazetteer.get()
    for city in cities.enumerated().filter({ $0.offset % 3 == 0 }).map(\.element) {
      let answer = try gazetteer.match(city.name)
      #expect(answer.best?.place.name == city.name, "\(city.name): \(answer)")
      let inState = try gazetteer.match("\(city.name), \(city.state ?? "")")
      #expect(
        inState.best?.place.name == city.name && inState.best?.place.state == city.state, "\(city)")
    }
  }

  @Test(arguments: [(1, 0.97, 0.004), (2, 0.85, 0.006)])
  func misspellingsAreFoundAndSeldomMistaken(_ errors: Int, _ right: Double, _ wrong: Double) throws
  {
    let cities = try Self.cities.get()
    let gazetteer = try Self.gazetteer.get()
    let seed: UInt64 = 21
    var random = SeededGenerator(seed: seed)
    var (found, mistaken, asked) = (0, 0, 0)
    let some = cities.enumerated().filter { $0.offset % 2 == errors % 2 }.map(\.element)
    for city in some {
      let text = Misspelling.of(city.name, &random, errors: errors)
      guard let answer = try? gazetteer.match(text), let first = answer.matches.first else {
        continue
      }
      asked += 1
      if first.place.name == city.name {
        found += 1
      } else if answer.verdict == .certain {
        mistaken += 1
      }
    }
    let count = Double(some.count)
    #expect(
      Double(found) / count >= right,
      "seed \(seed): \(found) of \(some.count) found, \(asked) answered")
    #expect(
      Double(mistaken) / count <= wrong, "seed \(seed): \(mistaken) of \(some.count) mistaken")
  }

  @Test func citiesThatAreNotKnownAreRefused() throws {
    let cities = try Self.cities.get()
    let gazetteer = Gazetteer(cities.filter { $0.state == "CA" })
    let known = Set(cities.filter { $0.state == "CA" }.map(\.name))
    let strangers = cities.filter { $0.state == "WA" && !known.contains($0.name) }
    let certain = try strangers.filter { try gazetteer.match($0.name).verdict == .certain }
    #expect(Double(certain.count) <= Double(strangers.count) * 0.06, "\(certain.map(\.name))")
    // With its state, no place is taken for a city of another.
    let elsewhere = try strangers.filter {
      try gazetteer.match("\($0.name), WA").verdict == .certain
    }
    #expect(elsewhere.isEmpty, "\(elsewhere.map(\.name))")
  }

  @Test func namesakesAreAmbiguous() throws {
    let gazetteer = try Self.gazetteer.get()
    let answer = try gazetteer.match("Brentwood")
    #expect(answer.verdict == .ambiguous && answer.matches.count >= 2)
    #expect(answer.alternatives.first?.place.name == "Brentwood")
  }

  @Test func confidencesAreShares() throws {
    let cities = try Self.cities.get()
    let gazetteer = try Self.gazetteer.get()
    var random = SeededGenerator(seed: 5)
    for _ in 0..<200 {
      let text = Misspelling.of(random.one(of: cities).name, &random, errors: random.int(0...4))
      guard let answer = try? gazetteer.match(text, limit: 50) else { continue }
      let sum = answer.matches.reduce(0) { $0 + $1.confidence }
      #expect(sum <= 1 + 1e-9, "\(text)")
      #expect(
        zip(answer.matches, answer.matches.dropFirst()).allSatisfy {
          $0.confidence >= $1.confidence
        }, "\(text)")
    }
  }
}
