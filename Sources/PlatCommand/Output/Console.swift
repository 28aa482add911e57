import PlatCommon

/// Standard output and standard error.
enum Console {
  /// Writes a line to standard output.
  static func print(_ text: String) { write(Array(text.utf8) + [0x0A], to: .standardOutput) }

  /// Writes bytes and a newline to standard output.
  static func print(_ bytes: [UInt8]) { write(bytes + [0x0A], to: .standardOutput) }

  /// Writes bytes unchanged to standard output.
  static func write(_ bytes: [UInt8]) { write(bytes, to: .standardOutput) }

  /// Writes a line to standard error.
  static func error(_ text: String) { write(Array(text.utf8) + [0x0A], to: .standardError) }

  /// Writes a problem to standard error as one line: line breaks and other control characters in
  /// quoted text become blanks.
  static func problem(_ text: String) {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    var line = String.UnicodeScalarView()
    line.append(contentsOf: scalars)
    error(String(line))
  }

  /// Writes text unchanged to standard error.
  static func raw(_ text: String) { write(Array(text.utf8), to: .standardError) }

  /// Whether to show progress: standard error is a terminal.
  static var showsProgress: Bool { FileOutput.standardError.isTerminal }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { FileOutput.standardOutput.isTerminal }

  /// Writes bytes; a reader that closed the pipe is not an error.
  private static func write(_ bytes: [UInt8], to file: FileOutput) {
    try? file.write(bytes)
  }
}

/// Exits the program.
enum Exit {
  /// Exits with a status.
  static func leave(_ status: Int32) -> Never { exit(status) }
}

/// Counts with their nouns.
enum Counted {
  /// A number with its noun: `1 place`, `1,200 places`.
  static func text(_ count: Int, _ noun: String) -> String {
    "\(NumberText.grouped(count)) \(noun)" + (count == 1 ? "" : "s")
  }
}

extension String {
  /// The text padded with trailing spaces to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text padded with leading spaces to a width.
  func leading(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// The text wrapped at spaces to lines of at most `width` characters.
  func wrapped(to width: Int) -> [String] {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] = last + " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines
  }
}
