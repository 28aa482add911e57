/// What the names and values of a request say of its cost, read in one pass.
struct Demand: Sendable {
  /// Whether a parameter takes long, whatever the filter: counts and sums over all matches,
  /// polygons, the farthest first, pages that begin far behind.
  private(set) var isHeavy = false
  /// Whether a search touches more than its first page: it has an order, a page or a text.
  private(set) var isWide = false
  /// Where requests of the same cost are expected: the route, the parameters' names, and of values
  /// what decides the cost.
  private(set) var shape: UInt64

  init(_ route: Route, path: [String], _ arguments: [Argument]) {
    shape = Self.hash(route.name)
    if route.pattern.names.first == "z", let zoom = path.first { shape &+= Self.hash(zoom) }
    var (page, limit) = (1, 20)
    for argument in arguments {
      let (name, value) = (argument.name, argument.value)
      var detail: UInt64 = 0
      switch name {
      case "facets", "statistics", "within": isHeavy = true
      case "sort":
        (detail, isWide) = (Self.hash(value), true)
        if value == "-distance" { isHeavy = true }
      case "zoom": detail = Self.hash(value)
      case "page":
        page = Int(value) ?? 1
        (detail, isWide) = (Self.magnitude(value), true)
      case "limit":
        limit = Int(value) ?? 20
        (detail, isWide) = (Self.magnitude(value), true)
      case "city": (detail, isWide) = (Self.length(value), true)
      case "subdivision", "name": detail = Self.length(value)
      default: break
      }
      // A sum, so that the parameters' order does not matter.
      shape &+= Self.mixed(Self.hash(name) &+ detail &* 0x9E37_79B9_7F4A_7C15)
    }
    let (rows, isBeyond) = page.multipliedReportingOverflow(by: limit)
    if limit > 100 || isBeyond || rows > 5_000 { isHeavy = true }
    shape = Self.mixed(shape)
  }

  private static func magnitude(_ value: String) -> UInt64 {
    UInt64((Int(value) ?? 0).magnitude.leadingZeroBitCount)
  }

  private static func length(_ value: String) -> UInt64 { UInt64(min(value.utf8.count, 4)) }

  private static func hash(_ text: String) -> UInt64 {
    text.utf8.reduce(0xCBF2_9CE4_8422_2325) { ($0 ^ UInt64($1)) &* 0x100_0000_01B3 }
  }

  /// The finaliser of SplitMix64 (Steele, Lea, Flood 2014).
  private static func mixed(_ number: UInt64) -> UInt64 {
    var number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
    return number ^ number >> 31
  }
}
