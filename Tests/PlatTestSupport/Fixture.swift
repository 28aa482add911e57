import PlatFeeds
import PlatIndex
import PlatSamples
import Synchronization

/// The worlds of most tests, each built on first use.
public enum Fixture: String, CaseIterable, Sendable {
  /// The house sales of King County.
  case kingCounty
  /// 2,000 generated listings of Southern California.
  case samples
  /// Many equal values, shared places, missing fields.
  case mixed
  /// Hardly any equal values.
  case distinct
  /// All over the globe, with stacks at its edges.
  case globe
  /// On both sides of the antimeridian.
  case antimeridian
  /// No listings.
  case none
  /// One listing.
  case one
  /// One row less than a block.
  case rows63
  /// A block.
  case rows64
  /// One row more than a block.
  case rows65
  /// Two blocks.
  case rows128
  /// All on one coordinate.
  case onePlace
  /// None with a position.
  case nowhere
  /// One value in each field.
  case oneValue
  /// Nothing but keys.
  case bare

  /// All worlds except King County, which is larger than the others together.
  public static let small = allCases.filter { $0 != .kingCounty }

  /// The listings and their index.
  public var world: TestWorld {
    get throws { try Self.worlds[self, default: LazyWorld()].world { try make() } }
  }

  /// The recipe of the world's random listings; nil for real and sample listings.
  public var recipe: WorldRecipe? {
    switch self {
    case .kingCounty, .samples: nil
    case .mixed: WorldRecipe(count: 700, seed: 11)
    case .distinct: WorldRecipe(count: 900, seed: 12).with { ($0.distinct, $0.missing) = (900, 3) }
    case .globe: WorldRecipe(count: 600, seed: 13).with { $0.spread = .globe }
    case .antimeridian: WorldRecipe(count: 300, seed: 14).with { $0.spread = .antimeridian }
    case .none: WorldRecipe(count: 0, seed: 15)
    case .one: WorldRecipe(count: 1, seed: 16).with { $0.missing = 0 }
    case .rows63: WorldRecipe(count: 63, seed: 17).with { $0.missing = 0 }
    case .rows64: WorldRecipe(count: 64, seed: 18).with { $0.missing = 0 }
    case .rows65: WorldRecipe(count: 65, seed: 19).with { $0.missing = 0 }
    case .rows128: WorldRecipe(count: 128, seed: 20)
    case .onePlace: WorldRecipe(count: 200, seed: 21).with { $0.spread = .onePlace }
    case .nowhere: WorldRecipe(count: 150, seed: 22).with { $0.spread = .nowhere }
    case .oneValue: WorldRecipe(count: 130, seed: 23).with { ($0.distinct, $0.missing) = (1, 0) }
    case .bare: WorldRecipe(count: 70, seed: 24).with { $0.missing = 100 }
    }
  }

  private func make() throws -> TestWorld {
    if let recipe { return try TestWorld(rawValue, recipe.listings()) }
    if self == .kingCounty {
      return try TestWorld(
        rawValue, KingCounty.listings(), from: [KingCounty.input], options: KingCounty.options())
    }
    var samples = SampleListings(count: 2_000, seed: 1)
    var bytes: [UInt8] = []
    _ = samples.next(into: &bytes, listings: 2_000)
    let listings = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
      .compactMap { PlainListing(json: String($0)) }
    return try TestWorld(rawValue, listings, from: [.bytes(bytes, name: "samples")])
  }

  private static let worlds: [Fixture: LazyWorld] = {
    var worlds: [Fixture: LazyWorld] = [:]
    for fixture in allCases { worlds[fixture] = LazyWorld() }
    return worlds
  }()
}

/// A world that is made by its first user; others wait.
private final class LazyWorld: Sendable {
  private let made = Mutex<TestWorld?>(nil)

  func world(_ make: () throws -> TestWorld) throws -> TestWorld {
    try made.withLock { made in
      if let made { return made }
      let world = try make()
      made = world
      return world
    }
  }
}
