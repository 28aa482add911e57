import Foundation
public import PlatGeometry
public import PlatSearch

extension RequestMaker {
  /// A position: mostly that of a listing, or near one.
  public mutating func position() -> Coordinate {
    let anywhere = Coordinate(
      longitude: Int32(draw.int(-1_800_000_000...1_800_000_000)),
      latitude: Int32(draw.int(-900_000_000...900_000_000)))
    guard !listings.isEmpty, draw.percent(92), let known = draw.one(of: listings).position else {
      return anywhere
    }
    switch draw.int(0...3) {
    case 0: return known
    case 1: return moved(known, draw.int(-40...40), draw.int(-40...40))
    default: return moved(known, draw.int(-900_000...900_000), draw.int(-900_000...900_000))
    }
  }

  /// A position some steps away, across the antimeridian if necessary.
  private func moved(_ position: Coordinate, _ longitude: Int, _ latitude: Int) -> Coordinate {
    var x = Int(position.longitude) + longitude
    while x > 1_800_000_000 { x -= 3_600_000_000 }
    while x < -1_800_000_000 { x += 3_600_000_000 }
    let y = min(max(Int(position.latitude) + latitude, -900_000_000), 900_000_000)
    return Coordinate(longitude: Int32(x), latitude: Int32(y))
  }

  /// A length in steps, with each magnitude equally likely.
  private mutating func reach(upTo most: Double = 1_800_000_000) -> Int {
    Int(most * pow(2, -draw.double(0...30)))
  }

  /// A region of random parts.
  public mutating func region() -> Region {
    var region = Region()
    switch draw.int(0...9) {
    case 0, 1, 2: region.boxes = boxes()
    case 3, 4: region.circle = circle()
    case 5, 6: region.polygon = polygon()
    case 7: (region.boxes, region.circle) = (boxes(), circle())
    case 8: (region.circle, region.polygon) = (circle(), polygon())
    default: (region.boxes, region.circle, region.polygon) = (boxes(), circle(), polygon())
    }
    return region
  }

  /// One box, the two of one across the antimeridian, none, or several.
  public mutating func boxes() -> [Box] {
    switch draw.int(0...11) {
    case 0: return []
    case 1: return [.world]
    case 2: return [.empty, Box(west: 5, south: 5, east: 4, north: 4)]
    case 3: return (0..<draw.int(2...4)).flatMap { _ in [box()] }
    case 4:
      // Across the antimeridian: the west is greater than the east.
      let (a, b) = (position(), position())
      return Box.spanning(
        west: max(a.longitude, b.longitude), south: min(a.latitude, b.latitude),
        east: min(a.longitude, b.longitude),
        north: max(a.latitude, b.latitude))
    case 5:
      // A box with listings at its corners.
      let (a, b) = (position(), position())
      return [
        Box(
          west: min(a.longitude, b.longitude), south: min(a.latitude, b.latitude),
          east: max(a.longitude, b.longitude),
          north: max(a.latitude, b.latitude))
      ]
    case 6:
      let center = position()
      return Box.spanning(
        west: moved(center, -reach(), 0).longitude, south: moved(center, 0, -reach()).latitude,
        east: moved(center, reach(), 0).longitude, north: moved(center, 0, reach()).latitude)
    default: return [box()]
    }
  }

  private mutating func box() -> Box {
    let center = position()
    func side(_ middle: Int32, _ reach: Int, _ most: Int) -> Int32 {
      Int32(min(max(Int(middle) + reach, -most), most))
    }
    return Box(
      west: side(center.longitude, -reach(), 1_800_000_000),
      south: side(center.latitude, -reach(), 900_000_000),
      east: side(center.longitude, reach(), 1_800_000_000),
      north: side(center.latitude, reach(), 900_000_000))
  }

  /// A circle.
  public mutating func circle() -> Circle? {
    let center = position()
    var radius = 20_000_000 * pow(2, -draw.double(0...30))
    switch draw.int(0...6) {
    case 0: radius = 0
    // Exactly through a listing.
    case 1: radius = Geodesic.distance(from: center, to: position())
    case 2: radius = Circle.greatestRadius
    default: break
    }
    return try? Circle(center: center, radiusMeters: min(radius, Circle.greatestRadius))
  }

  /// A random valid polygon: a star, a box along listings' coordinates, one with a hole, or two of
  /// them.
  public mutating func polygon() -> Polygon? {
    for _ in 0..<20 {
      let text: String
      switch draw.int(0...3) {
      case 0: text = "POLYGON ((\(alongListings())))"
      case 1:
        let (center, size) = (position(), reach(upTo: 900_000_000))
        text =
          """
          POLYGON ((\(star(center, Double(size), 0.5...1))), \
          (\(star(center, Double(size), 0.1...0.3))))
          """
      case 2:
        let stars = (0..<2).map { _ in
          "((\(star(position(), Double(reach(upTo: 400_000_000)), 0.3...1))))"
        }
        text = "MULTIPOLYGON (\(stars.joined(separator: ", ")))"
      default: text = "POLYGON ((\(star(position(), Double(reach(upTo: 900_000_000)), 0.2...1))))"
      }
      if let polygon = try? Polygon(parsing: text) { return polygon }
    }
    return nil
  }

  private mutating func alongListings() -> String {
    let (a, b) = (position(), position())
    let corners = [
      (a.longitude, a.latitude), (b.longitude, a.latitude), (b.longitude, b.latitude),
      (a.longitude, b.latitude),
      (a.longitude, a.latitude),
    ]
    return corners.map { Self.written(Double($0.0), Double($0.1)) }.joined(separator: ", ")
  }

  private mutating func star(_ center: Coordinate, _ size: Double, _ share: ClosedRange<Double>)
    -> String
  {
    let corners = draw.int(3...12)
    var points: [String] = []
    for corner in 0..<corners {
      let angle = (Double(corner) + draw.double(0...0.8)) / Double(corners) * 2 * .pi
      let reach = size * draw.double(share)
      let x = Double(center.longitude) + cos(angle) * reach
      let y = Double(center.latitude) + sin(angle) * reach
      points.append(
        Self.written(min(max(x, -1.8e9), 1.8e9).rounded(), min(max(y, -9e8), 9e8).rounded()))
    }
    return (points + points.prefix(1)).joined(separator: ", ")
  }

  private static func written(_ longitude: Double, _ latitude: Double) -> String {
    "\(longitude / 1e7) \(latitude / 1e7)"
  }
}
