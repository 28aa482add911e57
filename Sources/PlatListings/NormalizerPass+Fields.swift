import PlatJSON

extension NormalizerPass {
  /// Sets a field from its best member.
  mutating func fill(
    _ ordinal: Int, _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    let key = best[ordinal].key
    switch take(record.value(ofKeyAt: key), for: ordinal, &listing) {
    case .stored: return
    case .absent: break
    case .refused(.unknownWord) where ordinal == Field.source.ordinal:
      // Portals write the listing service's name here.
      standIns.append(Candidate(ordinal: Field.mlsSource.ordinal, rank: 0, key: key))
      unreadSource = key
    case .refused(let reason):
      if ordinal == Field.latitude.ordinal, reason == .outOfRange { refusedLatitude = key }
      note(reason, key, ordinal, record, &notes)
    }
    best[ordinal] = .none
  }

  /// Sets the listing's key from its own name, an alias or a stand-in.
  mutating func fillKey(
    _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) throws(ListingRefusal) {
    let ordinal = Field.listingKey.ordinal
    var refusal: ListingRefusal?
    if best[ordinal].exists {
      let key = best[ordinal].key
      switch take(record.value(ofKeyAt: key), for: ordinal, &listing) {
      case .stored: return
      case .absent: break
      case .refused(let reason): refusal = self.refusal(reason, record.value(ofKeyAt: key))
      }
    }
    best[ordinal] = .none
    // The common case returns above without these arrays.
    let others = [rivals, standIns].flatMap {
      $0.filter { $0.ordinal == ordinal }.sorted { $0.rank < $1.rank }
    }
    for candidate in others {
      switch take(record.value(ofKeyAt: candidate.key), for: ordinal, &listing) {
      case .stored:
        best[ordinal] = Choice(key: candidate.key, rank: Int32(candidate.rank))
        return
      case .absent: continue
      case .refused(let reason):
        if refusal == nil { refusal = self.refusal(reason, record.value(ofKeyAt: candidate.key)) }
      }
    }
    throw refusal ?? ListingRefusal(.noKey, value: "")
  }

  private mutating func refusal(_ reason: FieldNote.Reason, _ value: JSONValue) -> ListingRefusal {
    let why: ListingRefusal.Reason =
      switch reason {
      case .masked: .maskedKey
      case .tooLong: .keyTooLong
      case .controlCharacters, .notUTF8: .unprintableKey
      default: .keyOfWrongKind
      }
    return ListingRefusal(why, value: valueText(value))
  }

  /// Reconsiders the members that were not the best for their field.
  ///
  /// One of them is used if the best was unusable; the others are noted if they differ.
  mutating func weighRivals(
    _ record: JSONValue, _ listing: inout Listing, _ notes: inout [FieldNote]
  ) {
    // A stable order by field and rank; of a duplicate name the later member comes first.
    let ordered = rivals.indices.sorted { left, right in
      (rivals[left].ordinal, rivals[left].rank, right) < (
        rivals[right].ordinal, rivals[right].rank, left
      )
    }
    for index in ordered {
      let rival = rivals[index]
      if best[rival.ordinal].key == rival.key { continue }
      if !best[rival.ordinal].exists {
        best[rival.ordinal] = Choice(key: rival.key, rank: Int32(rival.rank))
        fill(rival.ordinal, record, &listing, &notes)
      } else if let reason = difference(rival, record, &listing) {
        note(reason, rival.key, rival.ordinal, record, &notes)
      }
    }
  }

  /// The reason for a note on a member whose field already has a value; nil if the member is equal
  /// or unknown.
  private mutating func difference(
    _ rival: Candidate, _ record: JSONValue, _ listing: inout Listing
  ) -> FieldNote.Reason? {
    let value = record.value(ofKeyAt: rival.key)
    switch rules[rival.ordinal].kind {
    case .text, .lookup:
      let start = listing.texts.count
      defer { listing.texts.removeSubrange(start...) }
      switch appendText(value, for: rival.ordinal, to: &listing.texts) {
      case .stored:
        let texts = listing.texts.span
        let isSame = texts.extracting(start..<texts.count).hasSameBytes(
          as: texts.extracting(listing.textRanges[rival.ordinal]))
        return isSame ? nil : .contradiction
      case .absent: return nil
      case .refused(let reason): return reason
      }
    case .number, .date, .flag:
      switch number(value, for: rival.ordinal) {
      case .value(let stored):
        return stored == listing.numbers[rival.ordinal] ? nil : .contradiction
      case .absent, .refused(.placeholder): return nil
      case .refused(let reason): return reason
      }
    case .json:
      scratch.reset()
      scratch.value(value)
      let theirs = scratch.bytes
      scratch.reset()
      scratch.value(record.value(ofKeyAt: best[rival.ordinal].key))
      return theirs == scratch.bytes ? nil : .contradiction
    }
  }

  /// Notes that a member's value was dropped.
  mutating func note(
    _ reason: FieldNote.Reason, _ key: JSONPosition, _ ordinal: Int, _ record: JSONValue,
    _ notes: inout [FieldNote]
  ) {
    let name = record.value(at: key).bytes.text
    let value = valueText(record.value(ofKeyAt: key))
    notes.append(
      FieldNote(name: name, field: Field.allFields[ordinal], reason: reason, value: value))
  }

  /// The text of a value for a note.
  mutating func valueText(_ value: JSONValue) -> String {
    switch value.kind {
    case .string: return Self.shortened(value.bytes)
    case .array: return "an array of \(value.count)"
    case .object: return "an object of \(value.count)"
    default:
      scratch.reset()
      scratch.value(value)
      return scratch.bytes.span.text
    }
  }

  /// The first 80 characters of a text.
  static func shortened(_ text: Span<UInt8>) -> String {
    // Enough bytes for 80 characters of any script. A character that is cut at the end becomes
    // U+FFFD, but is beyond the 80.
    let most = FieldNote.longestValue * 5
    return String(text.extracting(0..<min(text.count, most)).text.prefix(FieldNote.longestValue))
  }
}
