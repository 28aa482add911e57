/// The numbers of an analysis, and the check that a text mentions no others.
struct FactFigures {
  /// Amounts in dollars, which a text may round slightly.
  private var dollars: [Double] = []
  /// Percentages, which a text may round to the digits that it shows.
  private var percents: [Double] = []
  /// Other numbers, such as areas and years, with the same rounding.
  private var others: [Double] = [0, 1]

  /// The maximum relative difference between a rounded amount and the fact.
  static let tolerance = 0.005
  /// A number without a unit may be an amount from here on: `between 560,000 and 669,200 dollars`.
  static let leastAmount = 1_000.0

  /// Adds an amount in dollars, ignoring its sign.
  mutating func add(dollars amount: Double) {
    if amount.isFinite { dollars.append(amount.magnitude) }
  }

  /// Adds a percentage.
  mutating func add(percent: Double) {
    if percent.isFinite { percents.append(percent.magnitude) }
  }

  /// Adds another number.
  mutating func add(_ number: Double) {
    if number.isFinite { others.append(number.magnitude) }
  }

  /// Adds the months between two times in seconds: how long ago a sale was.
  mutating func add(months from: Int64, to end: Int64) {
    let months = Double(end - from) / (86_400 * 30.4375)
    for rounded in [months.rounded(.down), months.rounded(.up)] { add(rounded) }
  }

  /// Adds the numbers in one of Plat's own texts.
  mutating func add(figuresOf text: String) {
    guard let text = DraftText(text) else { return }
    for figure in Self.figures(of: text) where !figure.isOdd {
      switch figure.kind {
      case .dollars: add(dollars: figure.value)
      case .percent: add(percent: figure.value)
      case .plain: add(figure.value)
      }
    }
  }

  /// The first figure of a text that is not in the facts, in digits or in words.
  func firstUnsupportedFigure(in text: DraftText) -> String? {
    Self.figures(of: text).first { !knows($0) }.map { text.text($0.range) }
  }

  private static func figures(of text: DraftText) -> [Figure] {
    var figures: [Figure] = []
    var place = 0
    while place < text.tokens.count {
      let figure = Figure(text, at: place)
      if let figure { figures.append(figure) }
      place = max(place + 1, figure?.range.upperBound ?? 0)
    }
    return figures
  }

  private func knows(_ figure: Figure) -> Bool {
    guard !figure.isOdd else { return false }
    switch figure.kind {
    case .dollars: return isAmount(figure)
    case .percent: return percents.contains { isRounded($0, figure) }
    case .plain:
      if others.contains(where: { isRounded($0, figure) }) { return true }
      return figure.value >= Self.leastAmount && isAmount(figure)
    }
  }

  /// Whether a figure is a fact rounded to the digits shown.
  private func isRounded(_ fact: Double, _ figure: Figure) -> Bool {
    (fact - figure.value).magnitude <= figure.unit * 0.5000001
  }

  private func isAmount(_ figure: Figure) -> Bool {
    dollars.contains { fact in
      (fact - figure.value).magnitude <= max(0.5, min(figure.step / 2, fact * Self.tolerance))
    }
  }
}
