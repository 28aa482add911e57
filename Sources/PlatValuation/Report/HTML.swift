internal import PlatCommon

/// Pieces of HTML and SVG.
enum HTML {
  /// Escapes the characters of a text that HTML would read as markup.
  static func escaped(_ text: String) -> String {
    var escaped = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case "'": escaped += "&#39;"
      case "\n", "\t": escaped += " "
      default:
        // Other control characters are not allowed in HTML; marks of direction could reverse the
        // rest of a line.
        let isOdd =
          scalar.properties.generalCategory == .control || (0x202A...0x202E).contains(scalar.value)
          || (0x2066...0x2069).contains(scalar.value)
        escaped.unicodeScalars.append(isOdd ? "\u{FFFD}" : scalar)
      }
    }
    return escaped
  }

  /// A coordinate of a drawing.
  static func place(_ number: Double) -> String {
    guard number.isFinite, number.magnitude < 1e7 else { return "0" }
    return NumberText.trimmed(number, 1)
  }

  /// A drawing that fills the available width.
  static func drawing(_ width: Double, _ height: Double, _ label: String, _ body: [String])
    -> String
  {
    """
    <svg viewBox="0 0 \(place(width)) \(place(height))" role="img" aria-label="\(escaped(label))">
    \(body.joined(separator: "\n"))
    </svg>
    """
  }

  /// A text in a drawing.
  static func text(
    _ x: Double, _ y: Double, _ words: String, _ classes: String = "", anchor: String = "start"
  )
    -> String
  {
    """
    <text x="\(place(x))" y="\(place(y))" class="\(classes)" text-anchor="\(anchor)">\
    \(escaped(words))</text>
    """
  }

  /// A straight line in a drawing.
  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String)
    -> String
  {
    """
    <line x1="\(place(x1))" y1="\(place(y1))" x2="\(place(x2))" y2="\(place(y2))" \
    class="\(classes)"/>
    """
  }

  /// A circle in a drawing.
  static func circle(_ x: Double, _ y: Double, _ radius: Double, _ classes: String) -> String {
    "<circle cx=\"\(place(x))\" cy=\"\(place(y))\" r=\"\(place(radius))\" class=\"\(classes)\"/>"
  }

  /// A box in a drawing.
  static func box(
    _ x: Double, _ y: Double, _ width: Double, _ height: Double, _ classes: String,
    round: Double = 0
  ) -> String {
    """
    <rect x="\(place(x))" y="\(place(y))" width="\(place(max(width, 0)))" \
    height="\(place(max(height, 0)))" rx="\(place(round))" class="\(classes)"/>
    """
  }
}
