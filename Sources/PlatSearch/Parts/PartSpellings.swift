internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot
internal import Synchronization

/// How the listings of all parts of a generation spell the texts that a filter takes for one.
///
/// The twin of `CodeColumn/spellings` for several dictionaries. A field's table is made when a
/// facet first asks for it, and belongs to the generation.
final class PartSpellings: Sendable {
  private let generation: UnownedGeneration
  private let fields = Mutex<[Field: [String: String]]>([:])

  /// The generation keeps the table, so that the table must not keep the generation.
  private struct UnownedGeneration: Sendable {
    weak let value: Generation?
  }

  private init(_ generation: Generation) {
    self.generation = UnownedGeneration(value: generation)
  }

  /// The table of a generation.
  static func of(_ generation: Generation) -> PartSpellings {
    generation.attachments.value { PartSpellings(generation) }
  }

  /// The commonest spelling of a text of a field; the text itself where it is the only one.
  ///
  /// - Complexity: O(distinct texts + rows that are gone) the first time for a field.
  func common(_ text: String, of field: Field) -> String {
    fields.withLock { fields in
      if let known = fields[field] { return known[text] ?? text }
      let made = generation.value.map { Self.spellings(field, of: $0) } ?? [:]
      fields[field] = made
      return made[text] ?? text
    }
  }

  /// The commonest spelling for each text that is not the only one of its kind.
  private static func spellings(_ field: Field, of generation: Generation) -> [String: String] {
    var alike: [[UInt8]: [String: Int]] = [:]
    for part in generation.parts {
      guard let column = part.index.codes(field) else { continue }
      var counts = (0..<column.codes + 1).map { Int(column.counts[$0, default: 0]) }
      for row in part.removed.rows {
        let code = Int(clamping: column.column.stored(Int(row)))
        if code < counts.count { counts[code] -= 1 }
      }
      for code in 1..<column.codes + 1 where counts[code] > 0 {
        let text = column.text(code: UInt64(code))
        alike[column.foldedBytes(code: UInt32(code)), default: [:]][text, default: 0] +=
          counts[code]
      }
    }
    var common: [String: String] = [:]
    for texts in alike.values where texts.count > 1 {
      let best = texts.max { ($0.value, $1.key) < ($1.value, $0.key) }
      for text in texts.keys { common[text] = best?.key }
    }
    return common
  }
}
