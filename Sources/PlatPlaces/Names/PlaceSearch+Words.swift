extension PlaceSearch {
  /// The words of a name with fewer and fewer of the words around it.
  struct Core {
    var slices: [(words: ArraySlice<PlaceText.Word>, relation: PlaceMatch.Relation)] = []

    init(_ words: ArraySlice<PlaceText.Word>) {
      var rest = words
      var relation = PlaceMatch.Relation.within
      slices.append((rest, relation))
      func closer(_ a: PlaceMatch.Relation, _ b: PlaceMatch.Relation) -> PlaceMatch.Relation {
        b == .within ? a : b
      }
      while rest.count > 1, let first = rest.first,
        let word = PlaceWords.before[PlaceWords.text(first)]
      {
        rest = rest.dropFirst()
        relation = relation == .downtown ? relation : closer(relation, word)
        slices.append((rest, relation))
      }
      while rest.count > 1, let last = rest.last,
        let word = PlaceWords.behind[PlaceWords.text(last)]
      {
        rest = rest.dropLast()
        relation = relation == .downtown ? relation : closer(relation, word)
        slices.append((rest, relation))
      }
      // Words were removed at the front, then at the back; of a long list keep both ends.
      if slices.count > 8 { slices.removeSubrange(4..<slices.count - 4) }
    }
  }

  /// Two sides of a split without the words that join them, and whether a comma or such a word
  /// marks the split.
  static func trimmed(
    _ before: ArraySlice<PlaceText.Word>, _ after: ArraySlice<PlaceText.Word>
  ) -> (left: ArraySlice<PlaceText.Word>, right: ArraySlice<PlaceText.Word>, isMarked: Bool) {
    var (left, right) = (before, after)
    var isMarked = right.first?.beginsPart ?? false
    while let last = left.last, PlaceWords.between.contains(PlaceWords.text(last)) {
      left = left.dropLast()
      isMarked = true
    }
    while let first = right.first, PlaceWords.before[PlaceWords.text(first)] != nil,
      right.count > 1,
      PlaceWords.text(first) != "the"
    {
      if PlaceWords.between.contains(PlaceWords.text(first)) { isMarked = true }
      right = right.dropFirst()
    }
    return (left, right, isMarked)
  }

  /// Removes a country's name from the end.
  static func dropCountry(_ words: inout [PlaceText.Word]) {
    guard words.count > 1, let last = words.last.map(PlaceWords.text) else { return }
    if ["usa", "us", "america"].contains(last) { words.removeLast() }
    if last == "states", words.count > 2, PlaceWords.text(words[words.count - 2]) == "united" {
      words.removeLast(2)
    }
  }

  /// Removes a postal code from the words: the last five digits, with or without four more after
  /// them.
  static func takePostalCode(_ words: inout [PlaceText.Word]) -> [UInt8]? {
    func isDigits(_ word: PlaceText.Word, _ count: Int) -> Bool {
      word.letters.count == count && word.letters.allSatisfy { (0x30...0x39).contains($0) }
    }
    for place in words.indices.reversed() {
      if isDigits(words[place], 5) {
        let code = words[place].letters
        let end = place + 1 < words.count && isDigits(words[place + 1], 4) ? place + 2 : place + 1
        words.removeSubrange(place..<end)
        return code
      }
      if isDigits(words[place], 9) { return Array(words.remove(at: place).letters.prefix(5)) }
    }
    return nil
  }

  /// Whether two codes differ in one digit, or in the order of two neighbors.
  static func isOneDigitOff(_ a: [UInt8], _ b: [UInt8]) -> Bool {
    guard a.count == b.count else { return false }
    let places = a.indices.filter { a[$0] != b[$0] }
    if places.count == 1 { return true }
    guard places.count == 2, places[1] == places[0] + 1 else { return false }
    return a[places[0]] == b[places[1]] && a[places[1]] == b[places[0]]
  }
}
