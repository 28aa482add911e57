internal import PlatCommon

/// One look at the places for one text.
///
/// Every reading of the text (with and without the words around the name, the state, the postal
/// code; as one name, as a smaller place in a city) gives places a score: the logarithm of how
/// likely that place is asked for, in that reading, with those typing errors. What the confidences
/// are shares of is their sum, and the weight of a place that is not known.
struct PlaceSearch {
  let gazetteer: Gazetteer
  var hypotheses: [Int: Hypothesis] = [:]
  /// The logarithm of the weight of places that are not known.
  private(set) var unknown = -Double.infinity
  /// The greatest score of a place whose name stands in the text as it is.
  private(set) var exactly = Double.infinity

  /// A place under the best reading that leads to it.
  struct Hypothesis {
    var score: Double
    var reason: PlaceMatch.Reason
    var relation: PlaceMatch.Relation
    var ceiling: Double
  }

  init(_ gazetteer: Gazetteer) { self.gazetteer = gazetteer }

  /// The matches in falling order of confidence.
  func matches(limit: Int) -> [PlaceMatch] {
    // That a place which is not known has exactly the name of one that is, is rare.
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

  /// Takes a reading that leads to a place, if no likelier one does.
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

  /// Adds to the weight of places that are not known.
  mutating func takeUnknown(_ score: Double) {
    let greatest = max(unknown, score)
    unknown = greatest + log(exp(unknown - greatest) + exp(score - greatest))
  }
}
