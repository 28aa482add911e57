public import PlatIndex
internal import PlatListings
package import PlatSearch

/// What people call kinds of property, in the words that an index has.
///
/// A word is a property type (`A`, `Residential`, `rental`, ...) or a kind of home (`Condo`,
/// `condos`, `town homes`, ...): case, blanks, hyphens and a plural do not count, and common words
/// for one thing are one.
public struct PropertyKinds {
  private let index: ListingIndex

  /// The words of an index.
  public init(_ index: ListingIndex) { self.index = index }

  /// The kinds of home that the listings have, in the order of their names.
  public var subTypes: [String] {
    guard let codes = index.codes(.propertySubType), codes.codes > 0 else { return [] }
    return (1...UInt64(codes.codes)).map { codes.text(code: $0) }.sorted()
  }

  /// The conditions that some words stand for: one of the types, where there are types among them,
  /// and one of the kinds of home, where there are kinds.
  ///
  /// - Throws: ``ParameterError`` with the parameter `propertyTypes` about the first word that is
  ///   neither.
  package func conditions(_ words: [String]) throws(ParameterError) -> [ListingFilter.Condition] {
    guard !words.isEmpty else { return [] }
    var (types, kinds): ([String], [String]) = ([], [])
    let known = subTypes.map { (Self.kind($0), $0) }
    for word in words {
      // No kind has so long a name; what comes may have thousands of marks in one letter.
      let kind = word.utf8.count <= Self.longest ? Self.kind(word) : ""
      if let type = Self.types[kind] {
        types.append(type)
        continue
      }
      let same = known.filter { $0.0 == kind }.map(\.1)
      // A common word asks for what may not be there now: then nothing matches, and it is no
      // mistake.
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

  /// The bytes of the longest word that is looked at.
  private static let longest = 256

  /// The words to offer: the types' names and the kinds of home that there are.
  public var names: [String] { Self.names(subTypes) }

  private static func names(_ subTypes: [String]) -> [String] {
    ["Residential", "Lease", "Income"] + subTypes
  }

  /// A word without case, blanks, hyphens and plural, and common words for one thing as one.
  private static func kind(_ word: String) -> String {
    var letters = word.lowercased().filter { $0.isLetter || $0.isNumber }
    if let group = groups[letters] { return group }
    if letters.utf8.count > 3, letters.hasSuffix("s") { letters.removeLast() }
    return groups[letters] ?? letters
  }

  private static let types = [
    "a": "A", "b": "B", "c": "C", "residential": "A", "residentiallease": "B", "lease": "B",
    "rental": "B", "rent": "B",
    "residentialincome": "C", "income": "C", "multifamily": "C",
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
