package import PlatIndex
internal import PlatListings
package import PlatSearch

/// Maps everyday words for kinds of property to the words of an index.
///
/// A word is a property type (`A`, `Residential`, `rental`, ...) or a subtype (`Condo`, `condos`,
/// `town homes`, ...). Case, blanks, hyphens and a plural do not matter, and common synonyms are
/// equal.
package struct PropertyKinds {
  private let index: ListingIndex

  /// Uses the words of an index.
  package init(_ index: ListingIndex) { self.index = index }

  /// The subtypes of the listings, sorted by name.
  package var subTypes: [String] {
    guard let codes = index.codes(.propertySubType), codes.codes > 0 else { return [] }
    return (1...UInt64(codes.codes)).map { codes.text(code: $0) }.sorted()
  }

  /// The conditions for some words: one of the given types, and one of the given subtypes, each
  /// only if any is given.
  ///
  /// - Throws: `ParameterError` with the parameter `propertyTypes` for the first word that is
  ///   neither.
  package func conditions(_ words: [String]) throws(ParameterError) -> [ListingFilter.Condition] {
    guard !words.isEmpty else { return [] }
    var (types, kinds): ([String], [String]) = ([], [])
    let known = subTypes.map { (Self.kind($0), $0) }
    for word in words {
      // No kind has a longer name; an untrusted word may have thousands of marks in one letter.
      let kind = word.utf8.count <= Self.longest ? Self.kind(word) : ""
      if let type = Self.types[kind] {
        types.append(type)
        continue
      }
      let same = known.filter { $0.0 == kind }.map(\.1)
      // A known word may name a kind that no listing has now: nothing matches, but it is not an
      // error.
      guard !same.isEmpty || Self.groups.values.contains(kind) else {
        throw ParameterError(
          "propertyTypes", word, .badValue,
          expected: "some of " + Self.names(known.map(\.1)).joined(separator: ", "))
      }
      kinds += same.isEmpty ? [word] : same
    }
    var conditions: [ListingFilter.Condition] = []
    if !types.isEmpty { conditions.append(.equals(.propertyType, types)) }
    if !kinds.isEmpty { conditions.append(.equals(.propertySubType, kinds)) }
    return conditions
  }

  /// The maximum length of a word that is compared, in bytes.
  private static let longest = 256

  /// The words to suggest: the types' names and the subtypes of the index.
  package var names: [String] { Self.names(subTypes) }

  private static func names(_ subTypes: [String]) -> [String] {
    ["Residential", "Lease", "Income"] + subTypes
  }

  /// A word without case, blanks, hyphens and plural, with synonyms unified.
  private static func kind(_ word: String) -> String {
    var letters = word.lowercased().filter { $0.isLetter || $0.isNumber }
    if let group = groups[letters] { return group }
    if letters.utf8.count > 3, letters.hasSuffix("s") { letters.removeLast() }
    return groups[letters] ?? letters
  }

  private static let types = [
    "a": PropertyType.residential, "residential": PropertyType.residential,
    "b": PropertyType.lease, "residentiallease": PropertyType.lease, "lease": PropertyType.lease,
    "rental": PropertyType.lease, "rent": PropertyType.lease,
    "c": PropertyType.income, "residentialincome": PropertyType.income,
    "income": PropertyType.income, "multifamily": PropertyType.income,
  ]

  private static let groups: [String: String] = {
    var groups: [String: String] = [:]
    for group in [
      [
        "singlefamily", "singlefamilyresidence", "singlefamilyhome", "singlefamilyhouse",
        "singlefamilydetached", "sfr",
        "house", "detached", "detachedhome",
      ],
      ["condo", "condominium"],
      ["townhouse", "townhome", "attachedtownhouse", "rowhouse"],
      ["mobilehome", "mobile", "manufacturedhome", "manufactured", "manufacturedonland"],
      ["duplex", "twofamily"], ["land", "lot", "vacantland", "unimprovedland"],
    ] {
      for word in group { groups[word] = group[0] }
    }
    return groups
  }()
}
