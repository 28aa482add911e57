internal import Plat
internal import PlatCommon

/// The cost that a request's names and values imply, read in one pass.
struct Demand: Sendable {
  /// Whether a parameter is slow with any filter: totals over all matches, polygons, farthest
  /// first, far pages.
  private(set) var isHeavy = false
  /// Whether `within` names an area: a search in it is slow; a map caches it after the first tile.
  private(set) var namesArea = false
  /// Whether a search touches more than its first page: it has an order, a page or a text.
  private(set) var isWide = false
  /// A hash for requests of similar cost: the route, the parameter names, and the values that
  /// decide the cost.
  private(set) var shape: UInt64

  init(_ route: Route, path: [String], _ arguments: [Argument]) {
    shape = FastHash.of(route.name)
    if route.pattern.names.first == "z", let zoom = path.first { shape &+= FastHash.of(zoom) }
    var (page, limit) = (1, 20)
    for argument in arguments {
      let (name, value) = (argument.name, argument.value)
      var detail: UInt64 = 0
      switch name {
      case "facets", "statistics": isHeavy = true
      case "within":
        if AreaReference(value) != nil { namesArea = true } else { isHeavy = true }
      case "sort":
        (detail, isWide) = (FastHash.of(value), true)
        if value == "-distance" { isHeavy = true }
      case "zoom": detail = FastHash.of(value)
      case "page":
        page = Int(value) ?? 1
        (detail, isWide) = (Self.magnitude(value), true)
      case "limit":
        limit = Int(value) ?? 20
        (detail, isWide) = (Self.magnitude(value), true)
      case "bounds": isWide = true
      case "where": (detail, isWide) = (UInt64(value.utf8.count.leadingZeroBitCount), true)
      case "city": (detail, isWide) = (Self.length(value), true)
      case "subdivision", "name": detail = Self.length(value)
      default: break
      }
      // A sum, so that the order of parameters does not matter.
      shape &+= SplitMix64.mix(FastHash.of(name) &+ detail &* SplitMix64.increment)
    }
    let (rows, isBeyond) = page.multipliedReportingOverflow(by: limit)
    if limit > 100 || isBeyond || rows > 5_000 { isHeavy = true }
    shape = SplitMix64.mix(shape)
  }

  private static func magnitude(_ value: String) -> UInt64 {
    UInt64((Int(value) ?? 0).magnitude.leadingZeroBitCount)
  }

  private static func length(_ value: String) -> UInt64 { UInt64(min(value.utf8.count, 4)) }
}
