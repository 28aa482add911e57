/// A language model that writes the paragraph of a market analysis: any endpoint with OpenAI's chat
/// completions.
///
/// It is called only by `MarketAnswer.write(by:)`. No text made from this value contains the key.
public struct LanguageModel: Sendable, CustomStringConvertible, CustomDebugStringConvertible,
  CustomReflectable
{
  /// The model's name, as the endpoint knows it.
  public let name: String
  /// The time limit of one answer.
  public let milliseconds: Int
  /// The whole address.
  let url: String
  /// The key; nil for an endpoint that needs none.
  let key: String?

  /// The reason why an endpoint is refused.
  public enum Refusal: Error, Equatable, Sendable, CustomStringConvertible {
    /// The address is not an http or https URL.
    case badURL
    /// The model's name is empty or contains other than plain characters.
    case badName
    /// The key is not one line of plain characters.
    case badKey
    /// The time limit is out of range.
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

  /// Makes a model from an endpoint.
  ///
  /// - Parameters:
  ///   - url: The base address, such as `https://api.example.org/v1`, or the whole one that ends
  ///     with `/chat/completions`.
  ///   - key: The key for the `Authorization` field; nil or empty for none.
  ///   - name: The model's name.
  ///   - seconds: The time limit of one answer.
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
