/// Words of place names and their abbreviations, of states, and of the phrases around names.
///
/// Source of the abbreviations: USPS Publication 28, appendices C1 and C2, where they occur in
/// place names.
enum PlaceWords {
  /// The canonical form of a word of a place's name.
  ///
  /// - Parameters:
  ///   - isLast: Whether no word follows: a last `st` is not a saint.
  static func canonical(_ word: [UInt8], isFirst: Bool, isLast: Bool) -> [UInt8] {
    guard word.count <= 6 else { return word }
    let text = String(decoding: word, as: UTF8.self)
    if !isLast {
      if let name = leading[text] { return Array(name.utf8) }
      if isFirst, let name = directions[text] { return Array(name.utf8) }
    }
    if !isFirst, let name = following[text] { return Array(name.utf8) }
    if let name = numbers[text] { return Array(name.utf8) }
    return word
  }

  /// Words as symbols for name comparison.
  static func symbols(_ words: ArraySlice<PlaceText.Word>) -> [UInt8] {
    var name: [UInt8] = []
    for (place, word) in zip(words.indices, words) {
      if !name.isEmpty { name.append(0x20) }
      name.append(
        contentsOf: canonical(
          word.letters, isFirst: place == words.startIndex, isLast: place == words.endIndex - 1))
    }
    return NameSymbols.symbols(name)
  }

  private static let leading = [
    "st": "saint", "ste": "sainte", "mt": "mount", "mtn": "mountain", "ft": "fort", "pt": "point",
    "pto": "puerto",
    "lk": "lake", "pk": "park",
  ]
  private static let directions = [
    "n": "north", "s": "south", "e": "east", "w": "west", "so": "south", "no": "north",
  ]
  private static let following = [
    "spgs": "springs", "spg": "springs", "spngs": "springs", "sprgs": "springs", "hts": "heights",
    "vly": "valley",
    "vlly": "valley", "cyn": "canyon", "bch": "beach", "hbr": "harbor", "lks": "lakes",
    "ests": "estates",
    "est": "estates", "cc": "country club", "vlg": "village", "mdws": "meadows", "pks": "parks",
    "isl": "island",
    "jct": "junction", "frst": "forest", "gdns": "gardens", "hls": "hills", "hl": "hill",
    "rnch": "ranch",
    "vw": "view", "crk": "creek", "rdg": "ridge", "plz": "plaza", "cty": "city", "ctr": "center",
    "grn": "green",
    "twp": "township", "mtns": "mountains", "mtn": "mountain", "mt": "mountain",
  ]
  private static let numbers = ["29": "twentynine", "1000": "thousand", "centre": "center"]

  /// Words before a name that are not part of it; some of them mean its surroundings, or its
  /// center.
  static let before: [String: PlaceMatch.Relation] = [
    "in": .within, "at": .within, "within": .within, "inside": .within, "the": .within,
    "city": .within,
    "town": .within, "of": .within, "to": .within, "for": .within, "homes": .within,
    "home": .within,
    "houses": .within, "house": .within, "condos": .within, "condo": .within, "townhomes": .within,
    "listings": .within, "properties": .within, "property": .within, "real": .within,
    "estate": .within,
    "sale": .within, "rent": .within, "find": .within, "show": .within, "me": .within,
    "search": .within,
    "somewhere": .within, "anywhere": .within, "live": .within, "living": .within,
    "greater": .within, "a": .within,
    "area": .within, "zip": .within, "zipcode": .within, "code": .within, "community": .within,
    "subdivision": .within,
    "neighborhood": .within, "all": .within, "over": .within,
    "near": .near, "nearby": .near, "around": .near, "close": .near, "by": .near, "next": .near,
    "outside": .near,
    "vicinity": .near, "about": .near,
    "downtown": .downtown,
  ]

  /// Words after a name that are not part of it.
  static let behind: [String: PlaceMatch.Relation] = [
    "area": .within, "areas": .within, "region": .within, "proper": .within, "homes": .within,
    "houses": .within,
    "condos": .within, "listings": .within, "real": .within, "estate": .within, "for": .within,
    "sale": .within,
    "community": .within, "subdivision": .within, "neighborhood": .within, "neighbourhood": .within,
    "zip": .within,
    "zipcode": .within, "code": .within, "please": .within,
    "vicinity": .near, "surroundings": .near, "nearby": .near, "surrounding": .near,
    "downtown": .downtown,
  ]

  /// Words between a smaller place and its city.
  static let between: Set<String> = ["in", "of", "at", "near", "within", "inside", "by"]

  /// A word as a string.
  static func text(_ word: PlaceText.Word) -> String {
    String(decoding: word.letters, as: UTF8.self)
  }
}
