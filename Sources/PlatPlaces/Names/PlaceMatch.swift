public import PlatCommon

/// A place that a text may mean.
public struct PlaceMatch: Sendable, Equatable {
  /// The reason for a match.
  public enum Reason: Sendable, Equatable {
    /// The text is the place's name, except for case, accents and abbreviations.
    case name
    /// The text is another name of the place.
    case alias(String)
    /// The text is this number of typing errors away from the name.
    case misspelling(edits: Int)
    /// The place has the name, but the text has another state.
    case otherState
    /// The text's postal code.
    case postalCode
    /// The text's city; other words of the text are unknown there.
    case partly(unknown: String)
    /// A listing has the address.
    case listing
    /// The house is between known numbers of the street.
    case interpolated
    /// The street is known, but the number is not near a known one.
    case street
    /// The text is a listing's key or slug.
    case key
  }

  /// Whether the text means the place itself or its surroundings.
  public enum Relation: String, CaseIterable, Sendable {
    /// The place itself: `in Indio`.
    case within
    /// Around it: `near Indio`.
    case near
    /// Its center: `downtown Indio`.
    case downtown
  }

  /// The place.
  public var place: Place
  /// The probability that the text means the place, from 0 to 1.
  ///
  /// The confidences of all places and of no place sum to at most 1.
  public var confidence: Double
  /// The reason for the match.
  public var reason: Reason
  /// Whether the place itself or its surroundings are meant.
  public var relation: Relation
  /// The key of the listing, if the match is a listing.
  public var listingKey: String?

  /// Makes a match.
  public init(
    _ place: Place, confidence: Double, reason: Reason, relation: Relation = .within,
    listingKey: String? = nil
  ) {
    self.place = place
    self.confidence = confidence
    self.reason = reason
    self.relation = relation
    self.listingKey = listingKey
  }
}

/// The meaning of a text among the places of a gazetteer: one place, several candidates, or none.
public struct PlaceAnswer: Sendable, Equatable {
  /// The reliability of an answer.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The first match is meant.
    case certain
    /// The first match is possible, and so are others: ask the user.
    case ambiguous
    /// No place is near enough; the matches, if any, are guesses to offer.
    case none
  }

  /// The minimum confidence to accept a match without asking.
  public static let certainty = 0.8
  /// A match below this confidence is only a guess.
  public static let guess = 0.3

  /// The possible places, the most likely first.
  public var matches: [PlaceMatch]

  /// Makes an answer from matches in descending order of confidence.
  public init(_ matches: [PlaceMatch]) { self.matches = matches }

  /// The reliability of the answer.
  public var verdict: Verdict {
    guard let first = matches.first, first.confidence >= Self.guess else { return .none }
    return first.confidence >= Self.certainty ? .certain : .ambiguous
  }

  /// The most likely place, unless none is near enough; check ``verdict`` before relying on it.
  public var best: PlaceMatch? { verdict == .none ? nil : matches.first }

  /// The other possible places; all guesses if none is near enough.
  public var alternatives: ArraySlice<PlaceMatch> {
    verdict == .none ? matches[...] : matches.dropFirst()
  }
}

/// The reason for rejecting a text.
public enum PlaceTextError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text has no letter or digit that is used in names.
  case empty
  /// The text is longer than any place's name.
  case tooLong(bytes: Int, limit: Int)
  /// The text has more words than any address.
  case tooManyWords(limit: Int)
  /// The lookup ended before the answer was complete: its `WorkLimit` passed, or nobody waits for
  /// it.
  case ended(WorkEnded)

  /// One readable sentence.
  public var description: String {
    switch self {
    case .empty:
      """
      the location names no place: expected a city, subdivision, zip code, street address or \
      listing key
      """
    case .tooLong(let bytes, let limit):
      """
      the location has \(bytes) bytes, expected at most \(limit): give a place's name or address \
      alone
      """
    case .tooManyWords(let limit):
      "the location has more than \(limit) words: give a place's name or address alone"
    case .ended(.deadline): "the look-up took too long and was ended; ask again"
    case .ended(.cancelled): "the look-up was cancelled"
    }
  }
}
