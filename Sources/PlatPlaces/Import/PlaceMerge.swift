internal import PlatJSON

/// Merges new records with those of a store, and determines the rows to write.
///
/// A record with a known id adds to the stored record and replaces the values that it has itself.
/// Two cities with one name and state are distinct if their source numbers them differently: the
/// one with the larger population has the plain id, and the other has its number after the id,
/// regardless of their order.
struct PlaceMerge {
  private struct Key: Hashable {
    let kind: PlaceKind
    let id: String
  }

  private var records: [Key: PlaceRecord] = [:]
  private var boundaries: [Key: [UInt8]] = [:]
  private var changed: Set<Key> = []
  private var stored: Set<Key> = []

  init(
    _ rows: [(row: PlaceStore.Row, hasBoundary: Bool)],
    _ read: [(record: PlaceRecord, boundary: [UInt8]?)]
  ) {
    var parser = JSONParser()
    for (row, hasBoundary) in rows {
      guard let kind = PlaceKind(described: row.kind),
        var record = PlaceRecord(kind, id: row.id, document: row.document, with: &parser)
      else { continue }
      record.hasBoundary = hasBoundary
      records[Key(kind: kind, id: row.id)] = record
      stored.insert(Key(kind: kind, id: row.id))
    }
    for (record, boundary) in read { take(record, boundary) }
  }

  /// The number of records that are new.
  var new: Int { changed.subtracting(stored).count }
  /// The number of records after the merge.
  var count: Int { records.count }

  /// The rows to write, ordered by kind and id.
  var write: [PlaceStore.Row] {
    changed.sorted { ($0.kind.rawValue, $0.id) < ($1.kind.rawValue, $1.id) }.compactMap { key in
      records[key].map {
        PlaceStore.Row(
          kind: key.kind.rawValue, id: key.id, document: $0.document(), boundary: boundaries[key])
      }
    }
  }

  private mutating func take(_ record: PlaceRecord, _ boundary: [UInt8]?) {
    var record = record
    let plain = Key(kind: record.kind, id: record.id)
    if let holder = records[plain], Self.areTwo(holder, record) {
      let own = Self.number(record)
      let numbered = Key(kind: record.kind, id: PlaceSlug.make(record.id, own))
      let isGreater =
        (record.population ?? 0, Self.number(holder)) > (holder.population ?? 0, own)
      if isGreater {
        // The holder of the plain id gets its number, and its values move with it.
        var lesser = holder
        lesser.id = PlaceSlug.make(plain.id, Self.number(holder))
        lesser.hasBoundary = false
        let key = Key(kind: lesser.kind, id: lesser.id)
        records[key] = records[key].map { Self.merged($0, lesser) } ?? lesser
        changed.insert(key)
        record.id = plain.id
        records[plain] = record
        changed.insert(plain)
        if let boundary { boundaries[plain] = boundary }
        return
      }
      record.id = numbered.id
      put(record, boundary, at: numbered)
      return
    }
    put(record, boundary, at: plain)
  }

  private mutating func put(_ record: PlaceRecord, _ boundary: [UInt8]?, at key: Key) {
    let merged = records[key].map { Self.merged($0, record) } ?? record
    if let boundary { boundaries[key] = boundary }
    if records[key] != merged || boundary != nil {
      records[key] = merged
      changed.insert(key)
    }
  }

  /// Whether two records with one id are distinct: their source numbers them differently.
  private static func areTwo(_ a: PlaceRecord, _ b: PlaceRecord) -> Bool {
    let (one, other) = (numbers(a), numbers(b))
    return one.contains { name, number in other[name].map { $0 != number } ?? false }
  }

  /// The numbers of a record, by source column.
  private static func numbers(_ record: PlaceRecord) -> [Substring: Substring] {
    var numbers: [Substring: Substring] = [:]
    for part in (record.sourceID ?? "").split(separator: "|") {
      let parts = part.split(separator: ":", maxSplits: 1)
      if parts.count == 2 { numbers[parts[0]] = parts[1] }
    }
    return numbers
  }

  private static func number(_ record: PlaceRecord) -> String {
    numbers(record).min { $0.key < $1.key }.map { String($0.value) } ?? ""
  }

  /// A record overlaid with the values of a later one.
  private static func merged(_ old: PlaceRecord, _ new: PlaceRecord) -> PlaceRecord {
    var merged = old
    merged.name = new.name.isEmpty ? old.name : new.name
    merged.city = new.city ?? old.city
    merged.subdivision = new.subdivision ?? old.subdivision
    merged.state = new.state ?? old.state
    merged.coordinate = new.coordinate ?? old.coordinate
    merged.box = new.box ?? old.box
    merged.hasBoundary = old.hasBoundary || new.hasBoundary
    merged.aliases = new.aliases.isEmpty ? old.aliases : new.aliases
    merged.cities = new.cities.isEmpty ? old.cities : new.cities
    merged.population = new.population ?? old.population
    merged.medianIncome = new.medianIncome ?? old.medianIncome
    merged.level = new.level ?? old.level
    merged.grades = new.grades ?? old.grades
    merged.rating = new.rating ?? old.rating
    merged.fee = new.fee ?? old.fee
    merged.feePer = new.feePer ?? old.feePer
    merged.amenities = new.amenities.isEmpty ? old.amenities : new.amenities
    merged.url = new.url ?? old.url
    merged.caption = new.caption ?? old.caption
    merged.credit = new.credit ?? old.credit
    var numbers = numbers(old)
    numbers.merge(self.numbers(new)) { _, later in later }
    merged.sourceID =
      numbers.isEmpty
      ? nil : numbers.map { "\($0.key):\($0.value)" }.sorted().joined(separator: "|")
    for value in new.more {
      if let place = merged.more.firstIndex(where: { $0.name == value.name }) {
        merged.more[place] = value
      } else if merged.more.count < 64 {
        merged.more.append(value)
      }
    }
    return merged
  }
}
