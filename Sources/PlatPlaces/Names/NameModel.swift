internal import PlatCommon

/// The parameters of the model, all natural logarithms except `partly`; `docs/PLACES.md` describes
/// the data that they were tuned on.
enum NameModel {
  /// The cost of an alias relative to a place's own name.
  static let alias = 0.7
  /// The cost of a loose or former name.
  static let otherName = 3.0
  /// The cost if a misspelled word is a known word of other names.
  static let knownWord = 3.0
  /// The cost of a place in another state than the text's.
  static let otherState = 9.0
  /// The bonus of a postal code over its share among the places.
  static let postalCode = 3.0
  /// The maximum confidence if some words of the text are unknown.
  static let partly = 0.7
  /// The prior of requests for unknown places.
  static let strangers = -5.0
  /// The probability that an unknown place has exactly the name of a known one.
  static let homonym = log(0.05)
  /// The cost of each symbol in an unknown place's name: how predictable names are, letter by
  /// letter.
  static let symbol = 2.0

  /// The log weight of an unknown place with a name of this length, in symbols.
  static func unknown(length: Int) -> Double { strangers - symbol * Double(length) }

  /// The cost of being one of several.
  static func oneOf(_ count: Int) -> Double { log(Double(max(count, 1))) * 0.5 }

  /// The number of typing errors to search for, by the length of the text in symbols.
  static func edits(length: Int) -> Int {
    switch length {
    case ...3: 0
    case ...5: 1
    case ...11: 2
    default: 3
    }
  }
}
