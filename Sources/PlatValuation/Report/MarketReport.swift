internal import PlatCommon
internal import PlatGeometry

/// A market analysis as one page of HTML for people, which requests nothing from the network.
///
/// Untrusted text is escaped, and the page's own policy forbids scripts and requests.
///
///     let answer = try listings.marketAnalysis(request, now: now)
///     let page = MarketReport(answer).html
public struct MarketReport: Sendable {
  /// The analysis.
  public let answer: MarketAnswer

  /// Makes a report of an analysis.
  public init(_ answer: MarketAnswer) { self.answer = answer }

  /// The whole page.
  public var html: String {
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
      <p class="amount">\(Figures.dollars(analysis.estimatedValue))</p>
      <p class="each">\(Figures.dollars(analysis.pricePerSqft)) per square foot</p>
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
      \(Figures.day(analysis.subject.asOf)): \
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
      """
      Home at \(NumberText.fixed(at.latitudeDegrees, 4)), \
      \(NumberText.fixed(at.longitudeDegrees, 4))
      """
  }

  private var source: String {
    answer.source == MarketAnswer.ownSource
      ? ""
      : """
      <p class="source">Written by \(HTML.escaped(answer.source)) from the numbers on this \
      page.</p>\n
      """
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
