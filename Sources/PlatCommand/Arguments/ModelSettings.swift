import FoundationEssentials
import PlatAssistant

/// The language model for the paragraph of market analyses, named by environment variables.
enum ModelSettings {
  /// Its help text.
  static let help = """
    Where PLAT_LLM_URL and PLAT_LLM_MODEL name an endpoint with OpenAI's chat completions, it
    writes the paragraph of a market analysis from the same facts; PLAT_LLM_KEY is its key,
    PLAT_LLM_TIMEOUT the seconds that it may take (default: 8). Where it fails, or names a figure
    that is none of the facts, the paragraph is our own.
    """

  /// The model; nil if `PLAT_LLM_URL` is not set.
  ///
  /// - Throws: ``UsageError`` that names the invalid variable, but never its value.
  static func model(
    _ environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> LanguageModel? {
    guard let url = environment["PLAT_LLM_URL"], !url.isEmpty else { return nil }
    guard let name = environment["PLAT_LLM_MODEL"], !name.isEmpty else {
      throw UsageError(
        message: "PLAT_LLM_URL is set and PLAT_LLM_MODEL is not: name the model, or unset both")
    }
    var seconds = 8.0
    if let text = environment["PLAT_LLM_TIMEOUT"], !text.isEmpty { seconds = Double(text) ?? .nan }
    do throws(LanguageModel.Refusal) {
      return try LanguageModel(
        url: url, key: environment["PLAT_LLM_KEY"], name: name, seconds: seconds)
    } catch {
      let variable =
        switch error {
        case .badURL: "PLAT_LLM_URL"
        case .badName: "PLAT_LLM_MODEL"
        case .badKey: "PLAT_LLM_KEY"
        case .badTime: "PLAT_LLM_TIMEOUT"
        }
      throw UsageError(message: "\(variable): \(error)")
    }
  }
}
