/// The words of feeds that an operator mapped to values of fields, to read questions by.
///
/// A question that has one of these words means the value that the feed's listings were given for
/// it. They count before the catalogue's words, as they do in feeds.
public struct FeedWords: Sendable {
  private let mappings: [Field: [ValueMapping]]
  private let words: [Field: Words]

  /// Takes the words of a build, by field.
  public init(_ mappings: [Field: [ValueMapping]]) {
    self.mappings = mappings
    words = mappings.mapValues { Words($0) }
  }

  /// Whether there are none.
  public var isEmpty: Bool { words.isEmpty }

  /// The value that a word of a field stands for; nil for a word that was not mapped, or was mapped
  /// to nothing.
  ///
  /// Case, blanks and signs do not matter.
  ///
  /// - Complexity: O(words of the field).
  public func value(of text: String, _ field: Field) -> String? {
    guard let own = words[field], let range = own.find(text.utf8Span.span), !range.isEmpty else {
      return nil
    }
    return String(decoding: own.texts[range], as: UTF8.self)
  }
}

// As text: a line for each word, with its field's key, the feed's word and the value, separated by
// tabs. A tab or a line feed within a word becomes a blank: neither counts when words are compared.
extension FeedWords {
  /// Reads what ``text`` has written; lines that are no words are passed over.
  public init(text: String) {
    var mappings: [Field: [ValueMapping]] = [:]
    for line in text.split(separator: "\n") {
      let parts = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 3, let field = Field.allFields.first(where: { $0.key == parts[0] })
      else { continue }
      mappings[field, default: []].append(ValueMapping(theirs: parts[1], ours: parts[2]))
    }
    self.init(mappings)
  }

  /// The words as text, in the order of the fields.
  public var text: String {
    var text = ""
    for field in Field.allFields {
      for mapping in mappings[field] ?? [] {
        let words = [field.key, mapping.theirs, mapping.ours].map { word in
          String(word.map { $0 == "\t" || $0.isNewline ? " " : $0 })
        }
        text += words.joined(separator: "\t") + "\n"
      }
    }
    return text
  }
}
