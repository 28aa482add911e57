internal import PlatAssistant
internal import PlatHTTP

/// Market analyses.
extension Route {
  static let analyses: [Route] = [
    Route(
      calling: .marketAnalysis, at: "/api/ai/cma", "estimateValue",
      answers: "The estimate with its comparables.",
      others: [
        RouteAnswer(
          404, Problem.mediaType,
          "Nothing compares, the address is not known, or the seller wants no estimate.")
      ],
      keeping: .never,
      // A language model may take long; when its queue is full, the paragraph is Plat's own.
      effort: { call in
        guard call.context.options.languageModel != nil else { return .measured(.quick) }
        let model = call.context.lanes.numbers(.model)
        let isFull = model.running + model.waiting >= call.context.options.modelRequests
        return isFull ? .measured(.quick) : .lane(.model)
      })
  ]
}
