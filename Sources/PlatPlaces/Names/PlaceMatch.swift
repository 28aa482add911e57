public import PlatCommon

/// A place that a text may mean.
public struct PlaceMatch: Sendable, Equatable {
  /// How the text came to mean the place.
  public enum Reason: Sendable, Equatable {
    /// The text is the place's name, but for case, accents and abbreviations.
    case name
    /// The text is another name of the place.
    case alias(String)
    /// The text is so many typing errors away from the name.
    case misspelling(edits: Int)
    /// The name is the place's, but the text names another state.
    case otherState
    /// The postal code of the text.
    case postalCode
    /// The city of the text, of which other words are not known there.
    case partly(unknown: String)
    /// A listing stands at the address.
    case listing
    /// The house lies between numbers of the street that are known.
    case interpolated
    /// The street is known, the number is not near any that is.
    case street
    /// The text is a listing's key or slug.
    case key
  }

  /// Whether the text means the place itself or what is around it.
  public enum Relation: String, CaseIterable, Sendable {
    /// The place itself: `in Indio`.
    case within
    /// Around it: `near Indio`.
    case near
    /// Its centre: `downtown Indio`.
    case downtown
  }

  /// The place.
  public var place: Place
  /// How likely the text means it, from 0 to 1; the confidences of all places and of none of them
  /// sum to 1 at most.
  public var confidence: Double
  /// How the text came to mean it.
  public var reason: Reason
  /// Whether the place or its surroundings are meant.
  public var relation: Relation
  /// The key of the listing that it is, where it is one.
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

/// What a text means among the places of a gazetteer: one place, several it may be, or none.
public struct PlaceAnswer: Sendable, Equatable {
  /// How far the answer can be relied on.
  public enum Verdict: String, Sendable, CaseIterable {
    /// The first match is meant.
    case certain
    /// The first match may be meant, and others may be: ask back.
    case ambiguous
    /// No place is near enough; the matches, if any, are guesses to offer.
    case none
  }

  /// From this confidence on a match is taken without asking.
  public static let certainty = 0.8
  /// Below this confidence a match is no more than a guess.
  public static let guess = 0.3

  /// The places that the text may mean, the likeliest first.
  public var matches: [PlaceMatch]

  /// Makes an answer of matches in falling order of confidence.
  public init(_ matches: [PlaceMatch]) { self.matches = matches }

  /// How far the answer can be relied on.
  public var verdict: Verdict {
    guard let first = matches.first, first.confidence >= Self.guess else { return .none }
    return first.confidence >= Self.certainty ? .certain : .ambiguous
  }

  /// The likeliest place, unless none is near enough; look at ``verdict`` before relying on it.
  public var best: PlaceMatch? { verdict == .none ? nil : matches.first }

  /// The places that it may be besides the best; all guesses where none is near enough.
  public var alternatives: ArraySlice<PlaceMatch> {
    verdict == .none ? matches[...] : matches.dropFirst()
  }
}

/// Why a text is not looked up at all.
public enum PlaceTextError: Error, Sendable, Equatable, CustomStringConvertible {
  /// The text holds no letter or digit that names are written with.
  case empty
  /// The text is longer than any place's name.
  case tooLong(bytes: Int, limit: Int)
  /// The text has more words than any address.
  case tooManyWords(limit: Int)
  /// The look-up was ended before the answer was complete: its `WorkLimit` passed, or nobody waits
  /// for it.
  case ended(WorkEnded)

  /// One sentence for people.
  public var description: String {
    switch self {
    case .empty:
      "the location names no place: expected a city, subdivision, zip code, street address or listing key"
    case .tooLong(let bytes, let limit):
      "the location has \(bytes) bytes, expected at most \(limit): give a place's name or address alone"
    case .tooManyWords(let limit):
      "the location has more than \(limit) words: give a place's name or address alone"
    case .ended(.deadline): "the look-up took too long and was ended; ask again"
    case .ended(.cancelled): "the look-up was cancelled"
    }
  }
}
