internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP

/// Routes that call a tool of the assistant: the table of tools defines everything but the path.
extension Route {
  /// A route that calls a tool.
  ///
  /// - Parameters:
  ///   - tool: The tool.
  ///   - path: The path.
  ///   - name: The name for programs.
  ///   - meaning: The meaning of its answer.
  ///   - others: Further answers.
  ///   - keeping: How long others may keep the answer.
  ///   - effort: How much work a call is.
  init(
    calling tool: Tool, at path: String, _ name: String, answers meaning: String,
    others: [RouteAnswer] = [], keeping: Answer.Keeping = .shortly,
    effort: @escaping @Sendable (inout Call) -> Effort
  ) {
    let answer = RouteAnswer(
      200, "application/json", meaning, schema: tool.schemas.first?.name)
    self.init(
      .post, path, name, tool.summary, parameters: tool.parameters.map { RouteParameter($0) },
      answers: [answer] + others, isRepeatable: false,
      needs: { tool.usesNames($0.arguments.map(\.name)) ? .names : nil }, effort: effort
    ) { call throws(Problem) in
      let answer = try call.answer(of: tool)
      if let failure = answer.modelFailure { call.context.log.event("model", "\(failure)") }
      return Answer(body: answer.json, keeping: keeping)
    }
  }
}

extension Call {
  /// The answer of a tool to the request's arguments.
  fileprivate func answer(of tool: Tool) throws(Problem) -> ToolAnswer {
    let call = ToolCall(
      tool, pairs, of: generation.listings,
      model: mayWait ? context.options.languageModel : nil, now: SystemTime.wall / 1_000_000_000)
    do throws(ToolError) { return try call.answer() } catch {
      switch error {
      case .library(let error): throw .library(error)
      case .argument(let wrong): throw Problem(wrong)
      }
    }
  }
}

extension Problem {
  /// The problem of a wrong argument.
  fileprivate init(_ wrong: ArgumentError) {
    self = .parameter(wrong.error)
    (expected, nearest, example) = (wrong.expected, wrong.nearest, wrong.example)
  }
}
