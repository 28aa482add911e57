internal import Plat
internal import Synchronization

/// One state of the index while it is served: a snapshot that is open, and the answers that it
/// gave.
///
/// A request holds one from beginning to end, so that no answer is made of two states; the old one
/// is unmapped when the last request that holds it ends.
final class ServedState: Sendable {
  let listings: ListingsDatabase
  /// Counts the generations of this process from 1.
  let number: Int
  let answers: AnswerCache
  /// Which preparations are made, a bit each: a loop never waits for the lock of one that is under
  /// way.
  private let prepared = Atomic<UInt8>(0)

  init(_ listings: ListingsDatabase, number: Int, cacheBytes: Int) {
    self.listings = listings
    self.number = number
    answers = AnswerCache(bytes: cacheBytes)
  }

  /// Whether something that requests share is made already.
  func hasPrepared(_ need: Preparation) -> Bool {
    prepared.load(ordering: .acquiring) & need.bit != 0
  }

  /// Makes something that requests share, where it is not there yet.
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

/// What a new state of the index makes once, in time that grows with the listings, and requests
/// then share.
enum Preparation: UInt8, CaseIterable, Sendable {
  /// The sums of the map's clusters.
  case map
  /// The cities and subdivisions.
  case community
  /// Those, and the gazetteer and the streets.
  case names
  /// The table of slugs.
  case slugs

  var bit: UInt8 { 1 << rawValue }
}
