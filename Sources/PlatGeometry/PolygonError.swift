public import PlatCommon
public import PlatJSON

/// Why a text or a JSON value is not a polygon, and where.
public struct PolygonError: Error, Equatable {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The text is not JSON.
    case json(JSONError)
    /// Something else was expected: in WKT at a byte offset from 0, in GeoJSON in a member or
    /// element.
    case expected(String, found: String, offset: Int?)
    /// There is no polygon, or a polygon has no rings.
    case empty
    /// A longitude is not from -180 to 180, or a latitude not from -90 to 90; in degrees, as
    /// written.
    case outOfRange(longitude: Double, latitude: Double)
    /// A ring has fewer than four positions.
    case tooFewPositions(Int)
    /// A ring's last position differs from its first.
    case notClosed
    /// There are more positions than allowed.
    case tooManyVertices(limit: Int)
    /// There are more rings than allowed.
    case tooManyRings(limit: Int)
    /// The rings are not a valid polygon: GEOS's reason, with its position in degrees if it gives
    /// one.
    case invalid(String, longitude: Double?, latitude: Double?)
    /// Edges touch, and too many edges have overlapping boxes to check in time whether they are
    /// valid.
    case tooEntangled
    /// The check ended before it was complete: its `WorkLimit` passed, or nobody waits for it.
    case ended(WorkEnded)
  }

  /// A part of the text; each number counts from 1 and is nil if it does not apply.
  public struct Place: Equatable, Sendable {
    /// The feature of a FeatureCollection.
    public var feature: Int?
    /// The polygon of a MultiPolygon.
    public var polygon: Int?
    /// The ring of a polygon; the first is the exterior one.
    public var ring: Int?
    /// The position of a ring.
    public var position: Int?
  }

  /// What is wrong.
  public let reason: Reason
  /// The part of the text at fault.
  public let place: Place
}

extension PolygonError.Place: CustomStringConvertible {
  /// The place in words, such as `feature 3, ring 1, position 7`; empty if it is the whole text.
  public var description: String {
    [("feature", feature), ("polygon", polygon), ("ring", ring), ("position", position)]
      .compactMap { name, number in number.map { "\(name) \($0)" } }.joined(separator: ", ")
  }
}

extension PolygonError: CustomStringConvertible {
  /// The error message: the place, the reason and the remedy.
  public var description: String {
    let place = place.description
    return place.isEmpty ? reason.description : "\(place): \(reason)"
  }
}

extension PolygonError.Reason: CustomStringConvertible {
  /// The reason in words.
  public var description: String {
    switch self {
    case .json(let error): return "not JSON: \(error)"
    case .expected(let what, let found, let offset):
      return (offset.map { "byte \($0): " } ?? "") + "expected \(what), found \(found)"
    case .empty: return "no polygon: expected at least one ring of four positions"
    case .outOfRange(let longitude, let latitude):
      return
        """
        longitude \(longitude), latitude \(latitude) is not on the globe: expected WGS 84 \
        degrees, longitude first
        """
    case .tooFewPositions(let count): return "the ring has \(count) positions: expected at least 4"
    case .notClosed: return "the ring is not closed: repeat its first position at its end"
    case .tooManyVertices(let limit): return "more than \(limit) positions: simplify the polygon"
    case .tooManyRings(let limit):
      return "more than \(limit) rings: split the region, or simplify it"
    case .tooEntangled:
      return
        "its rings touch and are too entangled to be checked: simplify the polygon, or split it"
    case .ended(.deadline):
      return "the check of the polygon took too long and was ended; simplify it, or ask again"
    case .ended(.cancelled): return "the check of the polygon was cancelled"
    case .invalid(let reason, let longitude, let latitude):
      guard let longitude, let latitude else { return "invalid polygon: \(reason)" }
      return "invalid polygon: \(reason) at longitude \(longitude), latitude \(latitude)"
    }
  }
}
