import PlatJSON

/// The work of ``ListingNormalizer`` on one record, with memory that is reused for the next one.
///
/// First it sorts the members by the meaning of their names (``gather(_:)``). Then each field takes
/// the best of its values, absent fields are derived, and the document is written.
struct NormalizerPass: ~Copyable, Sendable {
  /// A member that may provide a field's value.
  struct Candidate {
    let ordinal: Int
    let rank: Int
    let key: JSONPosition
  }

  /// The member that provides a field's value, and the rank of its name.
  struct Choice {
    var key: JSONPosition
    var rank: Int32

    static let none = Choice(key: .none, rank: 0)
    var exists: Bool { key != .none }
  }

  let names = Field.names
  let rules = FieldRule.all
  let keys = FieldRule.keys
  let wordLists = FieldRule.wordLists
  /// The best member for each field, by ordinal.
  var best: [Choice]
  /// Members of a field that has a better member.
  var rivals: [Candidate] = []
  /// Members that may stand in for a field.
  var standIns: [Candidate] = []
  /// The sources of derived fields, by part.
  var parts: [JSONPosition]
  var unknown = UnknownMembers()
  /// The members whose names mean nothing and that have a value, with the hashes of their names.
  private var strangers: [(key: JSONPosition, hash: UInt64)] = []
  /// The record's display flags.
  private var flags = DisplayFlags()
  var writer = JSONWriter()
  var scratch = JSONWriter()
  /// For JSON within a string.
  var inner = JSONParser()
  var photos = PhotoWriter()
  /// The date formats, by ordinal; nil for a field without one.
  let dateForms: [DateForm?]
  let readsMonthNames: Bool
  let isMetric: Bool
  /// The operator's words, by ordinal.
  let ownWords: [Words?]
  let hasOwnWords: Bool
  /// The observations of all records.
  var observations = FeedObservations()
  var unknownNames = NameCounter()
  /// The latitude that was out of range, if any.
  var refusedLatitude = JSONPosition.none
  /// The source that is none of the field's words, if there is one.
  var unreadSource = JSONPosition.none
  /// Whether members are numbers, dates or identifiers of ``ExtendedJSON``.
  private var isExtended = false
  private var partRanks: [Int]

  init(_ options: NormalizerOptions) {
    best = Array(repeating: .none, count: Field.allFields.count)
    parts = Array(repeating: .none, count: InputPart.allCases.count)
    partRanks = Array(repeating: 0, count: InputPart.allCases.count)
    dateForms = Field.allFields.map { options.dateForms[$0] }
    readsMonthNames = options.readsMonthNames
    isMetric = options.isMetric
    ownWords = Field.allFields.map { options.words[$0].map { Words($0) } }
    hasOwnWords = !options.words.isEmpty
  }

  /// Fills a listing from a record.
  ///
  /// - Parameter leavesExtended: Whether to leave a record of ``ExtendedJSON`` to the caller.
  /// - Returns: Whether it is such a record; the listing is then not filled.
  mutating func run(
    _ record: JSONValue, into listing: inout Listing, notes: inout [FieldNote],
    leavesExtended: Bool
  ) throws(ListingRefusal) -> Bool {
    listing.removeAll()
    guard record.kind == .object else {
      throw ListingRefusal(.notAnObject, value: valueText(record))
    }
    gather(record)
    if isExtended, leavesExtended { return true }
    (refusedLatitude, unreadSource) = (.none, .none)
    do throws(ListingRefusal) {
      try fillKey(record, &listing, &notes)
    } catch {
      listing.removeAll()
      throw error
    }
    // The wrapper of a page is a record at first; its names are nobody's.
    for stranger in strangers {
      unknownNames.count(record.value(at: stranger.key).bytes, hash: stranger.hash)
    }
    for ordinal in best.indices where best[ordinal].exists && ordinal != Field.listingKey.ordinal {
      fill(ordinal, record, &listing, &notes)
    }
    if !rivals.isEmpty { weighRivals(record, &listing, &notes) }
    derive(record, &listing, &notes)
    let isNeverPublic = ListingDisplay.isNeverPublic(status: listing.bytes(of: .standardStatus))
    listing.display = isNeverPublic ? .hidden : flags.display
    writeDocument(record, &listing)
    observe(listing)
    return false
  }

