internal import PlatAssistant
internal import PlatHTTP
internal import PlatJSON

/// The tools of a chat's assistant.
extension Route {
  static let chat: [Route] = [
    Route(
      calling: .searchListings, at: "/api/chat/search-listings", "chatSearchListings",
      answers: "The listings.", effort: { _ in .measured(.quick) }),
    Route(
      calling: .matchLocation, at: "/api/chat/match-location", "chatMatchLocation",
      answers: "What it means.", effort: { _ in .measured(.quick) }),
    Route(
      calling: .researchCommunity, at: "/api/chat/research-community", "chatResearchCommunity",
      answers: "What is known.", effort: { _ in .lane(.quick) }),
    Route(
      .get, "/api/chat/functions", "getChatFunctions",
      """
      These functions, and the market analysis, as definitions for function calling in OpenAI's \
      strict mode.
      """,
      parameters: [
        RouteParameter(
          "api", in: .query,
          """
          The interface that they are for: Chat Completions where it is not given, or Responses, \
          which has them flat.
          """,
          as: .choice(["chat", "responses"]), example: "chat")
      ],
      answers: [
        RouteAnswer(
          200, "application/json", "The definitions, for `tools`.", schema: "ChatFunctions")
      ]
    ) { call throws(Problem) in
      let isFlat = try call.text("api") == "responses"
      return .json { Tool.writeDefinitions(isFlat: isFlat, to: &$0) }
    },
  ]
}
