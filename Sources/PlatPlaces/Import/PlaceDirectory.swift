public import PlatGeometry
internal import PlatJSON
public import PlatStore

/// The imported places data, for reading: cities, subdivisions, schools, associations, photos,
/// regions and boundaries.
///
/// It is read once and held in memory, except for the boundaries. Any number of threads may use it
/// at once. Names are compared regardless of case, accents and abbreviations. An index without
/// places data has an empty directory.
public struct PlaceDirectory: Sendable {
  /// All records, ordered by kind and id.
  public let records: [PlaceRecord]
  private let path: String
  private let byID: [Key: Int]
  private let byName: [Key: [Int]]
  private let byCity: [Key: [Int]]
  private let bySubdivision: [Key: [Int]]

  private struct Key: Hashable {
    let kind: PlaceKind
    let name: String
    var within = ""
  }

  /// Reads a store; a missing store is empty.
  ///
  /// - Throws: A `StoreError` if it is not a place store or is damaged.
  package init(path: String) throws(StoreError) {
    guard let store = try PlaceStore.read(path: path) else {
      self.init([], path: path)
      return
    }
    var parser = JSONParser()
    var records: [PlaceRecord] = []
    for (row, hasBoundary) in try store.rows() {
      guard let kind = PlaceKind(described: row.kind) else { continue }
      guard var record = PlaceRecord(kind, id: row.id, document: row.document, with: &parser) else {
        throw StoreError(
          .damaged, path: path, reason: "the document of \(row.kind) \(row.id) is not JSON")
      }
      record.hasBoundary = hasBoundary
      records.append(record)
    }
    self.init(records, path: path)
  }

  init(_ records: [PlaceRecord], path: String) {
    self.records = records
    self.path = path
    var byID: [Key: Int] = [:]
    var byName: [Key: [Int]] = [:]
    var byCity: [Key: [Int]] = [:]
    var bySubdivision: [Key: [Int]] = [:]
    for (number, record) in records.enumerated() {
      byID[Key(kind: record.kind, name: record.id)] = number
      byName[Key(kind: record.kind, name: PlaceSlug.make(record.name)), default: []].append(number)
      guard let city = record.city else { continue }
      byCity[Key(kind: record.kind, name: PlaceSlug.make(city)), default: []].append(number)
      guard let subdivision = record.subdivision else { continue }
      bySubdivision[
        Key(kind: record.kind, name: PlaceSlug.make(subdivision), within: PlaceSlug.make(city)),
        default: []
      ].append(number)
    }
    self.byID = byID
    self.byName = byName
    self.byCity = byCity
    self.bySubdivision = bySubdivision
  }

  /// Whether there are no records.
  public var isEmpty: Bool { records.isEmpty }

  /// All records of a kind.
  public func all(_ kind: PlaceKind) -> [PlaceRecord] { records.filter { $0.kind == kind } }

  /// The record of a kind with an id.
  public func record(_ kind: PlaceKind, id: String) -> PlaceRecord? {
    byID[Key(kind: kind, name: id)].map { records[$0] }
  }

  /// The city with a name; of several the one with the largest population.
  public func city(named name: String, state: String? = nil) -> PlaceRecord? {
    named(.city, name).filter { state == nil || $0.state == nil || $0.state == state }
      .max { ($0.population ?? 0) < ($1.population ?? 0) }
  }

  /// The subdivision with a name in a city.
  public func subdivision(named name: String, city: String) -> PlaceRecord? {
    let slug = PlaceSlug.make(city)
    return named(.subdivision, name).first { $0.city.map { PlaceSlug.make($0) } == slug }
  }

  /// The records of a kind with a name.
  public func named(_ kind: PlaceKind, _ name: String) -> [PlaceRecord] {
    (byName[Key(kind: kind, name: PlaceSlug.make(name))] ?? []).map { records[$0] }
  }

  /// The records of a kind in a city: its subdivisions, schools, associations, photos.
  public func all(_ kind: PlaceKind, inCity city: String) -> [PlaceRecord] {
    (byCity[Key(kind: kind, name: PlaceSlug.make(city))] ?? []).map { records[$0] }
  }

  /// The records of a kind that belong to a subdivision: its associations and photos.
  public func all(_ kind: PlaceKind, ofSubdivision subdivision: String, city: String)
    -> [PlaceRecord]
  {
    let key = Key(kind: kind, name: PlaceSlug.make(subdivision), within: PlaceSlug.make(city))
    return (bySubdivision[key] ?? []).map { records[$0] }
  }

  /// The boundary of a record as a GeoJSON geometry; nil if it has none.
  ///
  /// - Throws: A `StoreError` if the store is unreadable.
  /// - Complexity: Opens the store; some hundred microseconds.
  public func boundary(of record: PlaceRecord) throws(StoreError) -> [UInt8]? {
    guard record.hasBoundary else { return nil }
    return try PlaceStore.read(path: path)?.boundary(kind: record.kind.rawValue, id: record.id)
  }

  /// The boundary of a record as a search region; nil if it has none.
  public func polygon(of record: PlaceRecord) throws(StoreError) -> Polygon? {
    guard let boundary = try boundary(of: record) else { return nil }
    return try? Polygon(parsing: boundary.span)
  }
}
