/// The parts of a street address in one line: `123 N Palm Canyon Dr #4, Palm Springs, CA 92262`.
struct AddressLine: Equatable {
  private(set) var number = ""
  private(set) var prefix = ""
  private(set) var name = ""
  private(set) var suffix = ""
  private(set) var direction = ""
  private(set) var unit = ""

  /// Splits a line into its parts; nil if it has no street name.
  ///
  /// Only the text before the first comma belongs to the street; a unit may follow the comma. A
  /// line without a number is only a street.
  init?(_ text: String) {
    let parts = text.split(separator: ",").map { $0.split(whereSeparator: \.isWhitespace) }
    guard var words = parts.first else { return nil }
    takeUnit(&words)
    if unit.isEmpty, parts.count > 1, let first = parts[1].first {
      var words = parts[1]
      if first.hasPrefix("#") || Self.unitWords.contains(Self.folded(first)) { takeUnit(&words) }
    }
    if words.count > 1, let first = words.first, first.first?.isNumber == true {
      number = String(words.removeFirst())
      if words.count > 1, words[0] == "1/2" { number += " " + words.removeFirst() }
    }
    takeDirections(&words)
    guard !words.isEmpty else { return nil }
    if words.count > 1, let last = words.last, Self.suffixes.contains(Self.folded(last)) {
      suffix = String(words.removeLast())
    }
    takePrefix(&words)
    name = words.joined(separator: " ")
    guard name.contains(where: { $0.isLetter || $0.isNumber }) else { return nil }
  }

  private mutating func takeUnit(_ words: inout [Substring]) {
    guard
      let place = words.indices.dropFirst(words.first?.hasPrefix("#") == true ? 0 : 1).first(
        where: { place in
          words[place].hasPrefix("#")
            || Self.unitWords.contains(Self.folded(words[place])) && place + 1 < words.count
              && (words[place + 1].contains(where: \.isNumber) || words[place + 1].count <= 2
                || words[place + 1].hasPrefix("#"))
        })
        ?? (Self.unitWords.contains(words.first.map(Self.folded) ?? "") ? words.startIndex : nil)
    else { return }
    let rest = words[place...].map { $0.drop { $0 == "#" } }.filter {
      !$0.isEmpty && !Self.unitWords.contains(Self.folded($0))
    }
    guard !rest.isEmpty else { return }
    unit = rest.joined(separator: " ")
    words.removeSubrange(place...)
  }

  private mutating func takeDirections(_ words: inout [Substring]) {
    guard words.count > 2, let last = words.last, Self.directions.contains(Self.folded(last)),
      Self.suffixes.contains(Self.folded(words[words.count - 2]))
    else { return }
    direction = String(words.removeLast())
  }

  private mutating func takePrefix(_ words: inout [Substring]) {
    guard words.count > 1, let first = words.first, Self.directions.contains(Self.folded(first))
    else { return }
    prefix = String(words.removeFirst())
  }

  private static func folded(_ word: Substring) -> String {
    word.lowercased().filter { $0 != "." }
  }

  private static let directions: Set<String> = [
    "n", "s", "e", "w", "ne", "nw", "se", "sw", "north", "south", "east", "west", "northeast",
    "northwest", "southeast", "southwest",
  ]
  private static let unitWords: Set<String> = [
    "unit", "apt", "apartment", "suite", "ste", "no", "spc", "space", "rm", "room", "bldg",
  ]
  private static let suffixes: Set<String> = Set(
    """
    aly alley av ave avenue bnd bend blvd boulevard br branch brg bridge brk brook byp bypass cir \
    circle cr crescent cres crk creek crst crest ct court cts courts cv cove cyn canyon dr drive \
    drs est estate estates expy expressway ext extension fld field flds fwy freeway gdn garden \
    gdns gardens gln glen grn green grv grove hbr harbor hl hill hls hills holw hollow hts heights \
    hwy highway is island jct junction knl knoll knls knolls lk lake lks lakes ln lane lndg \
    landing loop mall mdw meadow mdws meadows mews ml mill mnr manor mt mount mtn mountain oval \
    park parkway pass path pike pine pines pkwy pl place plz plaza plain plains pt point pts \
    points rd road rdg ridge rdgs ridges rnch ranch row rte route run shr shore shores sq square \
    spg spring springs spur st street sta station ter terr terrace trce trace trl trail trwy \
    tunnel vis vista vly valley vlg village view vw walk way wls wells xing crossing
    """.split(separator: " ").map(String.init))
}
