internal import PlatCommon
internal import PlatGeometry
internal import PlatListings

/// The subject and its comparables at their true relative positions, with distance rings and a
/// scale, on a plain background.
struct ReportMap {
  static let width = 480.0
  static let height = 290.0

  private let answer: MarketAnswer
  /// Metres east and north of the subject; nil for a comparable without a position.
  private let offsets: [(east: Double, north: Double)?]
  /// Drawing units per metre.
  private let scale: Double

  init(_ answer: MarketAnswer) {
    self.answer = answer
    let subject = answer.analysis.subject.coordinate
    // Flat within a few miles: a degree of longitude shrinks with the cosine of the latitude.
    let perDegree = 111_320.0
    let shrink = max(cos(subject.latitudeDegrees * .pi / 180), 0.01)
    offsets = answer.listings.map { listing in
      listing.position.map { position in
        var east = position.longitudeDegrees - subject.longitudeDegrees
        if east > 180 { east -= 360 } else if east < -180 { east += 360 }
        return (
          east: east * perDegree * shrink,
          north: (position.latitudeDegrees - subject.latitudeDegrees) * perDegree
        )
      }
    }
    let east = offsets.compactMap { $0?.east.magnitude }.max() ?? 0
    let north = offsets.compactMap { $0?.north.magnitude }.max() ?? 0
    let farthest = max(east, north)
    let radius = answer.analysis.search.reach.radiusMeters
    var scale = min(
      (Self.width / 2 - 26) / max(east, 120), (Self.height / 2 - 24) / max(north, 120))
    // The search's ring is in the picture unless the rest would become small.
    if radius <= 1.7 * farthest { scale = min(scale, (Self.height / 2 - 12) / radius) }
    self.scale = scale
  }

  /// The drawing.
  var svg: String {
    let (x, y) = (Self.width / 2, Self.height / 2)
    var body = [HTML.box(0.5, 0.5, Self.width - 1, Self.height - 1, "ground", round: 4)]
    let badges = labels
    for (meters, _) in rings { body.append(HTML.circle(x, y, meters * scale, "ring")) }
    let reach = answer.analysis.search.reach
    if showsReach { body.append(HTML.circle(x, y, reach.radiusMeters * scale, "reach")) }
    for (place, offset) in offsets.enumerated() {
      guard let offset else { continue }
      let (spotX, spotY) = (x + offset.east * scale, y - offset.north * scale)
      let badge = badges[place]
      body.append(HTML.line(spotX, spotY, badge.x, badge.y, "leader"))
      body.append(HTML.circle(spotX, spotY, 3.2, isHidden(place) ? "about" : "spot"))
    }
    for (place, badge) in badges.enumerated() where offsets[place] != nil {
      body.append(HTML.circle(badge.x, badge.y, 9, "badge"))
      body.append(HTML.text(badge.x, badge.y + 4, "\(place + 1)", "small strong", anchor: "middle"))
    }
    body.append(home(x, y))
    for (meters, label) in rings
      + (showsReach
        ? [(reach.radiusMeters, "searched: \(Figures.plain(reach.radiusMiles)) mi")] : [])
    {
      let place = free(meters * scale, badges)
      body.append(HTML.text(place.x, place.y + 4, label, "soft small halo", anchor: "middle"))
    }
    body += scaleBar
    body.append(HTML.text(Self.width - 16, 22, "N", "soft strong", anchor: "middle"))
    body.append("<path d=\"M\(HTML.place(Self.width - 16)) 26l4 12-4-3-4 3z\" class=\"soft\"/>")
    if offsets.indices.contains(where: isHidden) {
      body.append(
        HTML.text(
          Self.width - 10, Self.height - 10, "dashed: place known roughly", "soft small",
          anchor: "end"))
    }
    body.append(HTML.box(0.5, 0.5, Self.width - 1, Self.height - 1, "frame", round: 4))
    return HTML.drawing(Self.width, Self.height, "Map of the home and its comparables", body)
  }

  /// Whether the circle of the search is in the picture.
  private var showsReach: Bool {
    answer.analysis.search.reach.radiusMeters * scale < min(Self.width, Self.height) / 2
  }

  /// The point on a circle that is farthest from the numbers and the edges.
  private func free(_ radius: Double, _ badges: [(x: Double, y: Double)]) -> (x: Double, y: Double)
  {
    let (x, y) = (Self.width / 2, Self.height / 2)
    let places = (0..<24).map { step in
      let angle = (Double(step) * 15 - 90) * .pi / 180
      return (x: x + cos(angle) * radius, y: y + sin(angle) * radius)
    }.filter { $0.x > 50 && $0.x < Self.width - 50 && $0.y > 10 && $0.y < Self.height - 10 }
    // Among equal points the first, which is the uppermost.
    func room(_ place: (x: Double, y: Double)) -> Double {
      let nearest = badges.map { badge in
        let (dx, dy) = ((badge.x - place.x) / 2, badge.y - place.y)
        return (dx * dx + dy * dy).squareRoot()
      }
      return min(nearest.min() ?? 60, 60)
    }
    return places.max { room($0) < room($1) } ?? (x: x, y: y - radius)
  }

