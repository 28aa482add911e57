import Plat
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles
import Synchronization

/// What Plat keeps between the commands that a driver is given.
final class PeersSite: Sendable {
  /// The deck of someone who has swiped the listings of `swiped.csv`.
  let deck: SwipeDeck
  /// A map of its own for filters that nobody asked before, so that it drives nothing out of the
  /// other one's memory.
  let map: ListingMap
  private let asked = Atomic<Int64>(0)

  init(_ database: ListingsDatabase, directory: String) {
    deck = SwipeDeck(directory: directory)
    map = ListingMap(database.generation)
  }

  /// The same listings asked for by another filter each time: one more condition is a price in
  /// cents that all have.
  func neverSeen(_ filter: ListingFilter) -> MapQuery {
    var filter = filter
    filter.requireStored(.listPrice, atLeast: asked.add(1, ordering: .relaxed).newValue)
    return MapQuery(filter: filter)
  }
}

extension PeersAnswers {
  /// Listings in the features of a tile, each time under a filter that the map has not met.
  func newFilters(_ asked: [PeerQuery]) -> Answering {
    let filters = asked.map(\.filter)
    let site = site
    return { place, sums in
      guard let tile = asked[place].tile else { return (0, 0) }
      let features = try site.map.features(in: tile, matching: site.neverSeen(filters[place]))
      guard sums else { return (features.count, 0) }
      let listings = features.clusters.reduce(features.listings.count) { $0 + $1.count }
      return (listings, listings)
    }
  }

  /// Statistics of cities, worked out anew; the sum holds all figures, means rounded to hundredths.
  func statistics(_ asked: [PeerQuery]) throws -> Answering {
    let community = database.community
    let cities = Dictionary(community.cities.map { ($0.conditions, $0) }) { first, _ in first }
    let places = try asked.map { query in
      let name = query.texts[.city] ?? ""
      guard let place = cities[[.equals(.city, [name])]] else {
        throw BenchProblem("no city is \(name) alone")
      }
      return place
    }
    // A little more than a half, so that all round alike what lies in the middle.
    func hundredths(_ value: Double?) -> Int {
      Int(((value ?? 0) * 100 + 0.500_001).rounded(.down))
    }
    return { place, sums in
      let found = try community.summarize(places[place])
      guard sums else { return (found.totalListings, 0) }
      let figures = [
        found.price.median * 2, found.price.minimum, found.price.maximum, found.meanSqft,
        found.meanYearBuilt,
        found.meanHoaFee,
      ]
      return (found.totalListings, figures.reduce(found.activeListings) { $0 + hundredths($1) })
    }
  }

  /// Batches of a deck: how many listings remain, and how many of the batch are such, which are
  /// all.
  func batches(_ asked: [PeerQuery]) -> Answering {
    let filters = asked.map(\.filter)
    let (database, deck) = (database, site.deck)
    return { place, sums in
      let limit = asked[place].limit ?? 20
      let batch = try deck.batch(
        limit, matching: filters[place], of: database, for: PeersExport.person)
      guard sums else { return (batch.total, 0) }
      let swiped = Set(try deck.excludedKeys(of: PeersExport.person))
      let matches = Set(try database.searcher.rows(filters[place], in: Region()))
      let right = Set(batch.rows).filter {
        matches.contains(UInt32($0.ordinal))
          && !swiped.contains(database.index.keys.string(at: Int($0.ordinal)))
      }
      return (batch.total, right.count)
    }
  }

  /// What misspelled names mean: whether the first answer is the city that is meant, and its number
  /// in `names.csv`.
  func locations(_ asked: [PeerQuery]) -> Answering {
    let database = database
    database.prepareLocations()
    let numbers = Dictionary(PeersExport.names(of: database).enumerated().map { ($1, $0 + 1) }) {
      first, _ in first
    }
    return { place, sums in
      let answer = try database.match(location: asked[place].text ?? "")
      let name = answer.matches.first?.place.name ?? ""
      guard sums else { return (answer.matches.count, 0) }
      return (name == asked[place].texts[.city] ? 1 : 0, numbers[name] ?? 0)
    }
  }
}
