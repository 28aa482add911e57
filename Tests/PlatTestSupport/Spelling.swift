/// The spellings of a name in feeds.
public enum Spelling: String, CaseIterable, Sendable {
  case pascal, camel, snake, upperSnake, kebab, title, lower, signed

  /// A PascalCase name in this spelling.
  public func form(of name: String) -> String {
    var words: [String] = []
    for letter in name {
      if letter.isUppercase, words.last?.last?.isUppercase != true { words.append("") }
      if words.isEmpty { words.append("") }
      words[words.count - 1].append(letter)
    }
    switch self {
    case .pascal: return name
    case .camel: return name.prefix(1).lowercased() + name.dropFirst()
    case .snake: return words.joined(separator: "_").lowercased()
    case .upperSnake: return words.joined(separator: "_").uppercased()
    case .kebab: return words.joined(separator: "-").lowercased()
    case .title: return words.joined(separator: " ")
    case .lower: return name.lowercased()
    case .signed: return words.joined(separator: " ") + " (?):*"
    }
  }
}