  /// Whether the seller hides the address: it has no street, and its position is rounded.
  private func isHidden(_ place: Int) -> Bool {
    guard answer.listings[place].streetAddress.isEmpty,
      let position = answer.listings[place].position
    else {
      return false
    }
    return [position.latitude, position.longitude].allSatisfy {
      Int64($0) % ListingDisplay.coarseStep == 0
    }
  }

  private func home(_ x: Double, _ y: Double) -> String {
    "<path d=\"M\(HTML.place(x)) \(HTML.place(y - 10))l10 9h-3v9h-14v-9h-3z\" class=\"home\"/>"
  }

  /// Two or three rings at round distances within the picture.
  private var rings: [(meters: Double, label: String)] {
    let most = (Self.height / 2 - 16) / scale / Length.metersPerMile
    let steps: [(Double, String)] = [
      (0.05, "0.05 mi"), (0.1, "0.1 mi"), (0.25, "¼ mi"), (0.5, "½ mi"), (1, "1 mi"), (2, "2 mi"),
      (3, "3 mi"),
      (5, "5 mi"), (10, "10 mi"), (15, "15 mi"), (25, "25 mi"),
    ]
    return steps.filter { $0.0 <= most && $0.0 >= most / 6 }.suffix(3).map {
      ($0.0 * Length.metersPerMile, $0.1)
    }
  }

  /// A bar of a round length at the lower left.
  private var scaleBar: [String] {
    let lengths: [(Double, String)] = [
      (15.24, "50 ft"), (30.48, "100 ft"), (76.2, "250 ft"), (152.4, "500 ft"), (304.8, "1,000 ft"),
      (Length.metersPerMile / 4, "¼ mile"), (Length.metersPerMile / 2, "½ mile"),
      (Length.metersPerMile, "1 mile"),
      (Length.metersPerMile * 2, "2 miles"), (Length.metersPerMile * 5, "5 miles"),
      (Length.metersPerMile * 10, "10 miles"),
    ]
    guard let (meters, label) = lengths.last(where: { $0.0 * scale <= 110 }) ?? lengths.first else {
      return []
    }
    let (x, y, length) = (14.0, Self.height - 14, meters * scale)
    return [
      HTML.line(x, y, x + length, y, "rule"), HTML.line(x, y - 4, x, y, "rule"),
      HTML.line(x + length, y - 4, x + length, y, "rule"), HTML.text(x, y - 7, label, "small"),
    ]
  }

  /// The places of the numbers: next to their spots, pushed apart if they would cover each other or
  /// the home.
  private var labels: [(x: Double, y: Double)] {
    let (x, y) = (Self.width / 2, Self.height / 2)
    let spots = offsets.map { offset in
      offset.map { (x: x + $0.east * scale, y: y - $0.north * scale) } ?? (x: -100, y: -100)
    }
    var labels = spots.enumerated().map { place, spot in
      // Outward from the home, or in a different direction for each number whose spot is on the
      // home.
      let (east, north) = (spot.x - x, spot.y - y)
      let length = (east * east + north * north).squareRoot()
      let angle = Double(place) * 2.4
      let (dx, dy) = length > 1 ? (east / length, north / length) : (cos(angle), sin(angle))
      return (x: spot.x + dx * 13, y: spot.y + dy * 13)
    }
    // Labels avoid the home, all spots and all other labels.
    for _ in 0..<120 {
      for first in labels.indices {
        let others =
          labels.indices.filter { $0 != first }.map { (labels[$0], 20.0) }
          + spots.map { ($0, 13.5) }
        for (other, distance) in others + [((x: x, y: y), 22.0)] {
          let (dx, dy) = (labels[first].x - other.x, labels[first].y - other.y)
          let length = max((dx * dx + dy * dy).squareRoot(), 0.01)
          guard length < distance else { continue }
          let push = (distance - length) / 2
          // Slightly off the line between them, because three in a row would never separate.
          labels[first].x += (dx / length + dy / length * 0.15) * push
          labels[first].y += (dy / length - dx / length * 0.15) * push
        }
        labels[first].x = min(max(labels[first].x, 12), Self.width - 12)
        labels[first].y = min(max(labels[first].y, 12), Self.height - 12)
      }
    }
    return labels
  }
}