  /// Counts a listing's values.
  private mutating func observe(_ listing: borrowing Listing) {
    observations.listings += 1
    if listing.hasText(Field.standardStatus.ordinal) { observations.withStatus += 1 }
    if listing.numbers[Field.listPrice.ordinal] != Listing.missing
      || listing.numbers[Field.closePrice.ordinal] != Listing.missing
    {
      observations.withPrice += 1
    }
    if listing.numbers[Field.latitude.ordinal] != Listing.missing { observations.withPosition += 1 }
  }

  /// Sorts the members by the meaning of their names.
  private mutating func gather(_ record: JSONValue) {
    for index in best.indices { best[index] = .none }
    for index in parts.indices { parts[index] = .none }
    rivals.removeAll(keepingCapacity: true)
    standIns.removeAll(keepingCapacity: true)
    strangers.removeAll(keepingCapacity: true)
    flags = DisplayFlags()
    isExtended = false
    unknown.reset(expecting: record.count)
    var members = record.members
    while members.next() {
      let key = members.key
      let hash = NameTable.hash(key)
      if members.value.kind == .object, ExtendedJSON.isWrapped(members.value) { isExtended = true }
      let name: InputName
      if let known = names.find(key, hash: hash) {
        name = InputName(packed: known)
      } else {
        let folded = FoldedName(key)
        guard let meaning = Field.meaning(of: folded) else {
          unknown.add(members.keyPosition, hash: hash, in: record)
          if members.value.kind != .null { strangers.append((members.keyPosition, hash)) }
          flags.search(member: folded, members.value)
          continue
        }
        name = meaning
      }
      if name.role == .field {
        enter(name.index, rank: name.rank, members.keyPosition)
        continue
      }
      unknown.add(members.keyPosition, hash: hash, in: record)
      switch name.role {
      case .field: break
      case .part:
        if parts[name.index] != .none, name.rank > partRanks[name.index] { continue }
        parts[name.index] = members.keyPosition
        partRanks[name.index] = name.rank
      case .standIn:
        standIns.append(Candidate(ordinal: name.index, rank: name.rank, key: members.keyPosition))
      case .flag:
        if let flag = DisplayFlag(rawValue: name.index) { flags.take(flag, members.value) }
      }
    }
  }

  /// Records a member as the best for its field if its rank is not worse; of a duplicate name the
  /// later one wins.
  private mutating func enter(_ ordinal: Int, rank: Int, _ key: JSONPosition) {
    let held = best[ordinal]
    if held.exists {
      let isBetter = rank <= held.rank
      let loser = isBetter ? held : Choice(key: key, rank: Int32(rank))
      rivals.append(Candidate(ordinal: ordinal, rank: Int(loser.rank), key: loser.key))
      if !isBetter { return }
    }
    best[ordinal] = Choice(key: key, rank: Int32(rank))
  }
}

/// The members kept under their own names, without duplicates: of a duplicate name the last counts.
struct UnknownMembers {
  /// The keys in the order of the record; `none` for a key that a later one replaced.
  private(set) var keys: [JSONPosition] = []
  private var hashes: [UInt64] = []
  /// Indexes into ``keys`` plus 1, by hash; 0 is free.
  private var slots: [UInt32] = []
  private var mask = 0

  /// The search length after which a name counts as new.
  ///
  /// Crafted collisions then cost bounded time, and the order stays correct.
  private static let longestSearch = 64

  mutating func reset(expecting count: Int) {
    keys.removeAll(keepingCapacity: true)
    hashes.removeAll(keepingCapacity: true)
    var size = 64
    while size < count * 2 { size *= 2 }
    if slots.count < size { slots = Array(repeating: 0, count: size) }
    mask = size - 1
    for index in 0..<size { slots[index] = 0 }
  }

  mutating func add(_ key: JSONPosition, hash: UInt64, in record: JSONValue) {
    var slot = Int(truncatingIfNeeded: hash) & mask
    var steps = 0
    while slots[slot] != 0, steps < Self.longestSearch {
      let place = Int(slots[slot]) - 1
      if hashes[place] == hash,
        record.value(at: keys[place]).bytes.hasSameBytes(as: record.value(at: key).bytes)
      {
        keys[place] = .none
        break
      }
      slot = (slot + 1) & mask
      steps += 1
    }
    keys.append(key)
    hashes.append(hash)
    if steps < Self.longestSearch { slots[slot] = UInt32(keys.count) }
  }
}
