internal import Plat
internal import PlatJSON
internal import PlatSearch
internal import PlatValuation

extension Tool {
  /// Estimates the sale price of a home.
  package static let marketAnalysis = Tool(
    "cma",
    """
    What a home would sell for, from the sales around it, each adjustment shown: an estimate, not \
    an appraisal.
    """,
    parameters: AnalysisParameter.all.map { ToolParameter($0) },
    names: .with("address"),
    schemas: [
      (
        "MarketAnalysis",
        .object(
          MarketAnswer.described.descriptions,
          meaning: "What a home would sell for, and why: an estimate, not an appraisal.")
      ),
      ("ComparableSale", .object(MarketAnswer.comparableDescriptions)),
    ]
  ) { call throws(ToolError) in
    let request: AnalysisRequest
    do throws(ParameterError) { request = try AnalysisRequest(call.arguments) } catch {
      throw .library(.parameter(error))
    }
    var answer: MarketAnswer
    do throws(PlatError) {
      answer = try call.listings.marketAnalysis(request, now: call.now)
    } catch {
      throw .library(error)
    }
    var failure: LanguageModel.Failure?
    if let model = call.model {
      do throws(LanguageModel.Failure) { try answer.write(by: model) } catch { failure = error }
    }
    var writer = JSONWriter()
    answer.write(to: &writer)
    return ToolAnswer(json: writer.bytes, modelFailure: failure)
  }
}
