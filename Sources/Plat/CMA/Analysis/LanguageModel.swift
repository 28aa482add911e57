/// A language model that writes the paragraph of a market analysis: any endpoint with OpenAI's chat
/// completions.
///
/// Nothing is asked of one unless a program gives it to
/// `ListingsDatabase.marketAnalysis(_:now:writtenBy:)`. The key never comes into a text that is
/// made of the value.
public struct LanguageModel: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The model's name, as the endpoint knows it.
  public let name: String
  /// How long one answer may take.
  public let milliseconds: Int
  /// The whole address that is asked.
  let url: String
  /// The key; nil for an endpoint that asks for none.
  let key: String?

  /// Why an endpoint cannot be used.
  public enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address is no http or https URL.
    case badURL
    /// The model has no name, or one of other than plain characters.
    case badName
    /// The key is not one line of plain characters.
    case badKey
    /// The time is none that one can wait.
    case badTime

    /// One sentence for people, without the value.
    public var description: String {
      switch self {
      case .badURL:
        "the endpoint's address cannot be used, expected http://... or https://... without blanks"
      case .badName:
        "the model's name cannot be used, expected one line of at most 200 plain characters"
      case .badKey: "the key cannot be used, expected one line of plain characters without blanks"
      case .badTime: "the time limit cannot be used, expected seconds from 0.1 to 120"
      }
    }
  }

  /// Describes an endpoint.
  ///
  /// - Parameters:
  ///   - url: The base address, such as `https://api.example.org/v1`, or the whole one that ends
  ///     with `/chat/completions`.
  ///   - key: The key that goes into `Authorization`; nil or empty for none.
  ///   - name: The model's name.
  ///   - seconds: How long one answer may take.
  /// - Throws: ``Refusal``.
  public init(url: String, key: String?, name: String, seconds: Double = 8) throws(Refusal) {
    let scheme = url.prefix { $0 != ":" }.lowercased()
    guard scheme == "http" || scheme == "https", url.contains("://"),
      url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F })
    else { throw .badURL }
    guard !name.isEmpty, name.utf8.count <= 200, name.utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F })
    else {
      throw .badName
    }
    guard key?.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) ?? true else { throw .badKey }
    guard seconds >= 0.1, seconds <= 120 else { throw .badTime }
    self.name = name
    self.key = key.flatMap { $0.isEmpty ? nil : $0 }
    milliseconds = Int(seconds * 1000)
    var base = Substring(url)
    while base.hasSuffix("/") { base = base.dropLast() }
    self.url = base.hasSuffix("/chat/completions") ? String(base) : base + "/chat/completions"
  }

  /// The model's name alone.
  public var description: String { name }

  /// The model's name alone.
  public var debugDescription: String { "LanguageModel(\(name))" }

  /// The model's name alone, so that no dump shows the key.
  public var customMirror: Mirror { Mirror(self, children: ["name": name]) }
}
