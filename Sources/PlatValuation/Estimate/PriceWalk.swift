internal import PlatCommon

/// Walks from a sale to the subject, one respect after another, and values each step in dollars.
///
/// The walk changes the features of the sale's home to the subject's in the order of
/// ``Adjustment/Kind``, and follows the model's price. The sold price moves in the same proportion.
/// Steps are differences of whole dollars, so they add up exactly. As in every such walk, the joint
/// value of two respects goes to the later one.
enum PriceWalk {
  /// The adjustments that lead from a sale to the subject.
  ///
  /// - Complexity: One evaluation of the model for each respect in which the two differ, some 0.4
  ///   µs each.
  static func adjustments(
    from sale: SalePool.Sale, to subject: Subject, by model: MarketModel, _ words: AdjustmentWords
  ) -> [Adjustment] {
    var home = sale.features
    let start = model.value(of: home)
    var before = whole(sale.price)
    var adjustments: [Adjustment] = []
    for kind in Adjustment.Kind.allCases {
      var differs = false
      for feature in features(of: kind) where home[feature] != 0 {
        home[feature] = 0
        differs = true
      }
      guard differs else { continue }
      let after = whole(sale.price * exp(model.value(of: home) - start))
      if after != before {
        adjustments.append(
          Adjustment(kind: kind, dollars: after - before, text: words.text(kind, sale)))
      }
      before = after
    }
    return adjustments
  }

  /// A number of dollars, years, days or square feet, rounded and limited to a plausible range.
  static func whole(_ value: Double) -> Int {
    value.isNaN ? 0 : Int(max(-1e13, min(1e13, value)).rounded())
  }

  private static func features(of kind: Adjustment.Kind) -> [HomeFeatures.Feature] {
    switch kind {
    case .size: [.size]
    case .lot: [.lot]
    case .beds: [.beds]
    case .baths: [.baths]
    case .stories: [.stories]
    case .age: [.year, .newness]
    case .homeType: [.kind]
    case .time: [.time]
    case .location: [.east, .north]
    }
  }
}
