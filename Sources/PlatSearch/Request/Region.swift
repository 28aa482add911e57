public import PlatGeometry

/// Where a listing must lie to match: in every part that is given.
///
/// A listing without a position lies in no region; a region without parts does not ask for a
/// position.
public struct Region: Hashable, Sendable {
  /// Plain boxes, in one of which a listing must lie.
  ///
  /// One, or the two of a box across the antimeridian (`Box.spanning`); nil for anywhere, empty for
  /// nowhere.
  public var boxes: [Box]?
  /// A circle, its border included.
  public var circle: Circle?
  /// A polygon or multipolygon, its border included.
  public var polygon: Polygon?

  /// Makes a region of parts, all of which a listing must lie in.
  public init(boxes: [Box]? = nil, circle: Circle? = nil, polygon: Polygon? = nil) {
    self.boxes = boxes
    self.circle = circle
    self.polygon = polygon
  }

  /// Whether no part is given.
  public var isEverywhere: Bool { boxes == nil && circle == nil && polygon == nil }

  /// Boxes that hold the whole region, for the walk of the tree; nil for anywhere.
  var bounds: [Box]? {
    var bounds = boxes
    if let circle { bounds = Self.common(bounds, circle.boundingBoxes) }
    if let polygon { bounds = Self.common(bounds, [polygon.boundingBox]) }
    return bounds
  }

  /// What some boxes, or everywhere, and some others share.
  private static func common(_ known: [Box]?, _ part: [Box]) -> [Box] {
    guard let known else { return part }
    return known.flatMap { a in part.map { a.intersection($0) } }.filter { !$0.isEmpty }
  }

  /// Whether ``bounds`` are the region itself.
  var isBoxes: Bool { circle == nil && polygon == nil }
}
