internal import PlatCommon

/// The figures of the model, all natural logarithms but for `partly`; `docs/PLACES.md` says what
/// they were set on.
enum NameModel {
  /// What an alias costs beside a place's own name.
  static let alias = 0.7
  /// What a name costs that the place may be called by, or was.
  static let otherName = 3.0
  /// What it costs that a word with typing errors is a word of other names.
  static let knownWord = 3.0
  /// What it costs to be in another state than the text says.
  static let otherState = 9.0
  /// How much likelier a postal code is than its share among the places.
  static let postalCode = 3.0
  /// The greatest confidence where words of the text are not known.
  static let partly = 0.7
  /// How often places are asked for that are not known.
  static let strangers = -5.0
  /// How rarely a place that is not known has exactly the name of one that is.
  static let homonym = log(0.05)
  /// What each symbol of such a place's name takes: how well names can be guessed letter by letter.
  static let symbol = 2.0

  /// The logarithm of the weight of a place that is not known and has so many symbols in its name.
  static func unknown(length: Int) -> Double { strangers - symbol * Double(length) }

  /// What it costs to be one of so many.
  static func oneOf(_ count: Int) -> Double { log(Double(max(count, 1))) * 0.5 }

  /// How many typing errors are looked for in a text of so many symbols.
  static func edits(length: Int) -> Int {
    switch length {
    case ...3: 0
    case ...5: 1
    case ...11: 2
    default: 3
    }
  }
}
