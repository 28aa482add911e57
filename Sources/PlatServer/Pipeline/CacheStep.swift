internal import PlatHTTP

/// Answers from the generation's cache, by the bytes of the request.
final class CacheStep: Step {
  func take(
    _ request: borrowing HTTPRequest, _ exchange: inout Exchange, _ response: inout HTTPResponse
  ) throws(Problem) -> Progress {
    let (path, query) = (request.path, request.query)
    exchange.takesGzip = Negotiation.takesGzip(request)
    exchange.hash = AnswerCache.hash(path, query, exchange.takesGzip)
    guard exchange.method == .get || exchange.method == .head, request.field("if-match") == nil,
      let kept = exchange.generation.answers.answer(
        exchange.hash, path, query, exchange.takesGzip),
      Negotiation.takes(kept.mediaType, request)
    else { return .next }
    exchange.route = kept.route
    kept.send(isKnown: Negotiation.matches(kept.tag, request), &response)
    return .answered
  }
}
