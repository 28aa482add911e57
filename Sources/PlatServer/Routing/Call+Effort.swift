internal import Plat
internal import PlatCommon
internal import PlatHTTP

/// The expected amount of work of a request, which decides where it runs.
enum Effort: Sendable, Equatable {
  /// It runs on the loop.
  case light
  /// It runs on a lane.
  case lane(LaneName)
  /// It runs on a lane if similar requests were slow recently, or are expected to be on an index of
  /// this size.
  case measured(LaneName)
  /// The same for a map request, which costs little if the map has the filter cached.
  case map
}

extension Call {
  /// The effort of a search.
  var searchEffort: Effort {
    demand.isHeavy || demand.namesArea ? .lane(.scans) : .measured(.scans)
  }

  /// The effort of a map request.
  var mapEffort: Effort {
    demand.isHeavy || (demand.namesArea && namesUnreadArea) ? .lane(.scans) : .map
  }

  /// Whether a box of the map covers more tiles at its zoom than a screen shows, and so perhaps
  /// thousands of features.
  ///
  /// The boxes stay in the call for the handler.
  mutating func hasWideBox() -> Bool {
    guard let text = try? value("bbox"), let zoom = try? number("zoom"),
      let boxes = try? MapParameters.boxes(text)
    else { return false }
    self.boxes = boxes
    let tiles = Double(1 << min(zoom, 40))
    return boxes.reduce(0.0) { sum, box in
      let wide = (Double(box.east) - Double(box.west)) / 3.6e9 * tiles
      let high = (Double(box.north) - Double(box.south)) / 1.7e9 * tiles
      return sum + max(wide, 1) * max(high, 1)
    } > 32
  }

  /// The expected microseconds of a request without measured cost, from the index size alone.
  func expectedMicroseconds(of effort: Effort, isKept: Bool) -> Double {
    let millions = Double(generation.listings.count) / 1e6
    switch effort {
    case .light: return 0
    case .lane: return .infinity
    case .map: return isKept ? 20 : 1_000 * millions
    case .measured:
      guard route.filters == .search else { return 100 * millions }
      return (demand.isWide ? 1_000 : 300) * millions
    }
  }
}
