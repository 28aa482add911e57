/// A verb of the program: its words for people, the arguments that it takes, and what it does.
struct Command: Sendable {
  /// The verb.
  let name: String
  /// One line for the list of verbs.
  let summary: String
  /// The arguments in one line, after the verb.
  let usage: String
  /// What to know before using it; examples.
  let discussion: String
  /// The options that it takes.
  let options: [Option]
  /// The least and the greatest number of arguments that are not options.
  let operands: ClosedRange<Int>
  /// Does it.
  let body: @Sendable (Arguments) throws -> Void

  /// Runs the verb; gives the exit status.
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

  /// The names of the arguments that are not options, as the usage has them: `INDEX`, `FILE`.
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
  /// What stands for its value in the help, or nil for a switch.
  let value: String?
  /// One sentence.
  let summary: String
  /// Whether it may be given more than once.
  let repeats: Bool
  /// Another name that means it.
  let alias: String?

  init(
    _ name: String, _ value: String? = nil, _ summary: String, repeats: Bool = false,
    alias: String? = nil
  ) {
    self.name = name
    self.value = value
    self.summary = summary
    self.repeats = repeats
    self.alias = alias
  }

  /// How it is written.
  var form: String { "--\(name)" + (value.map { " \($0)" } ?? "") }
}

/// Wrong usage: what, and what to do.
struct UsageError: Error {
  let message: String
  /// Whether the form of the whole call explains it.
  var showsUsage = false
}
