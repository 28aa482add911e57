package import Plat

/// A call of a tool: its arguments, and its sources of data.
package struct ToolCall: Sendable {
  /// The tool.
  package let tool: Tool
  /// Names and values; a list is one text with commas.
  package let arguments: [(name: String, value: String)]
  /// The listings that answer it.
  package let listings: ListingsDatabase
  /// The language model that may write the paragraph, which blocks the call; nil for none.
  package let model: LanguageModel?
  /// Seconds since 1970.
  package let now: Int64

  /// Makes a call.
  package init(
    _ tool: Tool, _ arguments: [(name: String, value: String)], of listings: ListingsDatabase,
    model: LanguageModel? = nil, now: Int64
  ) {
    self.tool = tool
    self.arguments = arguments
    self.listings = listings
    self.model = model
    self.now = now
  }

  /// Runs the tool.
  ///
  /// - Throws: ``ToolError`` for the first wrong argument, and for errors of the library.
  package func answer() throws(ToolError) -> ToolAnswer {
    if tool.usesNames(arguments.lazy.map(\.name)) { listings.prepareNames() }
    return try tool.run(self)
  }

  // MARK: Values

  /// An argument as a text; nil if missing.
  func text(_ name: String) throws(ToolError) -> String? {
    guard let (parameter, text) = try given(name) else { return nil }
    guard parameter.kind.allows(text) else { throw .argument(.badValue(text, of: parameter)) }
    return text
  }

  /// A required argument as a text.
  func requiredText(_ name: String) throws(ToolError) -> String { try text(name) ?? "" }

  /// An argument as a number; nil if missing.
  func number(_ name: String) throws(ToolError) -> Double? {
    guard let (parameter, text) = try given(name) else { return nil }
    guard let number = parameter.kind.number(text) else {
      throw .argument(.badValue(text, of: parameter))
    }
    return number
  }

  /// An argument as a flag; nil if missing.
  func flag(_ name: String) throws(ToolError) -> Bool? {
    guard let (parameter, text) = try given(name) else { return nil }
    guard let flag = ValueKind.flag(text) else { throw .argument(.badValue(text, of: parameter)) }
    return flag
  }

  /// An argument as texts.
  func texts(_ name: String) throws(ToolError) -> [String] {
    try given(name).map { ValueKind.texts($0.text) } ?? []
  }

  /// The value of a parameter; nil if it is missing, or the tool has no such parameter.
  private func given(_ name: String) throws(ToolError) -> (parameter: ToolParameter, text: String)?
  {
    guard let parameter = tool.parameters.first(where: { $0.name == name }) else { return nil }
    var found: String?
    for argument in arguments where argument.name == name {
      if found != nil { throw .argument(.repeated(parameter)) }
      found = argument.value
    }
    guard let text = found else {
      if parameter.isRequired { throw .argument(.missing(parameter)) }
      return nil
    }
    return (parameter, text)
  }
}

/// The answer of a tool.
package struct ToolAnswer: Sendable {
  /// The answer as JSON.
  package let json: [UInt8]
  /// The reason why the language model's paragraph is missing, if a model was called.
  package var modelFailure: LanguageModel.Failure?
}
