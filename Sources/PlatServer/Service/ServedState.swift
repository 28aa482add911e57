internal import Plat
internal import Synchronization

/// One served state of the index: an open snapshot, and its cached answers.
///
/// A request holds one state from beginning to end, so no answer mixes two. The old one is unmapped
/// when the last request that holds it ends.
final class ServedState: Sendable {
  let listings: ListingsDatabase
  /// The number of the generation in this process, from 1.
  let number: Int
  let answers: AnswerCache
  /// Finished preparations, one bit each: a loop never waits for the lock of one in progress.
  private let prepared = Atomic<UInt8>(0)

  init(_ listings: ListingsDatabase, number: Int, cacheBytes: Int) {
    self.listings = listings
    self.number = number
    answers = AnswerCache(bytes: cacheBytes)
  }

  /// Whether a shared table already exists.
  func hasPrepared(_ need: Preparation) -> Bool {
    prepared.load(ordering: .acquiring) & need.bit != 0
  }

  /// Makes a shared table, if it does not exist yet.
  func prepare(_ need: Preparation) {
    guard !hasPrepared(need) else { return }
    switch need {
    case .map: listings.map.prepare()
    case .community: _ = listings.community
    case .names: listings.prepareNames()
    case .slugs: guard (try? listings.prepareSlugs()) != nil else { return }
    }
    prepared.bitwiseOr(need.bit, ordering: .releasing)
  }
}

/// A table that is made once per index state, in time that grows with the listings, and shared by
/// requests.
enum Preparation: UInt8, CaseIterable, Sendable {
  /// The sums of the map's clusters.
  case map
  /// The cities and subdivisions.
  case community
  /// The cities and subdivisions, the gazetteer and the streets.
  case names
  /// The table of slugs.
  case slugs

  var bit: UInt8 { 1 << rawValue }
}
