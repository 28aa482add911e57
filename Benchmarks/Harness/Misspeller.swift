import PlatCommon

/// Makes typos: letters omitted, doubled, swapped, inserted or replaced, half of the last two with
/// a neighboring key.
struct Misspeller {
  private var random: SplitMix64
  private static let rows: [[Character]] = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map(Array.init)

  init(seed: UInt64) { random = SplitMix64(seed: seed &* SplitMix64.increment &+ 1) }

  mutating func below(_ count: Int) -> Int { Int(random.next() % UInt64(max(count, 1))) }

  /// The text with a number of typos in its letters; the result differs from a text of two letters
  /// or more.
  mutating func misspelled(_ text: String, errors: Int) -> String {
    var letters = Array(text)
    for _ in 0..<errors {
      let before = letters
      for _ in 0..<20 where letters == before { letters = once(letters) }
    }
    return String(letters)
  }

  private mutating func once(_ letters: [Character]) -> [Character] {
    let places = letters.indices.filter { letters[$0].isLetter || letters[$0] == " " }
    guard !places.isEmpty else { return letters }
    var letters = letters
    let place = places[below(places.count)]
    switch below(4) {
    case 0: letters.remove(at: place)
    case 1: letters.insert(letter(near: letters[place]), at: place + below(2))
    case 2:
      // Blanks stay; replacing one would count as two errors.
      guard letters[place] != " " else { return letters }
      letters[place] = letter(near: letters[place])
    default:
      guard place + 1 < letters.count else { return letters }
      letters.swapAt(place, place + 1)
    }
    return letters
  }

  private mutating func letter(near letter: Character) -> Character {
    let any = Character(UnicodeScalar(UInt8(97 + below(26))))
    guard below(2) == 0, let key = letter.lowercased().first else { return any }
    for (number, row) in Self.rows.enumerated() {
      guard let place = row.firstIndex(of: key) else { continue }
      var near: [Character] = []
      for (line, across) in [
        (number, place - 1), (number, place + 1), (number - 1, place), (number + 1, place),
      ]
      where Self.rows.indices.contains(line) && Self.rows[line].indices.contains(across) {
        near.append(Self.rows[line][across])
      }
      return near.isEmpty ? any : near[below(near.count)]
    }
    return any
  }
}
