import Plat
import PlatCommon
import PlatValuation

/// A market analysis as one page of HTML for people: it holds everything it needs and asks nobody
/// for anything.
///
/// Every text that came from outside is escaped, and the page's own policy forbids scripts and
/// requests.
struct Report {
  let answer: MarketAnswer

  init(_ answer: MarketAnswer) { self.answer = answer }

  /// The whole page.
  var html: String {
    let analysis = answer.analysis
    let title = "Market analysis: " + (answer.address ?? place)
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
      'unsafe-inline'">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <title>\(HTML.escaped(title))</title>
      <style>
      \(ReportStyle.css)
      </style>
      </head>
      <body>
      <main>
      <header>
      <div>
      <p class="kind">Comparative market analysis</p>
      <h1>\(HTML.escaped(answer.address ?? place))</h1>
      <p class="facts">\(HTML.escaped(HomeText.facts(analysis.subject)))</p>
      </div>
      <p class="notice">\(HTML.escaped(MarketAnswer.disclaimer))</p>
      </header>
      <section class="value">
      <div>
      <p class="label">Estimated value</p>
      <p class="amount">\(HomeText.dollars(analysis.estimatedValue))</p>
      <p class="each">\(HomeText.dollars(analysis.pricePerSqft)) per square foot</p>
      </div>
      <div>
      \(ReportRange(answer).svg)
      <p class="each">\(Self.sentence(HomeText.confidence(analysis)))</p>
      </div>
      </section>
      <section class="pair">
      <figure>
      <figcaption><b>Where they are.</b> The home and its comparables, true to scale.</figcaption>
      \(ReportMap(answer).svg)
      </figure>
      <figure>
      <figcaption><b>What they say.</b> Paid (ring), adjusted (dot), and the estimate.</figcaption>
      \(ReportPrices(answer).svg)
      </figure>
      </section>
      <section>
      \(ReportTable(answer).sales)
      </section>
      <section>
      \(ReportTable(answer).adjustments)
      </section>
      <section class="words">
      <div>
      <h2>Analysis</h2>
      <p>\(HTML.escaped(answer.text))</p>
      \(source)</div>
      <div>
      <h2>Method</h2>
      <p>\(method)</p>
      </div>
      </section>
      <footer>
      <p>\(HTML.escaped(MarketAnswer.disclaimer)). From the Closed sales of the listing index as \
      of \
      \(HomeText.day(analysis.subject.asOf)): \
      \(HTML.escaped(analysis.search.steps.last?.text ?? "")).</p>
      </footer>
      </main>
      </body>
      </html>

      """
  }

  private var place: String {
    let at = answer.analysis.subject.coordinate
    return
      "Home at \(NumberText.fixed(at.latitudeDegrees, 4)), \(NumberText.fixed(at.longitudeDegrees, 4))"
  }

  private var source: String {
    answer.source == MarketAnswer.ownSource
      ? ""
      : "<p class=\"source\">Written by \(HTML.escaped(answer.source)) from the numbers on this page.</p>\n"
  }

  private var method: String {
    """
    Each comparable is a recorded sale; its price is moved to this home by what the sales around \
    it show size, rooms, age, lot, \
    place and time to be worth, and the adjusted prices are averaged, the most alike and most \
    reliable counting most. The range \
    is as wide as such estimates of those sales, each made without its own price, were wrong.
    """
  }

  private static func sentence(_ text: String) -> String {
    text.prefix(1).uppercased() + text.dropFirst() + "."
  }
}

/// Pieces of HTML and SVG.
enum HTML {
  /// A text without what HTML would read as markup.
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
        // Other control characters are not allowed in HTML; marks of direction could turn the rest
        // of a line around.
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

  /// A drawing that is as wide as there is room.
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
    "<text x=\"\(place(x))\" y=\"\(place(y))\" class=\"\(classes)\" text-anchor=\"\(anchor)\">\(escaped(words))</text>"
  }

  /// A straight line in a drawing.
  static func line(_ x1: Double, _ y1: Double, _ x2: Double, _ y2: Double, _ classes: String)
    -> String
  {
    "<line x1=\"\(place(x1))\" y1=\"\(place(y1))\" x2=\"\(place(x2))\" y2=\"\(place(y2))\" class=\"\(classes)\"/>"
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
    "<rect x=\"\(place(x))\" y=\"\(place(y))\" width=\"\(place(max(width, 0)))\" height=\"\(place(max(height, 0)))\" "
      + "rx=\"\(place(round))\" class=\"\(classes)\"/>"
  }
}
