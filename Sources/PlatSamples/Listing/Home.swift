/// A home: the facts that stay the same each time it is listed.
struct Home: Sendable {
  /// The kind of pool.
  enum Pool: Int, Sendable {
    case none, own, heated, community

    /// The word for it in a listing.
    var text: StaticString {
      switch self {
      case .none: "None"
      case .own: "In Ground"
      case .heated: "Private, Heated"
      case .community: "Community"
      }
    }
  }

  let site: Site
  /// The unit in a building; 0 for none.
  let unit: Int
  let size: Int
  let beds: Int
  /// Bathrooms, counted in halves.
  let halfBaths: Int
  let built: Int
  let stories: Int
  let garage: Int
  let pool: Pool
  /// Square feet of its own lot; 0 for none.
  let lot: Int
  let dues: Int
  let isLeasedLand: Bool
  /// The number of homes if a whole building is one listing (2 to 4), else 1.
  let doors: Int
  /// The logarithm of its value on the as-of day, without the movements of market and season.
  let value: Double

  /// Draws a home of a tract: the draw only chooses which one, the rest follows from its number.
  init(in tract: Tract, of world: World, _ draw: inout SampleRandom) {
    let place = world.subdivisions[tract.subdivision]
    let region = world.cities[tract.city].region
    let plan = tract.plan
    var lot = draw.below(plan.sites)
    if tract.kind == .condo {
      // Some buildings change hands more often than others: new ones, and recently converted ones.
      let chance = draw.unit()
      lot = chance < 0.12 ? 0 : chance < 0.4 ? lot / 20 * 20 : lot
    }
    var units = 1
    var unit = 0
    if plan.units.upperBound > 1 {
      // Buildings are drawn in proportion to their units: one with few units is often rejected.
      for _ in 0..<6 {
        units =
          plan.units.lowerBound
          + SampleRandom.below(plan.units.count, SampleRandom.mix(tract.identity, ~UInt64(lot)))
        unit = draw.below(plan.units.upperBound)
        if unit < units { break }
        lot = draw.below(plan.sites)
      }
      unit = unit % units + 1
    }
    let identity = SampleRandom.mix(tract.identity, UInt64(lot) &* 4_096 &+ UInt64(unit))
    var own = SampleRandom(seed: identity)
    let site = tract.site(
      lot, metresEast: world.metresEast[tract.row], numbering: world.numberings[tract.city])
    let profile = place.profile

    let isIncome =
      tract.kind == .house && profile.dues.upperBound == 0 && place.dues == 0 && own.percent(9)
    let doors = isIncome ? own.within(2...4) : 1
    let usual = profile.size * Self.sizeFactor(tract.kind)
    let logSize = Portable.ln(usual) + Self.spread(tract.kind) * own.bell() + (isIncome ? 0.55 : 0)
    let size = max(380, Int(Portable.exp(logSize)))
    let isAttached = tract.kind == .condo || tract.kind == .townhouse

    let square = Double(size) / (Double(size) + 1_500)
    let usualBeds = (isAttached ? 4.7 : 5.7) * square + (profile.twoStories == 0 ? -0.35 : 0.1)
    let leastBeds = size < 560 ? 0.0 : 1.0
    let beds =
      min(max((usualBeds + 0.45 * own.bell()).rounded(), leastBeds), 8)
      + Double(isIncome ? doors - 1 : 0)
    let built =
      own.percent(4) ? own.within(place.built.upperBound...2_025) : own.within(place.built)
    let usualBaths = beds * 0.6 + Double(size) / 1_550 - 0.3 + (built < 1_960 ? -0.35 : 0)
    let exactBaths = usualBaths + 0.3 * own.bell()
    let halves = own.percent(45) ? exactBaths.rounded() * 2 : (exactBaths * 2).rounded()
    let halfBaths = min(max(halves, 2), 2 * max(beds, 1) + 3)

    let stories =
      own.percent(tract.kind == .townhouse && region != .coachellaValley ? 82 : profile.twoStories)
      ? 2 : 1
    let garage = Self.garage(tract.kind, size: size, built: built, &own)
    let pool = Self.pool(tract.kind, place, region: region, &own)
    var dues = place.dues
    if isAttached, dues < 150 { dues = own.within(220...480) / 5 * 5 }
    if tract.kind == .condo { dues += size / 40 }
    let ground =
      tract.kind == .condo
      ? 0 : plan.front * plan.depth * 10.764 * (0.86 + 0.5 * own.unit() * own.unit())
    let isLeased =
      Self.isLeaseSection(site, city: tract.city) && built < 2_012
      && own.percent(profile.leased ? 74 : 20)

    var value = tract.level + logSize - 0.16 * (logSize - 7.55)
    value -= min(Double(max(0, 2_026 - built)), 60) * 0.003
    value += pool == .own ? 0.045 : pool == .heated ? 0.055 : 0
    value += 0.09 * min(max((ground - 7_500) / 7_500, -0.6), 1.6) * (ground > 0 ? 1 : 0)
    value += 0.02 * (halfBaths / 2 - usualBaths) + 0.012 * (beds - usualBeds)
    value +=
      Self.kindPremium(tract.kind) - 0.000_06 * Double(dues) + (isLeased ? -0.2 : 0)
      + (isIncome ? 0.08 : 0)
    let latitude = Double(site.latitude) * 1e-6
    let longitude = Double(site.longitude) * 1e-6
    value += 0.10 * Relief.height(latitude, longitude, kilometres: 3.4, seed: 1)
    value += 0.08 * Relief.height(latitude, longitude, kilometres: 11, seed: 2)
    value += 0.085 * own.bell()

    self.site = site
    self.unit = unit
    self.size = size
    self.beds = Int(beds)
    self.halfBaths = Int(halfBaths)
    self.built = built
    self.stories = stories
    self.garage = garage
    self.pool = pool
    self.lot = Int(ground)
    self.dues = dues
    isLeasedLand = isLeased
    self.doors = doors
    self.value = value
  }

