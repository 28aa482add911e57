internal import PlatJSON
internal import PlatListings

/// The keys of JSON records that the operator mapped to fields, and which of them records have.
///
/// A key with points is looked for as it stands, then as a path: `address.city` is the member
/// `city` of the object `address`, `location.coordinates.0` the first element of an array.
struct KeyMappings {
  struct Mapping {
    let key: [UInt8]
    /// The parts of a path; one for a key without a point.
    let path: [[UInt8]]
    let field: Field

    func has(key other: Span<UInt8>) -> Bool { other.hasSameBytes(as: key.span) }
  }

  let all: [Mapping]
  /// Whether a key was mapped to a field, by ordinal: other keys for it are left out.
  private let isMapped: [Bool]
  /// Whether the record in hand has each key.
  private var isFound: [Bool]
  /// Whether any record had each key.
  private var wasFound: [Bool]

  init(_ columns: [String: Field]) {
    all = columns.sorted { $0.key < $1.key }.map { name, field in
      let key = Array(name.utf8)
      let path = key.split(separator: UInt8(ascii: "."), omittingEmptySubsequences: false)
      return Mapping(key: key, path: path.map(Array.init), field: field)
    }
    var isMapped = [Bool](repeating: false, count: Field.allCases.count)
    for mapping in all { isMapped[mapping.field.ordinal] = true }
    self.isMapped = isMapped
    isFound = [Bool](repeating: false, count: all.count)
    wasFound = isFound
  }

  var isEmpty: Bool { all.isEmpty }

  /// Whether the operator mapped a key to a field.
  func has(_ field: Field) -> Bool { isMapped[field.ordinal] }

  /// Begins a record.
  mutating func begin() { for place in isFound.indices { isFound[place] = false } }

  /// The place of the mapping of a key; nil where it has none.
  func place(of key: Span<UInt8>) -> Int? {
    for place in all.indices {
      let mapping = all[place]
      if mapping.has(key: key) { return place }
    }
    return nil
  }

  /// Notes that the record in hand has a key.
  mutating func find(_ place: Int) {
    isFound[place] = true
    wasFound[place] = true
  }

  func isFound(_ place: Int) -> Bool { isFound[place] }

  /// The keys that records had, until now.
  var found: [String] {
    all.indices.filter { wasFound[$0] }.map { String(decoding: all[$0].key, as: UTF8.self) }
  }

  /// The value that an object has for a mapping, at its key or its path; a missing value where it
  /// has none.
  @_lifetime(copy object)
  static func value(of mapping: Mapping, in object: JSONValue) -> JSONValue {
    let value = object.member(mapping.key.span)
    guard value.isMissing, mapping.path.count > 1 else { return value }
    var inner = object
    for part in mapping.path { inner = step(part, in: inner) }
    return inner
  }

  /// The member of an object, or the element of an array.
  @_lifetime(copy value)
  private static func step(_ part: [UInt8], in value: JSONValue) -> JSONValue {
    if value.kind == .array, let place = Int(String(decoding: part, as: UTF8.self)), place >= 0 {
      return value.element(place)
    }
    return value.member(part.span)
  }
}
