import PlatCommon

/// The parsed words after a verb: options with their values, and operands.
struct Arguments {
  /// The words that are not options, in order.
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  /// Parses words by a command's options: `--name value`, `--name=value`, `--switch`; `--` ends the
  /// options.
  init(_ words: [String], of command: Command) throws {
    var rest = words[...]
    var takesOptions = true
    while let word = rest.popFirst() {
      guard takesOptions, word.utf8.first == UInt8(ascii: "-"), word != "-" else {
        operands.append(word)
        continue
      }
      guard word.utf8.starts(with: "--".utf8) else { throw Self.singleDash(word, of: command) }
      if word == "--" {
        takesOptions = false
        continue
      }
      // Split at the byte: a combining mark after "=" may form one character with it.
      let parts = word.utf8.dropFirst(2).split(
        separator: UInt8(ascii: "="), maxSplits: 1, omittingEmptySubsequences: false
      ).map { String(decoding: $0, as: UTF8.self) }
      let option = try Self.option(parts[0], of: command)
      guard values[option.name] == nil || option.repeats else {
        throw UsageError(message: "--\(parts[0]) is given more than once")
      }
      if option.value == nil {
        guard parts.count == 1 else {
          throw UsageError(message: "--\(option.name) takes no value")
        }
        values[option.name] = [""]
      } else if parts.count > 1 {
        values[option.name, default: []].append(parts[1])
      } else {
        guard let value = rest.popFirst() else {
          throw UsageError(message: "the value of \(option.form) is missing")
        }
        values[option.name, default: []].append(value)
      }
      if !option.mayBeEmpty, values[option.name]?.last == "", option.value != nil {
        throw UsageError(message: "the value of \(option.form) is empty")
      }
    }
    try checkOperands(of: command)
  }

  /// The error for a word such as `-min-beds`.
  private static func singleDash(_ word: String, of command: Command) -> UsageError {
    let name = String(word.dropFirst())
    let nearest = Spelling.nearest(to: name, among: command.options.map(\.name))
    return UsageError(
      message: "there is no option \(word.shortened()); "
        + (nearest.map { "did you mean --\($0)?" } ?? "options begin with two dashes"))
  }

  private static func option(_ name: String, of command: Command) throws -> Option {
    if let option = command.options.first(where: { $0.name == name || $0.alias == name }) {
      return option
    }
    let nearest = Spelling.nearest(to: name, among: command.options.map(\.name))
    throw UsageError(
      message: "there is no option --\(name.shortened())"
        + (nearest.map { "; did you mean --\($0)?" } ?? ""))
  }

  /// Refuses too few or too many operands, by their names in the usage.
  private func checkOperands(of command: Command) throws {
    if operands.count < command.operands.lowerBound {
      let names = command.operandNames
      let missing = names.dropFirst(min(operands.count, max(names.count - 1, 0)))
      throw UsageError(
        message: "missing \(missing.joined(separator: " and "))", showsUsage: true)
    }
    if let empty = operands.firstIndex(of: "") {
      let names = command.operandNames
      let name = names.isEmpty ? "an argument" : names[min(empty, names.count - 1)]
      throw UsageError(message: "\(name) is empty", showsUsage: true)
    }
    guard operands.count > command.operands.upperBound else { return }
    let first = operands[command.operands.upperBound].shortened()
    throw UsageError(
      message: "unexpected argument \"\(first)\""
        + (command.operandNames.isEmpty
          ? "" : "; expected \(command.operandNames.joined(separator: " ")) and options"),
      showsUsage: true)
  }

  /// Whether an option is given.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option, or nil.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values of a repeatable option.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of a required option.
  func required(_ name: String) throws -> String {
    guard let value = value(name) else { throw UsageError(message: "--\(name) is missing") }
    return value
  }

  /// The value of an option as a number within a range.
  func number<Number: LosslessStringConvertible & Comparable>(
    _ name: String, _ range: ClosedRange<Number>
  ) throws -> Number? {
    guard let text = value(name) else { return nil }
    guard let number = Number(text), range.contains(number) else {
      let kind = Number.self is any BinaryInteger.Type ? "a whole number" : "a number"
      throw UsageError(
        message:
          "--\(name) is \(text), expected \(kind) from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
