internal import PlatCommon

/// One search among the places for one text.
///
/// Every reading of the text (with and without the words around the name, the state, the postal
/// code; as one name, as a smaller place in a city) gives places a score: the log probability that
/// this place is requested, in that reading, with those typing errors. A confidence is a share of
/// the sum of all weights, including that of an unknown place.
struct PlaceSearch {
  let gazetteer: Gazetteer
  var hypotheses: [Int: Hypothesis] = [:]
  /// The log weight of unknown places.
  private(set) var unknown = -Double.infinity
  /// The highest score of a place whose name is exactly in the text.
  private(set) var exactly = Double.infinity

  /// A place with the best reading that leads to it.
  struct Hypothesis {
    var score: Double
    var reason: PlaceMatch.Reason
    var relation: PlaceMatch.Relation
    var ceiling: Double
  }

  init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  /// The matches in descending order of confidence.
  func matches(limit: Int) -> [PlaceMatch] {
    // An unknown place rarely has exactly the name of a known one.
    let unknown = min(unknown, exactly + NameModel.homonym)
    let greatest = max(hypotheses.values.map(\.score).max() ?? -.infinity, unknown)
    guard greatest > -.infinity else { return [] }
    let total = hypotheses.values.reduce(exp(unknown - greatest)) { $0 + exp($1.score - greatest) }
    let all = hypotheses.map { number, hypothesis in
      (
        number: number, share: exp(hypothesis.score - greatest) / total * hypothesis.ceiling,
        hypothesis: hypothesis
      )
    }
    let sorted = all.filter { $0.share >= 0.0005 }.sorted {
      ($1.share, $0.number) < ($0.share, $1.number)
    }
    return sorted.prefix(max(limit, 0)).map {
      PlaceMatch(
        gazetteer.places[$0.number], confidence: $0.share, reason: $0.hypothesis.reason,
        relation: $0.hypothesis.relation)
    }
  }

  /// Adds a reading that leads to a place, unless a more likely one is known.
  mutating func take(
    _ place: Int, _ score: Double, _ reason: PlaceMatch.Reason, _ relation: PlaceMatch.Relation,
    ceiling: Double = 1
  ) {
    if reason == .name || reason == .postalCode {
      exactly = exactly.isInfinite ? score : max(exactly, score)
    }
    if let known = hypotheses[place], known.score * known.ceiling >= score, known.score >= score {
      return
    }
    hypotheses[place] = Hypothesis(
      score: score, reason: reason, relation: relation, ceiling: ceiling)
  }

  /// Adds to the weight of unknown places.
  mutating func takeUnknown(_ score: Double) {
    let greatest = max(unknown, score)
    unknown = greatest + log(exp(unknown - greatest) + exp(score - greatest))
  }
}
