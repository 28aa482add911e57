package import PlatJSON

/// A function that an assistant may call: its name, its parameters with their bounds, and its
/// implementation.
///
/// One table (``all``) serves the routes of the server and the definitions for function calling
/// (``writeDefinitions(isFlat:to:)``). To add a tool, add it to the table in a file of its own, and
/// a line to the server's routes.
package struct Tool: Sendable {
  /// Answers a call.
  typealias Run = @Sendable (ToolCall) throws(ToolError) -> ToolAnswer

  /// When a call looks up places by name, which needs a table made once per index.
  package enum NameUse: Sendable {
    /// In every call.
    case always
    /// In a call with this parameter.
    case with(String)
  }

  /// The name for models, such as `search_listings`.
  package let name: String
  /// One sentence for people and models.
  package let summary: String
  /// Its parameters.
  package let parameters: [ToolParameter]
  /// When it needs the names of places.
  package let nameUse: NameUse
  /// The named schemas of its answer, the answer's own first.
  package let schemas: [(name: String, type: JSONType)]
  let run: Run

  init(
    _ name: String, _ summary: String, parameters: [ToolParameter], names nameUse: NameUse,
    schemas: [(name: String, type: JSONType)], _ run: @escaping Run
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.nameUse = nameUse
    self.schemas = schemas
    self.run = run
  }

  /// All tools, in the order of the definitions.
  package static let all = [searchListings, matchLocation, researchCommunity, marketAnalysis]

  /// Whether a call with these argument names looks up places by name.
  package func usesNames(_ arguments: some Sequence<String>) -> Bool {
    switch nameUse {
    case .always: true
    case .with(let name): arguments.contains(name)
    }
  }
}
