internal import PlatCommon
internal import PlatGeometry
internal import Synchronization

/// The most recently used place boundaries, ready for searches.
final class PlaceBoundaries: Sendable {
  private let kept = Mutex(BoundedCache<String, Polygon>(count: 64))

  func value(_ id: String) -> Polygon? { kept.withLock { $0.value(id) } }

  func keep(_ polygon: Polygon, _ id: String) { kept.withLock { $0.insert(polygon, for: id) } }
}
