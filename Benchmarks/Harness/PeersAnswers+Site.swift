import Plat
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles
import Synchronization

/// The state that Plat keeps between a driver's commands.
final class PeersSite: Sendable {
  /// The deck of the person who swiped the listings of `swiped.csv`.
  let deck: SwipeDeck
  /// A separate map for filters that are new each time, so that it evicts nothing from the other
  /// map's cache.
  let map: ListingMap
  private let asked = Atomic<Int64>(0)

  init(_ database: ListingsDatabase, directory: String) {
    deck = SwipeDeck(directory: directory)
    map = ListingMap(database.generation)
  }

  /// The same listings with a new filter each time: an additional price condition in cents that all
  /// listings meet.
  func neverSeen(_ filter: ListingFilter) -> MapQuery {
    var filter = filter
    filter.requireStored(.listPrice, atLeast: asked.add(1, ordering: .relaxed).newValue)
    return MapQuery(filter: filter)
  }
}

extension PeersAnswers {
  /// Listings in the features of a tile, each time under a new filter.
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

  /// Statistics of cities, computed again each time; the sum contains all figures, with means
  /// rounded to hundredths.
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
    // Slightly more than a half, so that all peers round ties alike.
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

  /// Batches of a deck: the number of listings that remain, and the number of the batch among them,
  /// which is all of it.
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

  /// Look-ups of misspelled names: whether the first answer is the intended city, and its number in
  /// `names.csv`.
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
