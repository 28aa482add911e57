internal import CPlatPROJ

/// Converts eastings and northings of a coordinate reference system to WGS 84 degrees, through
/// PROJ.
///
/// The order is always x then y, easting then northing (longitude then latitude for a geographic
/// system), whatever order the system's own definition uses; units are those of the system, such as
/// US survey feet. Use it to read a feed with projected positions; to draw maps, use ``Mercator``.
///
/// PROJ is loaded when the first projection is made; the program does not link it. PROJ's handles
/// may be used by one thread at a time, so a projection has one owner.
@safe
public struct Projection: ~Copyable, @unchecked Sendable {
  /// The system's code, such as `EPSG:2285`.
  public let code: String

  private let proj: UnsafePointer<plat_proj_functions>
  private let context: OpaquePointer
  private let transformation: OpaquePointer
  /// The system's area of use, in degrees; west is above east if it crosses the antimeridian.
  private let area: (west: Double, south: Double, east: Double, north: Double)

  /// The distance in degrees beyond its area of use within which a system's results are accepted.
  private static let margin = 1.0

  /// Finds a coordinate reference system.
  ///
  /// - Parameter code: `EPSG:` and a number.
  /// - Throws: ``ProjectionError`` if the code is invalid, unknown to PROJ, or not convertible to
  ///   degrees.
  /// - Complexity: A few milliseconds: PROJ searches its database.
  public init(epsg code: String) throws(ProjectionError) {
    // PROJ would also accept files, pipelines and addresses.
    let number = code.utf8.dropFirst(5)
    guard code.lowercased().hasPrefix("epsg:"), (1...9).contains(number.count),
      number.allSatisfy({ $0 >= UInt8(ascii: "0") && $0 <= UInt8(ascii: "9") })
    else { throw ProjectionError(.notACode(code)) }
    guard let library = PROJLibrary.shared else {
      throw ProjectionError(.missingLibrary(PROJLibrary.name))
    }
    let proj = unsafe library.functions
    guard let context = unsafe proj.pointee.context_create() else {
      throw ProjectionError(.unusable(code))
    }
    _ = unsafe proj.pointee.log_level(context, PJ_LOG_NONE)
    _ = unsafe proj.pointee.context_set_enable_network(context, 0)
    guard let system = unsafe proj.pointee.create(context, code) else {
      _ = unsafe proj.pointee.context_destroy(context)
      throw ProjectionError(.unknown(code))
    }
    var area = (west: -180.0, south: -90.0, east: 180.0, north: 90.0)
    let hasArea = unsafe proj.pointee.get_area_of_use(
      context, system, &area.west, &area.south, &area.east, &area.north, nil)
    // PROJ returns -1000 for unknown bounds.
    if hasArea == 0 || area.south < -90 { area = (west: -180, south: -90, east: 180, north: 90) }
    let type = unsafe proj.pointee.get_type(system)
    let isHorizontal =
      switch type {
      case PJ_TYPE_PROJECTED_CRS, PJ_TYPE_GEOGRAPHIC_2D_CRS, PJ_TYPE_GEOGRAPHIC_3D_CRS,
        PJ_TYPE_COMPOUND_CRS:
        true
      default: false
      }
    _ = unsafe proj.pointee.destroy(system)
    guard isHorizontal,
      let given = unsafe proj.pointee.create_crs_to_crs(context, code, "EPSG:4326", nil)
    else {
      _ = unsafe proj.pointee.context_destroy(context)
      throw ProjectionError(.unusable(code))
    }
    let normalised = unsafe proj.pointee.normalize_for_visualization(context, given)
    _ = unsafe proj.pointee.destroy(given)
    guard let transformation = unsafe normalised else {
      _ = unsafe proj.pointee.context_destroy(context)
      throw ProjectionError(.unusable(code))
    }
    self.code = code
    self.area = area
    unsafe self.proj = unsafe proj
    unsafe self.context = unsafe context
    unsafe self.transformation = unsafe transformation
  }

  deinit {
    _ = unsafe proj.pointee.destroy(transformation)
    _ = unsafe proj.pointee.context_destroy(context)
  }

