/// A verb of the program: its help, its arguments, and its action.
struct Command: Sendable {
  /// The verb.
  let name: String
  /// One line for the list of verbs.
  let summary: String
  /// The arguments in one line, after the verb.
  let usage: String
  /// The longer help, with examples.
  let discussion: String
  /// The options that it accepts.
  let options: [Option]
  /// The minimum and maximum number of operands.
  let operands: ClosedRange<Int>
  /// Runs the command.
  let body: @Sendable (Arguments) throws -> Void

  /// Parses the words, runs the verb, and returns the exit status.
  func run(_ words: [String]) -> Int32 {
    if words.contains("--help") || words.contains("-h") {
      Console.print(help)
      return 0
    }
    do {
      try body(try Arguments(words, of: self))
      return 0
    } catch let error as UsageError {
      let form = error.showsUsage ? "usage: plat \(name) \(usage); " : ""
      Console.problem("plat \(name): \(error.message) (\(form)see plat \(name) --help)")
      return 2
    } catch {
      Console.problem("plat \(name): \(Advice.text(for: error))")
      return 1
    }
  }

  /// The names of the operands as in the usage: `INDEX`, `FILE`.
  var operandNames: [String] {
    usage.split(separator: " ").prefix { $0.first != "-" && $0.first != "[" }.map {
      $0.hasSuffix("...") ? String($0.dropLast(3)) : String($0)
    }
  }

  /// The whole help text.
  var help: String {
    var text = "\(summary)\n\nUsage: plat \(name) \(usage)\n\n\(discussion)\n\nOptions:\n"
    let column = (options.map(\.form.count).max() ?? 0) + 4
    for option in options + [Option("help", nil, "Print this text.")] {
      let lines = option.summary.wrapped(to: 118 - column)
      text +=
        "  " + option.form.padding(to: column)
        + lines.joined(separator: "\n  " + "".padding(to: column)) + "\n"
    }
    return String(text.dropLast())
  }
}

/// An option of a verb.
struct Option: Sendable {
  /// The name without its dashes.
  let name: String
  /// The placeholder for its value in the help; nil for a switch.
  let value: String?
  /// One sentence.
  let summary: String
  /// Whether it may be repeated.
  let repeats: Bool
  /// An alternative name.
  let alias: String?
  /// Whether an empty value is valid: that of a search parameter counts as not given.
  let mayBeEmpty: Bool

  init(
    _ name: String, _ value: String? = nil, _ summary: String, repeats: Bool = false,
    alias: String? = nil, mayBeEmpty: Bool = false
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.repeats = repeats
    self.alias = alias
    self.mayBeEmpty = mayBeEmpty
  }

  /// The option as shown in the help.
  var form: String { "--\(name)" + (value.map { " \($0)" } ?? "") }
}

/// Wrong usage: the fault and the remedy.
struct UsageError: Error {
  let message: String
  /// Whether to print the usage line after the message.
  var showsUsage = false
}
