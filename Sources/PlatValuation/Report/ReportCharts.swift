/// A scale of dollars along a drawing, with ticks at round amounts.
struct DollarScale {
  let least: Double
  let most: Double
  let from: Double
  let to: Double

  /// A scale for all amounts, with a small margin on both sides.
  init(_ amounts: [Double], from: Double, to: Double) {
    let (low, high) = (amounts.min() ?? 0, amounts.max() ?? 1)
    let room = max((high - low) * 0.05, 1_000)
    (least, most, self.from, self.to) = (low - room, high + room, from, to)
  }

  func place(_ amount: Double) -> Double { from + (amount - least) / (most - least) * (to - from) }

  /// Approximately a given number of round amounts.
  func ticks(_ count: Int) -> [Double] {
    let rough = (most - least) / Double(max(count, 1))
    var step = 1.0
    while step * 10 <= rough { step *= 10 }
    step *= [1.0, 2, 2.5, 5].last { step * $0 <= rough } ?? 1
    guard step.isFinite, step > 0, (most - least) / step < 100 else { return [] }
    var ticks: [Double] = []
    var tick = (least / step).rounded(.up) * step
    while tick <= most {
      ticks.append(tick)
      tick += step
    }
    return ticks
  }

  /// An amount in the short form of an axis label.
  static func short(_ amount: Double) -> String {
    let sign = amount < 0 ? "-" : ""
    let size = amount.magnitude
    if size >= 1e6 { return "\(sign)$\(Figures.plain((size / 1e4).rounded() / 100))M" }
    if size >= 1e3 { return "\(sign)$\(Figures.plain((size / 100).rounded() / 10))k" }
    return "\(sign)$\(Figures.plain(size))"
  }
}

/// The range with the estimate in it, and the adjusted prices as ticks.
struct ReportRange {
  let answer: MarketAnswer

  init(_ answer: MarketAnswer) { self.answer = answer }

  var svg: String {
    let analysis = answer.analysis
    let scale = DollarScale(
      [analysis.low, analysis.high] + analysis.comparables.map(\.adjustedPrice), from: 40, to: 560)
    let (low, middle, high) = (
      scale.place(analysis.low), scale.place(analysis.estimatedValue), scale.place(analysis.high)
    )
    var body = [
      HTML.line(40, 34, 560, 34, "axis"), HTML.box(low, 26, high - low, 16, "band", round: 3),
    ]
    for comparable in analysis.comparables {
      let x = scale.place(comparable.adjustedPrice)
      body.append(HTML.line(x, 29, x, 39, "tick"))
    }
    body.append(HTML.line(middle, 20, middle, 48, "middle"))
    // Keeps the three amounts apart, however close they are.
    let (left, right) = (min(low, middle - 48), max(high, middle + 48))
    body.append(
      HTML.text(middle, 14, Figures.dollars(analysis.estimatedValue), "strong", anchor: "middle"))
    body.append(HTML.text(left, 60, Figures.dollars(analysis.low), "", anchor: "middle"))
    body.append(HTML.text(right, 60, Figures.dollars(analysis.high), "", anchor: "middle"))
    return HTML.drawing(600, 66, "The range of the estimate", body)
  }
}

/// The price paid and the adjusted price of each comparable, with the estimate and its range.
struct ReportPrices {
  let answer: MarketAnswer

  init(_ answer: MarketAnswer) { self.answer = answer }

  var svg: String {
    let analysis = answer.analysis
    let (top, row) = (20.0, ReportRows.height(analysis.comparables.count))
    let bottom = top + row * Double(analysis.comparables.count)
    let scale = DollarScale(
      [analysis.low, analysis.high]
        + analysis.comparables.flatMap { [$0.soldPrice, $0.adjustedPrice] }, from: 34,
      to: 468)
    var body = [
      HTML.box(
        scale.place(analysis.low), top - 4, scale.place(analysis.high) - scale.place(analysis.low),
        bottom - top + 8,
        "band")
    ]
    for tick in scale.ticks(5) {
      let x = scale.place(tick)
      body.append(HTML.line(x, top - 4, x, bottom + 4, "grid"))
      body.append(
        HTML.text(x, bottom + 18, DollarScale.short(tick), "soft small", anchor: "middle"))
    }
    let middle = scale.place(analysis.estimatedValue)
    body.append(HTML.line(middle, top - 4, middle, bottom + 4, "middle"))
    body.append(
      HTML.text(
        middle, top - 8, Figures.dollars(analysis.estimatedValue), "small strong", anchor: "middle"
      ))
    for (place, comparable) in analysis.comparables.enumerated() {
      let y = top + row * (Double(place) + 0.5)
      let (paid, adjusted) = (
        scale.place(comparable.soldPrice), scale.place(comparable.adjustedPrice)
      )
      body.append(HTML.text(22, y + 4, "\(place + 1)", "small strong", anchor: "end"))
      body.append(HTML.line(paid, y, adjusted, y, "link"))
      body.append(HTML.circle(paid, y, 4, "paid"))
      // The area of the dot shows the weight.
      body.append(
        HTML.circle(adjusted, y, 3 + 4 * min(max(comparable.weight, 0), 1).squareRoot(), "adjusted")
      )
    }
    return HTML.drawing(480, max(bottom + 26, ReportRows.least), "Prices paid and adjusted", body)
  }
}

/// The heights of the rows of a chart.
enum ReportRows {
  /// The least height of a chart next to the map.
  static let least = ReportMap.height

  /// Fills the map's height, within limits.
  static func height(_ count: Int) -> Double {
    min(max((least - 46) / Double(max(count, 1)), 15), 34)
  }
}
