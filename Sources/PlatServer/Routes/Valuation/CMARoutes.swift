internal import Plat
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// What a home would sell for.
extension Route {
  static let analyses: [Route] = [
    Route(
      .post, "/api/ai/cma", "estimateValue",
      "What a home would sell for, from the sales around it, each adjustment shown: an estimate, not an appraisal.",
      parameters: AnalysisParameter.all.map(RouteParameter.init),
      answers: [
        RouteAnswer(
          200, "application/json", "The estimate with its comparables.", schema: "MarketAnalysis"),
        RouteAnswer(
          404, Problem.mediaType,
          "Nothing compares, the address is not known, or the seller wants no estimate."),
      ], isRepeatable: false,
      needs: { $0.arguments.contains { $0.name == "address" } ? .names : nil },
      // A language model is waited for; where as many wait as may, the paragraph is ours.
      effort: { call in
        guard call.context.options.languageModel != nil else { return .measured(.quick) }
        let model = call.context.lanes.numbers(.model)
        let isFull = model.running + model.waiting >= call.context.options.modelRequests
        return isFull ? .measured(.quick) : .lane(.model)
      }
    ) { call throws(Problem) in
      let request: AnalysisRequest
      do throws(ParameterError) { request = try AnalysisRequest(call.pairs) } catch {
        throw .parameter(error)
      }
      let context = call.context
      let listings = call.generation.listings
      if request.address != nil { listings.prepareNames() }
      let model = call.mayWait ? context.options.languageModel : nil
      let now = SystemTime.wall / 1_000_000_000
      let answer = try answering { () throws(PlatError) in
        try listings.marketAnalysis(request, now: now, writtenBy: model)
      }
      if let failure = answer.failure { context.log.event("model", "\(failure)") }
      return .json(answer, MarketAnswer.described, keeping: .never)
    }
  ]
}

extension RouteParameter {
  /// A parameter of a market analysis as a member of a body.
  fileprivate init(_ parameter: AnalysisParameter) {
    let kind: Kind =
      switch parameter.kind {
      case .text: .word(1...300)
      case .field(let field, let range):
        switch field.definition.kind {
        case .number(_, let least, let most, _): .number(range ?? least...most)
        default: .text
        }
      }
    self.init(parameter.name, in: .body, parameter.summary, as: kind, example: parameter.example)
  }
}
