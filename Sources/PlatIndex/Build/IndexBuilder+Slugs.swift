internal import PlatCommon
internal import PlatListings
internal import PlatSnapshot

extension IndexBuilder {
  /// The codes of the records' slugs and their dictionary: the given slugs, and a new one for each
  /// listing whose slug is empty, shared with another listing, or equal to another listing's key.
  ///
  /// Such a listing gets a hash of its key after its slug. This depends on the listings and not on
  /// their order: all listings that would share a slug get a hash.
  ///
  /// - Complexity: O(listings): a slug and a hash for each, and a radix sort.
  borrowing func uniqueSlugs() -> (codes: [UInt32], dictionary: DictionaryBuilder) {
    guard let column = Self.codeFields.firstIndex(of: .slug) else { return ([], .init()) }
    var (codes, dictionary) = (codes[column], dictionaries[column])
    let slugs = SlugMaker(self)
    var hashes: [HashedSlug] = []
    hashes.reserveCapacity(count)
    var slug: [UInt8] = []
    var open: [UInt32] = []
    for record in 0..<UInt32(keys.texts.count) {
      if !hidden.isEmpty, hidden.contains(record) { continue }
      slugs.make(record, into: &slug)
      if slug.isEmpty || isOthersKey(slug, record) { open.append(record) }
      hashes.append(HashedSlug(key: FastHash.of(slug.span), row: record))
    }
    RadixSort.sort(&hashes, from: 0, to: .max)
    var first = 0
    for place in 1..<hashes.count + 1 {
      if place < hashes.count, hashes[place].key == hashes[first].key { continue }
      if place - first > 1 { open += Self.shared(hashes[first..<place], slugs) }
      first = place
    }
    if open.isEmpty { return (codes, dictionary) }
    for (record, slug) in parted(Array(Set(open)), slugs, hashes) {
      codes[Int(record)] = dictionary.code(slug.span)
    }
    return (codes, dictionary)
  }

  /// The records of one hash whose slugs are equal.
  private static func shared(_ group: ArraySlice<HashedSlug>, _ slugs: borrowing SlugMaker)
    -> [UInt32]
  {
    var records: [[UInt8]: [UInt32]] = [:]
    var slug: [UInt8] = []
    for hashed in group {
      slugs.make(hashed.row, into: &slug)
      records[slug, default: []].append(hashed.row)
    }
    return records.values.filter { $0.count > 1 }.flatMap { $0 }
  }

  /// Makes a slug that no other record has for each of some records.
  private func parted(_ open: [UInt32], _ slugs: borrowing SlugMaker, _ taken: [HashedSlug])
    -> [UInt32: [UInt8]]
  {
    var parted: [UInt32: [UInt8]] = [:]
    var given: Set<[UInt8]> = []
    var open = open
    for round in 0...Self.rounds {
      if open.isEmpty { break }
      var made: [[UInt8]: [UInt32]] = [:]
      for record in open {
        var slug: [UInt8] = []
        slugs.make(record, into: &slug)
        if !slug.isEmpty { slug.append(UInt8(ascii: "-")) }
        slug += Self.mark(of: keys.texts.bytes(at: Int(record)), round)
        made[slug, default: []].append(record)
      }
      open.removeAll()
      for (slug, records) in made {
        let isFree =
          records.count == 1 && !given.contains(slug) && !isOthersKey(slug, records[0])
          && !Self.holds(taken, FastHash.of(slug.span))
        if isFree || round == Self.rounds {
          for record in records { parted[record] = slug }
        } else {
          open += records
        }
      }
      given.formUnion(parted.values)
    }
    return parted
  }

  /// Marks get longer from round to round; the last one is the whole key in hexadecimal.
  static let rounds = 2

  static func mark(of key: Span<UInt8>, _ round: Int) -> [UInt8] {
    var bytes: [UInt8] = []
    for place in key.indices { bytes.append(key[place]) }
    switch round {
    case 0: return Array(String(StableHash.of32(bytes), radix: 36).utf8)
    case 1: return Array(String(StableHash.of(bytes), radix: 36).utf8)
    default: return Array(bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined().utf8)
    }
  }

  /// Whether a text is the key of another listing.
  private func isOthersKey(_ slug: [UInt8], _ record: UInt32) -> Bool {
    guard let code = keys.known(slug.span) else { return false }
    return code - 1 != record && !hidden.contains(code - 1)
  }

  private static func holds(_ hashes: [HashedSlug], _ hash: UInt64) -> Bool {
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle].key < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low].key == hash
  }
}

/// The hash of a record's slug.
private struct HashedSlug: RadixSortable {
  var key: UInt64
  var row: UInt32
}

/// Makes the slugs of records: the given one, or one from the address and the key.
private struct SlugMaker {
  private let given: (codes: [UInt32], texts: StringTableBuilder)
  private let parts: [(codes: [UInt32], texts: StringTableBuilder)]
  private let keys: StringTableBuilder

  init(_ builder: borrowing IndexBuilder) {
    func column(_ field: Field) -> (codes: [UInt32], texts: StringTableBuilder) {
      guard let place = IndexBuilder.codeFields.firstIndex(of: field) else {
        return ([], StringTableBuilder())
      }
      return (builder.codes[place], builder.dictionaries[place].texts)
    }
    given = column(.slug)
    parts = [Field.streetNumber, .streetName, .city].map(column)
    keys = builder.keys.texts
  }

  func make(_ record: UInt32, into slug: inout [UInt8]) {
    slug.removeAll(keepingCapacity: true)
    let record = Int(record)
    if record < given.codes.count, given.codes[record] > 0 {
      let text = given.texts.bytes(at: Int(given.codes[record]) - 1)
      for place in text.indices { slug.append(text[place]) }
      return
    }
    for part in parts where record < part.codes.count && part.codes[record] > 0 {
      Slug.append(part.texts.bytes(at: Int(part.codes[record]) - 1), to: &slug)
    }
    Slug.append(keys.bytes(at: record), to: &slug)
  }
}