  /// Converts positions to degrees, in place.
  ///
  /// Positions that the system cannot convert, or converts to more than one degree outside its area
  /// of use, become infinite: such numbers are mostly degrees or belong to another system. An
  /// easting beyond the edge of a map of the whole globe wraps around, as in PROJ.
  ///
  /// - Parameters:
  ///   - x: Eastings; become longitudes.
  ///   - y: Northings, of the same number; become latitudes.
  /// - Returns: The number of positions that became infinite.
  /// - Complexity: About 1 µs a position.
  @discardableResult
  public mutating func transform(x: inout MutableSpan<Double>, y: inout MutableSpan<Double>) -> Int
  {
    precondition(x.count == y.count, "each x needs its y")
    let stride = MemoryLayout<Double>.stride
    let count = x.count
    unsafe x.withUnsafeMutableBufferPointer { x in
      unsafe y.withUnsafeMutableBufferPointer { y in
        _ = unsafe proj.pointee.trans_generic(
          transformation, PJ_FWD, x.baseAddress, stride, count, y.baseAddress, stride, count, nil,
          0, 0, nil, 0, 0)
      }
    }
    var failures = 0
    for i in 0..<count where !isPlausible(longitude: x[i], latitude: y[i]) {
      x[i] = .infinity
      y[i] = .infinity
      failures += 1
    }
    return failures
  }

  /// Converts one position to the nearest one of the grid.
  ///
  /// - Throws: ``ProjectionError`` if the system cannot convert it, see ``transform(x:y:)``.
  public mutating func position(x: Double, y: Double) throws(ProjectionError) -> Coordinate {
    var longitude: [1 of Double] = [x]
    var latitude: [1 of Double] = [y]
    var longitudes = longitude.mutableSpan
    var latitudes = latitude.mutableSpan
    transform(x: &longitudes, y: &latitudes)
    guard let position = Coordinate(latitudeDegrees: latitudes[0], longitudeDegrees: longitudes[0])
    else {
      throw ProjectionError(.outside(code, x: x, y: y))
    }
    return position
  }

  private func isPlausible(longitude: Double, latitude: Double) -> Bool {
    guard abs(longitude) <= 180, abs(latitude) <= 90 else { return false }
    guard latitude >= area.south - Self.margin, latitude <= area.north + Self.margin else {
      return false
    }
    let width = area.east - area.west + (area.east < area.west ? 360 : 0) + 2 * Self.margin
    var offset = longitude - (area.west - Self.margin)
    if offset < 0 { offset += 360 }
    if offset >= 360 { offset -= 360 }
    return offset <= width
  }
}

/// Why positions could not be converted to degrees.
public struct ProjectionError: Error, Equatable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// The text is not `EPSG:` and a number.
    case notACode(String)
    /// PROJ's database has no such code.
    case unknown(String)
    /// The code's system has no eastings and northings, or PROJ cannot convert it to WGS 84.
    case unusable(String)
    /// PROJ is not installed: no library has this name.
    case missingLibrary(String)
    /// The system, given by its code, cannot convert a position, or converts it to far outside its
    /// area of use.
    case outside(String, x: Double, y: Double)
  }

  /// What is wrong.
  public let reason: Reason

  init(_ reason: Reason) { self.reason = reason }

  /// The error message.
  public var description: String {
    switch reason {
    case .notACode(let code):
      """
      \"\(PolygonRings.shortened(code))\" is no coordinate reference system: expected EPSG: and a \
      number, such as EPSG:2285
      """
    case .unknown(let code):
      "\(code) is not known: expected the EPSG code of a coordinate reference system"
    case .unusable(let code):
      "\(code) cannot be turned into degrees: expected a projected or geographic system"
    case .missingLibrary(let name):
      "\(name) cannot be loaded: projected coordinates need PROJ; install Debian's libproj25"
    case .outside(let code, let x, let y):
      """
      x \(x), y \(y) lies outside the area of \(code): expected an easting and a northing of that \
      system
      """
    }
  }
}
