public import PlatCommon
public import PlatGeometry
internal import PlatStore
internal import Synchronization

/// Stores drawn areas under short names, so that the URL of a tile or a search can hold one.
///
/// A name is a hash of the polygon's rings, so it is the same on every server. Areas are kept in
/// `areas.sqlite` of the index directory and outlast restarts and builds. The store holds at most
/// 10,000 areas and 256 MiB; the least recently used area makes room for a new one. The most
/// recently used areas are in memory, ready for searches. Any number of threads may use a store at
/// once.
///
///     let store = AreaStore(directory: "indexes/demo")
///     let name = try store.keep(polygon).name
///     let same = try store.polygon(named: name)
public final class AreaStore: Sendable {
  /// The name of the store in an index directory.
  public static let storeName = "areas.sqlite"

  /// The limits of the store.
  public struct Limits: Sendable {
    /// The greatest number of areas.
    public var areas = 10_000
    /// The greatest total size of their rings in bytes, 16 for each corner.
    public var bytes = 256 << 20
    /// The number of areas in memory.
    public var inMemory = 64

    /// Makes the default limits.
    public init() {}
  }

  private let path: String
  private let limits: Limits
  private let clock: WallClock
  private let kept: Mutex<BoundedCache<String, Polygon>>
  private let opened = Mutex<AreaTable?>(nil)

  /// Takes the directory; the store opens on first use.
  public init(directory: String, clock: WallClock = .system(), limits: Limits = Limits()) {
    path = directory + "/" + Self.storeName
    (self.clock, self.limits) = (clock, limits)
    kept = Mutex(BoundedCache(count: limits.inMemory))
  }

  /// Whether a text can be a name: sixteen lower-case hexadecimal digits.
  public static func isName(_ text: String) -> Bool {
    text.utf8.count == 16
      && text.utf8.allSatisfy {
        $0 &- UInt8(ascii: "0") < 10 || $0 &- UInt8(ascii: "a") < 6
      }
  }

  /// Stores a polygon.
  ///
  /// - Returns: Its name, and the error if the store cannot be written; the polygon is then kept in
  ///   memory until the process ends.
  public func keep(_ polygon: Polygon) -> (name: String, failure: StoreError?) {
    let shape = polygon.encoded
    var failure: StoreError?
    // Two polygons do not share a hash by chance; one crafted to do so gets the next name.
    for seed in UInt64(0)... {
      let name = Self.name(shape, seed)
      if let other = kept.withLock({ $0.peek(name) }), other.encoded != shape { continue }
      do throws(StoreError) {
        guard try write(name, shape) else { continue }
      } catch { failure = error }
      kept.withLock { $0.insert(polygon, for: name) }
      return (name, failure)
    }
    return (Self.name(shape, 0), failure)
  }

  /// The polygon stored under a name; nil if there is none, or if it was evicted.
  ///
  /// - Throws: ``PlatError/records(_:)`` if the store cannot be read.
  public func polygon(named name: String) throws(PlatError) -> Polygon? {
    if let polygon = kept.withLock({ $0.value(name) }) { return polygon }
    guard Self.isName(name) else { return nil }
    let shape = try part { () throws(StoreError) in
      try table { (table) throws(StoreError) in
        if table == nil { table = try AreaTable.forReading(path) }
        return try table?.use(name, at: clock.now() / 1_000)
      }
    }
    guard let shape, let polygon = Polygon(encoded: shape.span) else { return nil }
    kept.withLock { $0.insert(polygon, for: name) }
    return polygon
  }

  /// Whether an area is in memory.
  package func keeps(_ name: String) -> Bool { kept.withLock { $0.peek(name) } != nil }

  private static func name(_ shape: [UInt8], _ seed: UInt64) -> String {
    let digits = String(KeyHash.of(shape.span, seed: seed), radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
  }

  /// Writes an area; false if another area has its name.
  private func write(_ name: String, _ shape: [UInt8]) throws(StoreError) -> Bool {
    try table { (table) throws(StoreError) in
      // The file may be removed at any time; it is then created again.
      if table?.isWritable != true || table?.hasName == false {
        table = nil
        table = try AreaTable.forWriting(path)
      }
      return try table?.write(name, shape, at: clock.now() / 1_000, limits) ?? true
    }
  }

  /// Runs a body with the table, one thread at a time; a table that failed is opened again.
  private func table<T: Sendable>(_ body: (inout AreaTable?) throws(StoreError) -> T)
    throws(StoreError) -> T
  {
    let result: Result<T, StoreError> = opened.withLock { table in
      if table?.hasName == false { table = nil }
      do throws(StoreError) { return .success(try body(&table)) } catch {
        table = nil
        return .failure(error)
      }
    }
    return try result.get()
  }
}
