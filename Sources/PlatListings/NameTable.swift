import PlatJSON

/// A table from names (bytes) to small numbers, built once; a lookup allocates nothing.
///
/// Open addressing with linear probing, at most a quarter full.
struct NameTable: Sendable {
  private struct Entry: Sendable {
    let hash: UInt64
    let name: Range<Int>
    let value: UInt16
  }

  /// Indexes into ``entries`` plus 1; 0 is free.
  private var slots: [UInt16]
  private var entries: [Entry] = []
  /// The bytes of all names.
  private var texts: [UInt8] = []

  /// Makes a table; of a duplicate name the first counts.
  init(_ names: [(name: String, value: UInt16)]) {
    var size = 64
    while size < names.count * 4 { size *= 2 }
    slots = Array(repeating: 0, count: size)
    for (name, value) in names {
      let bytes = Array(name.utf8)
      let hash = Self.hash(bytes.span)
      if find(bytes.span, hash: hash) != nil { continue }
      var slot = Int(truncatingIfNeeded: hash) & (size - 1)
      while slots[slot] != 0 { slot = (slot + 1) & (size - 1) }
      entries.append(
        Entry(hash: hash, name: texts.count..<(texts.count + bytes.count), value: value))
      texts += bytes
      slots[slot] = UInt16(entries.count)
    }
  }

  /// The number of a name with a known hash; nil if it is not in the table.
  func find(_ name: Span<UInt8>, hash: UInt64) -> UInt16? {
    let mask = slots.count - 1
    var slot = Int(truncatingIfNeeded: hash) & mask
    while slots[slot] != 0 {
      let entry = entries[Int(slots[slot]) - 1]
      if entry.hash == hash, name.hasSameBytes(as: texts.span.extracting(entry.name)) {
        return entry.value
      }
      slot = (slot + 1) & mask
    }
    return nil
  }

  /// A hash of a name's length and its first and last eight bytes, which is enough to distinguish
  /// names.
  static func hash(_ name: Span<UInt8>) -> UInt64 {
    let count = name.count
    let raw = unsafe name.bytes
    var first: UInt64 = 0
    var last: UInt64 = 0
    if count >= 8 {
      first = unsafe raw.unsafeLoadUnaligned(fromByteOffset: 0, as: UInt64.self)
      last = unsafe raw.unsafeLoadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else {
      for index in name.indices { first = first << 8 | UInt64(name[index]) }
    }
    var hash = (first &* 0x9E37_79B9_7F4A_7C15) ^ (last &* 0xC2B2_AE3D_27D4_EB4F)
    hash ^= UInt64(truncatingIfNeeded: count)
    hash = (hash ^ (hash >> 32)) &* 0xD6E8_FEB8_6659_FD93
    return hash ^ (hash >> 29)
  }

  /// The accepted forms of a name: PascalCase and camelCase, and camelCase of a leading
  /// abbreviation.
  ///
  /// `MLSNumber` is also `mLSNumber` and `mlsNumber`.
  static func forms(of name: String) -> [String] {
    let letters = Array(name)
    guard let first = letters.first else { return [] }
    let rest = String(letters.dropFirst())
    var forms = [name, first.uppercased() + rest, first.lowercased() + rest]
    var capitals = letters.prefix { $0.isUppercase }.count
    if capitals > 1 {
      if capitals < letters.count { capitals -= 1 }
      forms.append(
        String(letters.prefix(capitals)).lowercased() + String(letters.dropFirst(capitals)))
    }
    return forms
  }
}
