internal import PlatCommon

/// Computes the width of a range that contains a given share of the prices.
///
/// Source: split conformal prediction (V. Vovk, A. Gammerman and G. Shafer, Algorithmic Learning in
/// a Random World, 2005; J. Lei and others, Distribution-free predictive inference for regression,
/// 2018), with leave-one-out errors in place of a second sample.
enum RangeWidth {
  /// The errors, in standard deviations, of a normal distribution at its twentieths.
  ///
  /// They are added to those of the market, so that a few sales do not make a narrow range.
  private static let normal = [0.063, 0.189, 0.319, 0.454, 0.598, 0.755, 0.935, 1.15, 1.44, 1.96]

  /// The error, in standard deviations, that a share of the errors does not exceed.
  ///
  /// - Parameters:
  ///   - errors: Absolute errors of the market's own sales, in standard deviations.
  ///   - share: The share, from 0 to 1.
  static func deviations(of errors: [Double], holding share: Double) -> Double {
    var all = errors + normal
    let place = Int((Double(all.count + 1) * share).rounded(.up)) - 1
    return all.nthSmallest(max(0, min(place, all.count - 1))) ?? .infinity
  }
}
