internal import Plat
internal import PlatCommon
internal import PlatHTTP

/// How much work a request is expected to be, and so where it is done.
enum Effort: Sendable, Equatable {
  /// It is done on the loop.
  case light
  /// It is work for a lane.
  case lane(LaneName)
  /// It is work for a lane where its like took long lately, or is expected to on an index of this
  /// size.
  case measured(LaneName)
  /// The same for a question of the map, which costs little where the map knows the filter.
  case map
}

extension Call {
  /// The effort of a search.
  var searchEffort: Effort { hasHeavyParameter ? .lane(.scans) : .measured(.scans) }

  /// The effort of a question of the map.
  var mapEffort: Effort { hasHeavyParameter ? .lane(.scans) : .map }

  /// Whether a parameter takes long, whatever the filter: counts and sums over all matches,
  /// polygons, the farthest first, pages that begin far behind.
  var hasHeavyParameter: Bool {
    var (page, limit) = (1, 20)
    for (name, value) in query {
      switch name {
      case "facets", "statistics", "within": return true
      case "sort": if value == "-distance" { return true }
      case "page": page = Int(value) ?? 1
      case "limit": limit = Int(value) ?? 20
      default: continue
      }
    }
    return limit > 100 || page.multipliedReportingOverflow(by: limit).overflow
      || page * limit > 5_000
  }

  /// Whether a box of the map holds more tiles at its zoom than a screen shows, and so perhaps
  /// thousands of features.
  var hasWideBox: Bool {
    guard let text = try? value("bbox"), let zoom = try? number("zoom"),
      let boxes = try? MapParameters.boxes(text)
    else { return false }
    let tiles = Double(1 << min(zoom, 40))
    return boxes.reduce(0.0) { sum, box in
      let wide = (Double(box.east) - Double(box.west)) / 3.6e9 * tiles
      let high = (Double(box.north) - Double(box.south)) / 1.7e9 * tiles
      return sum + max(wide, 1) * max(high, 1)
    } > 32
  }

  /// What tells requests of like cost apart from others: the route, the names of the parameters,
  /// and of the values the order, the zoom, how many listings are passed over and how short a part
  /// of a name is.
  var shape: UInt64 {
    var shape = FastHash.of(route.name)
    if route.pattern.names.first == "z", let zoom = path.first { shape &+= FastHash.of(zoom) }
    for (name, value) in query {
      let detail: UInt64
      switch name {
      case "sort", "zoom": detail = FastHash.of(value)
      case "page", "limit": detail = UInt64((Int(value) ?? 0).magnitude.leadingZeroBitCount)
      case "city", "subdivision", "name": detail = UInt64(min(value.utf8.count, 4))
      default: detail = 0
      }
      // A sum, so that the parameters' order does not matter.
      shape &+= SplitMix64.mix(FastHash.of(name) &+ detail &* SplitMix64.increment)
    }
    return SplitMix64.mix(shape)
  }

  /// The microseconds of a request whose like was not seen yet, from the size of the index alone.
  func expectedMicroseconds(of effort: Effort, isKept: Bool) -> Double {
    let millions = Double(generation.listings.count) / 1e6
    switch effort {
    case .light: return 0
    case .lane: return .infinity
    case .map: return isKept ? 20 : 1_000 * millions
    case .measured:
      guard route.filters == .search else { return 100 * millions }
      let isWide = query.contains {
        $0.name == "sort" || $0.name == "page" || $0.name == "city" || $0.name == "limit"
      }
      return (isWide ? 1_000 : 300) * millions
    }
  }

}
