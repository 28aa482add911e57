import PlatJSON

/// The work of ``ListingNormalizer`` on one record, and the memory that it keeps for the next.
///
/// First the members are sorted by what their names mean (``gather(_:)``), then each field takes
/// the best of its values, then what is absent is derived, and last the document is written.
struct NormalizerPass: ~Copyable, Sendable {
  /// A member that may give a field its value.
  struct Candidate {
    let ordinal: Int
    let rank: Int
    let key: JSONPosition
  }

  /// The member that a field's value is taken from, and the rank of its name.
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
  /// Members that mean a field for which there is a better one.
  var rivals: [Candidate] = []
  /// Members that may stand in for a field.
  var standIns: [Candidate] = []
  /// The values from which fields are derived, by part.
  var parts: [JSONPosition]
  var unknown = UnknownMembers()
  /// What the record's flags say of who may see the listing.
  private var flags = DisplayFlags()
  var writer = JSONWriter()
  var scratch = JSONWriter()
  /// For JSON that comes within a string.
  var inner = JSONParser()
  var photos = PhotoWriter()
  /// The form of dates that need one, by ordinal.
  let dateForms: [DateForm?]
  let readsMonthNames: Bool
  let isMetric: Bool
  /// The operator's words, by ordinal.
  let ownWords: [Words?]
  let hasOwnWords: Bool
  /// What was seen of all records.
  var observations = FeedObservations()
  var unknownNames = NameCounter()
  /// The latitude that was out of range, if there is one.
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
  /// - Parameter takesExtended: Whether a record of ``ExtendedJSON`` is left to the caller.
  /// - Returns: Whether it is one, so that the listing is not filled.
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

  /// Counts what a listing has.
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

  /// Sorts the members by what their names mean.
  private mutating func gather(_ record: JSONValue) {
    for index in best.indices { best[index] = .none }
    for index in parts.indices { parts[index] = .none }
    rivals.removeAll(keepingCapacity: true)
    standIns.removeAll(keepingCapacity: true)
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
          if members.value.kind != .null { unknownNames.count(key, hash: hash) }
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

  /// Takes a member for a field if it is the best so far; of the same name the later one is.
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

/// The members that are kept under their own names, each name once: the last of its name counts.
struct UnknownMembers {
  /// The keys in the order of the record; `none` for one that a later one has replaced.
  private(set) var keys: [JSONPosition] = []
  private var hashes: [UInt64] = []
  /// Places in ``keys`` counted from 1, found by hash; 0 is free.
  private var slots: [UInt32] = []
  private var mask = 0

  /// Steps of a search after which a name counts as new; names made to collide cost time, not
  /// order.
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
