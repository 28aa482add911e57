import PlatCommon

/// The words behind a verb, taken apart: options with their values, and operands.
struct Arguments {
  /// The words that are not options, in order.
  private(set) var operands: [String] = []
  private var values: [String: [String]] = [:]

  /// Takes words apart by a command's options: `--name value`, `--name=value`, `--switch`; `--`
  /// ends the options.
  init(_ words: [String], of command: Command) throws {
    var rest = words[...]
    var takesOptions = true
    while let word = rest.popFirst() {
      guard takesOptions, word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      if word == "--" {
        takesOptions = false
        continue
      }
      let parts = word.dropFirst(2).split(
        separator: "=", maxSplits: 1, omittingEmptySubsequences: false
      ).map(
        String.init)
      let name = parts[0]
      guard let option = command.options.first(where: { $0.name == name }) else {
        let nearest = Spelling.nearest(to: name, among: command.options.map(\.name))
        throw UsageError(
          message: "there is no option --\(name)"
            + (nearest.map { "; did you mean --\($0)?" } ?? ""))
      }
      guard values[name] == nil || option.repeats else {
        throw UsageError(message: "--\(name) is given more than once")
      }
      if option.value == nil {
        guard parts.count == 1 else { throw UsageError(message: "--\(name) takes no value") }
        values[name] = [""]
      } else if parts.count > 1 {
        values[name, default: []].append(parts[1])
      } else {
        guard let value = rest.popFirst() else {
          throw UsageError(message: "\(option.form) wants a value")
        }
        values[name, default: []].append(value)
      }
    }
    guard command.operands.contains(operands.count) else {
      let expected =
        command.operands.lowerBound == command.operands.upperBound
        ? "\(command.operands.lowerBound)" : "\(command.operands.lowerBound) or more"
      throw UsageError(
        message: "\(operands.count) arguments besides the options, expected \(expected)")
    }
  }

  /// Whether an option is there.
  func has(_ name: String) -> Bool { values[name] != nil }

  /// The value of an option, or nil.
  func value(_ name: String) -> String? { values[name]?.last }

  /// All values of an option that repeats.
  func all(_ name: String) -> [String] { values[name] ?? [] }

  /// The value of an option that must be there.
  func required(_ name: String) throws -> String {
    guard let value = value(name) else { throw UsageError(message: "--\(name) is missing") }
    return value
  }

  /// The value of an option as a number, checked.
  func number<Number: LosslessStringConvertible & Comparable>(
    _ name: String, _ range: ClosedRange<Number>
  ) throws -> Number? {
    guard let text = value(name) else { return nil }
    guard let number = Number(text), range.contains(number) else {
      throw UsageError(
        message:
          "--\(name) is \(text), expected a number from \(range.lowerBound) to \(range.upperBound)")
    }
    return number
  }
}
