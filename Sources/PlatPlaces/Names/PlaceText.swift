internal import PlatListings

/// The words of a text about a place: lower-case ASCII letters and digits, without accents.
///
/// Apostrophes are dropped (`Coeur d'Alene`), runs of single letters with full stops become one
/// word (`L.A.`), `#` is a word, and a comma, semicolon or line break begins a new part. Any other
/// sign separates words.
struct PlaceText {
  /// One word.
  struct Word: Equatable {
    var letters: [UInt8]
    /// Whether a comma precedes it.
    var beginsPart = false
  }

  var words: [Word] = []

  /// The maximum length of a text in bytes.
  static let byteLimit = 256
  /// The maximum number of words.
  static let wordLimit = 32

  /// Splits a text into words.
  ///
  /// - Complexity: O(bytes).
  init(_ text: String) throws(PlaceTextError) {
    let count = text.utf8.count
    guard count <= Self.byteLimit else { throw .tooLong(bytes: count, limit: Self.byteLimit) }
    words = Self.words(text)
    guard !words.isEmpty else { throw .empty }
    guard words.count <= Self.wordLimit else { throw .tooManyWords(limit: Self.wordLimit) }
  }

  /// The words of a text of any length.
  static func words(_ text: String) -> [Word] {
    var words: [Word] = []
    var part: [UInt8] = []
    var startsPart = false
    func end(_ part: inout [UInt8]) {
      var folded: [UInt8] = []
      Slug.append(part.span, to: &folded)
      var isFirst = true
      for word in folded.split(separator: UInt8(ascii: "-")) {
        words.append(Word(letters: Array(word), beginsPart: startsPart && isFirst))
        isFirst = false
      }
      if !isFirst { startsPart = false }
      part.removeAll(keepingCapacity: true)
    }
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      switch byte {
      case UInt8(ascii: ","), UInt8(ascii: ";"), 0x0A:
        end(&part)
        startsPart = !words.isEmpty
      case UInt8(ascii: "'"), UInt8(ascii: "`"): continue
      case 0xE2
      where place + 1 < bytes.count && bytes[place] == 0x80
        && (0x98...0x9B).contains(bytes[place + 1]):
        place += 2
      case UInt8(ascii: "."):
        if !joinsInitials(bytes, at: place - 1) { part.append(UInt8(ascii: " ")) }
      case UInt8(ascii: "#"):
        end(&part)
        words.append(Word(letters: [byte], beginsPart: startsPart))
        startsPart = false
      case UInt8(ascii: "&"):
        part.append(contentsOf: " and ".utf8)
      default: part.append(byte)
      }
    }
    end(&part)
    return words
  }

  /// Words as one text, separated by spaces.
  static func joined(_ words: ArraySlice<Word>) -> [UInt8] {
    var text: [UInt8] = []
    for word in words {
      if !text.isEmpty { text.append(UInt8(ascii: " ")) }
      text.append(contentsOf: word.letters)
    }
    return text
  }

  /// Whether a full stop is between two single letters.
  private static func joinsInitials(_ bytes: [UInt8], at stop: Int) -> Bool {
    guard stop > 0, stop + 1 < bytes.count, isLetter(bytes[stop - 1]), isLetter(bytes[stop + 1])
    else { return false }
    return (stop < 2 || !isWord(bytes[stop - 2]))
      && (stop + 2 >= bytes.count || !isWord(bytes[stop + 2]))
  }

  private static func isLetter(_ byte: UInt8) -> Bool { (0x61...0x7A).contains(byte | 0x20) }
  private static func isWord(_ byte: UInt8) -> Bool {
    isLetter(byte) || (0x30...0x39).contains(byte) || byte >= 0x80
  }
}
