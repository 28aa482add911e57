import PlatCommon

/// Where text for people and programs goes.
enum Console {
  /// Writes a line to standard output.
  static func print(_ text: String) { write(Array(text.utf8) + [0x0A], to: .standardOutput) }

  /// Writes bytes and a line's end to standard output.
  static func print(_ bytes: [UInt8]) { write(bytes + [0x0A], to: .standardOutput) }

  /// Writes bytes as they are to standard output.
  static func write(_ bytes: [UInt8]) { write(bytes, to: .standardOutput) }

  /// Writes a line to standard error.
  static func error(_ text: String) { write(Array(text.utf8) + [0x0A], to: .standardError) }

  /// Writes a problem to standard error as one line, whatever it quotes: line breaks and other
  /// control characters become blanks.
  static func problem(_ text: String) {
    let scalars = text.unicodeScalars.map { $0.properties.generalCategory == .control ? " " : $0 }
    var line = String.UnicodeScalarView()
    line.append(contentsOf: scalars)
    error(String(line))
  }

  /// Writes text as it is to standard error.
  static func raw(_ text: String) { write(Array(text.utf8), to: .standardError) }

  /// Whether standard error is a terminal, where progress may be shown.
  static var showsProgress: Bool { FileOutput.standardError.isTerminal }

  /// Whether standard output is a terminal.
  static var isTerminal: Bool { FileOutput.standardOutput.isTerminal }

  /// Writes bytes; a reader that has gone away is no error of ours.
  private static func write(_ bytes: [UInt8], to file: FileOutput) {
    try? file.write(bytes)
  }
}

/// The end of the program.
enum Exit {
  /// Leaves with a status.
  static func leave(_ status: Int32) -> Never { exit(status) }
}

/// Numbers of things in words.
enum Counted {
  /// A number with its noun: `1 place`, `1,200 places`.
  static func text(_ count: Int, _ noun: String) -> String {
    "\(NumberText.grouped(count)) \(noun)" + (count == 1 ? "" : "s")
  }
}

extension String {
  /// The text with spaces behind it, up to a width.
  func padding(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  /// The text with spaces before it, up to a width.
  func leading(to width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }

  /// The text in lines of at most so many characters, parted at its spaces.
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
