import Testing

@testable import PlatSamples

/// The invented map lies where Southern California is.
@Suite(.timeLimit(.minutes(30))) struct SampleWorldTests {
  private let world = World.shared

  @Test func everyCityHasGround() {
    for (city, tracts) in zip(world.cities, world.tracts) {
      #expect(tracts.count >= 4, "\(city.name): \(tracts.count) tracts")
      #expect(!city.postalCodes.isEmpty, "\(city.name)")
    }
    #expect(Set(world.cities.map { "\($0.name)" }).count == world.cities.count)
  }

  @Test func knownSubdivisionsLieInTheirCity() {
    for place in Subdivision.known {
      let city = world.cities.first { "\($0.name)" == "\(place.city)" }
      #expect(city != nil, "\(place.name) names the city \(place.city), which there is not")
      guard let city else { continue }
      let rim = 0.009
      let isInside = city.areas.contains {
        Extent($0.south - rim, $0.north + rim, $0.west - rim, $0.east + rim).contains(
          place.latitude, place.longitude)
      }
      #expect(isInside, "\(place.name) is not in \(place.city)")
    }
  }

  @Test(arguments: [
    (34.05, -118.25, true), (33.83, -117.91, true), (32.80, -117.10, true), (35.35, -119.05, true),
    (34.69, -118.15, true), (33.95, -117.40, true),
    (33.39, -118.42, false), (33.941, -118.41, false), (32.66, -117.13, false),
    (34.30, -117.80, false),
    (33.90, -118.60, false), (32.45, -117.00, false),
  ])
  func landIsTold(latitude: Double, longitude: Double, isLand: Bool) {
    #expect(Land.isBuildable(latitude, longitude) == isLand, "\(latitude), \(longitude)")
  }

  @Test func coastIsAsFarAsItIs() {
    #expect(abs(Land.kilometresToCoast(34.05, -118.25) - 22) < 3)
    #expect(Land.kilometresToCoast(33.607, -117.929) < 0.1)
  }

  @Test func lotsOfATractDoNotFallTogether() throws {
    for kind in HomeKind.allCases where kind != .condo {
      let tract = try #require(world.tracts.joined().first { $0.kind == kind })
      let numbering = world.numberings[tract.city]
      let sites = (0..<tract.plan.sites).map {
        tract.site($0, metresEast: world.metresEast[tract.row], numbering: numbering)
      }
      #expect(Set(sites.map { [$0.latitude, $0.longitude] }).count == sites.count, "\(kind)")
      #expect(Set(sites.map { [$0.street, $0.number] }).count == sites.count, "\(kind)")
    }
  }

  @Test func homesStandAlongStreets() throws {
    for kind in HomeKind.allCases {
      let tract = try #require(world.tracts.joined().first { $0.kind == kind && $0.bow == 0 })
      let metresEast = world.metresEast[tract.row]
      let numbering = world.numberings[tract.city]
      let spacing = Tract.Plan.ground / Double(tract.plan.lots)
      for lot in 1..<tract.plan.lots {
        let one = tract.site(lot - 1, metresEast: metresEast, numbering: numbering)
        let next = tract.site(lot, metresEast: metresEast, numbering: numbering)
        let north = Double(next.latitude - one.latitude) * 0.111_132
        let east = Double(next.longitude - one.longitude) * metresEast * 1e-6
        let along = abs(tract.runsEast ? east : north)
        let across = abs(tract.runsEast ? north : east)
        #expect(
          abs(along - spacing) < 3.3 && across < 5.3,
          "\(kind) \(lot): \(along) m along, \(across) m across")
        #expect(
          one.street == next.street && abs(one.number - next.number) >= 2
            && (one.number - next.number) & 1 == 0)
      }
    }
  }

  @Test func aHomeIsTheSameHomeEachTime() {
    let city = 0
    let tract = world.tracts[city][0]
    var homes: [[Int]: Home] = [:]
    var random = SampleRandom(seed: 8)
    for _ in 0..<2_000 {
      let home = Home(in: tract, of: world, &random)
      let place = [home.site.latitude, home.site.longitude, home.unit]
      if let before = homes[place] {
        #expect(
          before.size == home.size && before.built == home.built && before.value == home.value,
          "seed 8")
      }
      homes[place] = home
    }
    #expect(homes.count < 2_000)
  }

  @Test func theHomeMarketLeadsSmallSets() {
    func valley(_ count: Int) -> Double {
      zip(world.cities, world.shares(count: count)).reduce(0) {
        $0 + ($1.0.region == .coachellaValley ? $1.1 : 0)
      }
    }
    #expect((0.38...0.45).contains(valley(42_001)))
    #expect((0.10...0.20).contains(valley(1_000_000)))
    #expect((0.05...0.09).contains(valley(10_000_000)))
  }
}