  private static func sizeFactor(_ kind: HomeKind) -> Double {
    switch kind {
    case .house, .mobile: 1
    case .estate: 1.5
    case .townhouse: 0.88
    case .condo: 0.66
    }
  }

  private static func spread(_ kind: HomeKind) -> Double {
    switch kind {
    case .house: 0.24
    case .estate: 0.29
    case .townhouse: 0.16
    case .condo: 0.22
    case .mobile: 0.2
    }
  }

  private static func kindPremium(_ kind: HomeKind) -> Double {
    switch kind {
    case .house, .estate: 0
    case .townhouse: -0.05
    case .condo: -0.1
    case .mobile: -0.22
    }
  }

  private static func garage(_ kind: HomeKind, size: Int, built: Int, _ own: inout SampleRandom)
    -> Int
  {
    let chance = own.unit()
    switch kind {
    case .house:
      return size > 2_500 && chance < 0.5
        ? 3 : built < 1_955 && chance < 0.6 ? 1 : chance < 0.96 ? 2 : 0
    case .estate: return chance < 0.6 ? 3 : chance < 0.8 ? 4 : 2
    case .townhouse: return chance < 0.75 ? 2 : 1
    case .condo: return chance < 0.35 ? 0 : chance < 0.75 ? 1 : 2
    case .mobile: return chance < 0.55 ? 0 : chance < 0.8 ? 1 : 2
    }
  }

  private static func pool(
    _ kind: HomeKind, _ place: Subdivision, region: Region, _ own: inout SampleRandom
  ) -> Pool {
    let chance = own.unit() * 100
    if kind == .house || kind == .estate {
      let share = min(region.poolShare * place.profile.pools * (kind == .estate ? 1.6 : 1), 96)
      if chance < share { return chance < share * 0.4 ? .heated : .own }
    }
    let isShared = place.dues >= 180 || kind == .condo || kind == .townhouse
    return isShared && own.percent(region == .coachellaValley ? 76 : 34) ? .community : .none
  }

  /// Whether a site is on alternate square miles of Palm Springs, Cathedral City and Rancho Mirage,
  /// where land is often leased.
  private static func isLeaseSection(_ site: Site, city: Int) -> Bool {
    city < 3 && (site.latitude / 14_490 + (site.longitude + 180_000_000) / 17_410) & 1 == 0
  }
}
