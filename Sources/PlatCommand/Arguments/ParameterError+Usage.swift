import PlatSearch

extension ParameterError {
  /// The usage error that names options in place of parameters.
  ///
  /// - Parameter option: The name of a parameter's option, without its dashes; nil if it has none.
  func usage(_ option: (String) -> String?) -> UsageError {
    let name = option(parameter).map { "--\($0)" } ?? parameter
    let named = ParameterError(
      name, value, reason, expected: words(expected, option), nearest: nearest)
    return UsageError(message: named.description)
  }

  /// The expectation with the options of other parameters that it names.
  private func words(_ expected: String, _ option: (String) -> String?) -> String {
    let comparesWithAnother =
      reason == .conflict
      || ["no more than ", "no less than ", "earlier than "].contains { expected.hasPrefix($0) }
    guard comparesWithAnother else { return expected }
    return expected.split(separator: " ").map { word in
      let parts = word.split(separator: "=", maxSplits: 1)
      let name = parts[0].prefix { $0 != "," }
      guard let own = option(String(name)) else { return String(word) }
      let rest = parts[0].dropFirst(name.count)
      return "--\(own)" + rest + (parts.count > 1 ? " \(parts[1])" : "")
    }.joined(separator: " ")
  }
}
