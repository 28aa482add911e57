internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex

/// The end of a page, at which the next one begins: the sort value and the key of its last listing.
///
/// A cursor holds values and no row numbers. It stays valid when the index is rebuilt, and then
/// continues after the place of the last listing. It belongs to one order.
public struct Cursor: Equatable, Sendable {
  /// The order of the cursor.
  let order: UInt8
  /// The origin of distances; zeros for other orders.
  let center: Coordinate
  /// Whether the last listing has no value.
  let isMissing: Bool
  /// The last listing's value: a stored number, or the bits of a double.
  let value: Int64
  /// The last listing's key.
  let key: String

  /// The cursor as text for URLs: base64url (RFC 4648, section 5) without padding.
  public var text: String {
    var bytes: [UInt8] = [1, order, isMissing ? 1 : 0]
    Self.append(UInt64(bitPattern: value), 8, to: &bytes)
    Self.append(UInt64(UInt32(bitPattern: center.longitude)), 4, to: &bytes)
    Self.append(UInt64(UInt32(bitPattern: center.latitude)), 4, to: &bytes)
    bytes.append(contentsOf: key.utf8)
    Self.append(UInt64(Self.check(bytes)), 4, to: &bytes)
    return Base64URL.encode(bytes)
  }

  /// Reads a cursor from its text.
  ///
  /// - Throws: ``SearchError/badCursor(reason:)``.
  public init(text: String) throws(SearchError) {
    guard let bytes = Base64URL.decode(text), bytes.count >= Self.fixedBytes + 4, bytes[0] == 1
    else {
      throw SearchError.badCursor(reason: "it is no cursor of this engine")
    }
    let end = bytes.count - 4
    guard Self.number(bytes[end...]) == UInt64(Self.check(Array(bytes[..<end]))) else {
      throw SearchError.badCursor(reason: "it is damaged")
    }
    order = bytes[1]
    isMissing = bytes[2] == 1
    value = Int64(bitPattern: Self.number(bytes[3..<11]))
    center = Coordinate(
      longitude: Int32(bitPattern: UInt32(Self.number(bytes[11..<15]))),
      latitude: Int32(bitPattern: UInt32(Self.number(bytes[15..<19]))))
    key = String(decoding: bytes[Self.fixedBytes..<end], as: UTF8.self)
  }

  init(_ sort: Sort, value: Int64?, key: String) {
    order = Self.code(sort)
    center = Self.center(sort)
    isMissing = value == nil
    self.value = value ?? 0
    self.key = key
  }

  /// Whether the cursor was made for an order.
  func belongs(to sort: Sort) -> Bool {
    order == Self.code(sort) && center == Self.center(sort)
  }

  private static let fixedBytes = 19

  private static func code(_ sort: Sort) -> UInt8 {
    switch sort {
    case .by(let order, let descending):
      UInt8((SortOrder.allCases.firstIndex(of: order) ?? 0) * 2 + (descending ? 1 : 0))
    case .distance(_, let descending): descending ? 101 : 100
    case .key(let descending): descending ? 103 : 102
    }
  }

  private static func center(_ sort: Sort) -> Coordinate {
    if case .distance(let center, _) = sort { return center }
    return Coordinate(longitude: 0, latitude: 0)
  }

  private static func append(_ number: UInt64, _ count: Int, to bytes: inout [UInt8]) {
    for shift in (0..<count).reversed() {
      bytes.append(UInt8(truncatingIfNeeded: number >> UInt64(shift * 8)))
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> UInt64 {
    bytes.reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// Guards against mistyped cursors, not against forged ones, which are harmless.
  private static func check(_ bytes: [UInt8]) -> UInt32 { StableHash.of32(bytes) }
}
