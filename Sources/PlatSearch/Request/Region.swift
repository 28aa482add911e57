public import PlatGeometry

/// The region of matching listings: a listing must be in every given part.
///
/// A listing without a position is in no region; a region without parts does not require a
/// position.
public struct Region: Hashable, Sendable {
  /// Plain boxes; a listing must be in one of them.
  ///
  /// One box, or the two of a box across the antimeridian (`Box.spanning`); nil for anywhere, empty
  /// for nowhere.
  public var boxes: [Box]?
  /// A circle, its border included.
  public var circle: Circle?
  /// A polygon or multipolygon, its border included.
  public var polygon: Polygon?

  /// Makes a region of parts; a listing must be in all of them.
  public init(boxes: [Box]? = nil, circle: Circle? = nil, polygon: Polygon? = nil) {
    self.boxes = boxes
    self.circle = circle
    self.polygon = polygon
  }

  /// Whether the region has no parts.
  public var isEverywhere: Bool { boxes == nil && circle == nil && polygon == nil }

  /// Boxes that contain the whole region, for the walk of the tree; nil for anywhere.
  var bounds: [Box]? {
    var bounds = boxes
    if let circle { bounds = Self.common(bounds, circle.boundingBoxes) }
    if let polygon { bounds = Self.common(bounds, [polygon.boundingBox]) }
    return bounds
  }

  /// The intersection of some boxes, or of everywhere, with others.
  private static func common(_ known: [Box]?, _ part: [Box]) -> [Box] {
    guard let known else { return part }
    return known.flatMap { a in part.map { a.intersection($0) } }.filter { !$0.isEmpty }
  }

  /// Whether ``bounds`` are exactly the region.
  var isBoxes: Bool { circle == nil && polygon == nil }
}
