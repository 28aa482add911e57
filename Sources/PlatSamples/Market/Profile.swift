/// The kind of homes that fill a tract of streets.
enum HomeKind: Int, Sendable, CaseIterable {
  case house, estate, townhouse, condo, mobile
}

/// The common properties of a subdivision's homes.
struct Profile: Sendable {
  /// The percentage of homes of each kind, by ``HomeKind``.
  let mix: [Double]
  /// The years of construction; nil takes the city's years.
  var built: ClosedRange<Int>?
  /// The median size of its houses in square feet; the sizes of other kinds follow from it.
  let size: Double
  /// The street front of a house in metres.
  let front: Double
  /// The monthly dues of the owners' association in dollars; 0...0 for none.
  var dues: ClosedRange<Int> = 0...0
  /// The share of houses with a pool of their own, as a multiple of the region's share.
  var pools: Double = 1
  /// The percentage of two-storey houses.
  var twoStories: Double = 12
  /// The price relative to the city's level, as a natural logarithm.
  var premium: Double = 0
  /// The number of units in a condominium building.
  var units: ClosedRange<Int> = 4...24
  /// Whether land may be leased.
  var leased = false

  /// The styles of subdivisions.
  enum Style: Sendable, CaseIterable {
    case midCentury, classicEstates, golfClub, grandClub, newHomes, seniors, condominiums,
      mobilePark, family, cove
    case oldTown, hillside, towers, rowHouses
  }

  /// The profile of a style.
  static func of(_ style: Style) -> Profile {
    switch style {
    case .midCentury:
      Profile(
        mix: [92, 0, 0, 8, 0], built: 1954...1972, size: 1_750, front: 27, pools: 1.5,
        twoStories: 2, premium: 0.2)
    case .classicEstates:
      Profile(
        mix: [55, 45, 0, 0, 0], built: 1932...1974, size: 2_900, front: 30, pools: 1.8,
        twoStories: 8, premium: 0.42)
    case .golfClub:
      Profile(
        mix: [40, 6, 14, 40, 0], built: 1976...2008, size: 2_350, front: 21, dues: 480...1_150,
        pools: 0.9,
        twoStories: 6, premium: 0.12, units: 2...8, leased: true)
    case .grandClub:
      Profile(
        mix: [35, 65, 0, 0, 0], built: 1985...2022, size: 4_300, front: 30, dues: 850...1_900,
        pools: 1.8,
        twoStories: 5, premium: 0.62)
    case .newHomes:
      Profile(
        mix: [88, 0, 12, 0, 0], built: 2001...2025, size: 2_300, front: 18, dues: 95...320,
        pools: 0.7,
        twoStories: 38, premium: 0.06)
    case .seniors:
      Profile(
        mix: [92, 0, 4, 4, 0], built: 1990...2019, size: 1_750, front: 17, dues: 210...420,
        pools: 0.25,
        twoStories: 0, premium: 0.02)
    case .condominiums:
      Profile(
        mix: [4, 0, 14, 82, 0], built: 1964...1996, size: 1_700, front: 19, dues: 330...690,
        pools: 0.6,
        premium: 0.02, units: 4...32, leased: true)
    case .mobilePark:
      Profile(
        mix: [2, 0, 0, 0, 98], built: 1969...2007, size: 1_300, front: 14, dues: 180...820,
        pools: 0.05,
        twoStories: 0, premium: -0.5, leased: true)
    case .family:
      Profile(mix: [93, 1, 6, 0, 0], size: 1_720, front: 19, pools: 0.9, twoStories: 28)
    case .cove:
      Profile(mix: [97, 0, 3, 0, 0], built: 1976...2014, size: 1_520, front: 16, twoStories: 2)
    case .oldTown:
      Profile(
        mix: [84, 0, 4, 12, 0], size: 1_380, front: 15, pools: 0.4, twoStories: 14, units: 4...16)
    case .hillside:
      Profile(
        mix: [52, 40, 8, 0, 0], size: 2_700, front: 25, dues: 0...160, pools: 1.5, twoStories: 46,
        premium: 0.3)
    case .towers:
      Profile(
        mix: [0, 0, 8, 92, 0], built: 1962...2023, size: 1_600, front: 18, dues: 380...1_150,
        pools: 0.2, twoStories: 5,
        premium: 0.1,
        units: 24...200)
    case .rowHouses:
      Profile(
        mix: [24, 0, 62, 14, 0], built: 1974...2022, size: 1_650, front: 16, dues: 190...460,
        pools: 0.3,
        twoStories: 60, units: 4...20)
    }
  }
}
