internal import PlatCommon

/// A model of prices around a subject: the process, conditioned on sales.
///
/// Sales that do not fit count less, as under noise of a Student distribution (K. L. Lange, R. J.
/// A. Little and J. M. G. Taylor, 1989): their noise is increased until the fit settles. Each sale
/// is also predicted from all others (the leave-one-out formulas of S. Sundararajan and S. S.
/// Keerthi, 2001), which gives the errors of predictions.
struct MarketModel {
  /// The sales.
  private let homes: HomeTable
  /// The level of the logarithms.
  private let level: Double
  private var solution: [Double]
  /// The weight of each sale, from 0 to 1: about 1 for a sale that fits.
  private(set) var trust: [Double]
  /// For each sale, the logarithm of its price minus the model's prediction.
  private(set) var residuals: [Double]
  /// For each sale, its covariance with the subject, without the part that all prices share: their
  /// similarity.
  let likeness: [Double]
  /// The logarithm of the subject's price.
  private(set) var value = 0.0
  /// The standard deviation of the subject's price around it, as a logarithm.
  private(set) var deviation = 0.0
  /// The absolute errors of predicting each sale from all others, in standard deviations.
  private(set) var errors: [Double] = []
  /// The median of the same errors as logarithms of prices.
  private(set) var middleError = 0.0

  /// The number of times the noise is fitted.
  private static let rounds = 2

  /// Fits the process to sales; nil if there is no finite fit.
  ///
  /// - Complexity: O(sales³ / 3) for each round and once more for the errors; some 80 µs for 96
  ///   sales.
  init?(_ homes: HomeTable, logPrices: [Double], _ memory: ModelMemory) {
    let count = homes.count
    guard count > 0, count == logPrices.count, count <= ModelMemory.most else { return nil }
    self.homes = homes
    var wanted = logPrices
    for place in 0..<count { wanted[place] -= PriceProcess.sizeSlope * homes.size(place) }
    var unordered = wanted
    level = unordered.nthSmallest(count / 2) ?? .infinity
    for place in 0..<count { wanted[place] -= level }

    memory.setCovariances(of: homes, count: count)
    var noise = Self.firstNoise(wanted)
    solution = wanted
    residuals = wanted
    trust = []
    for round in 1...Self.rounds {
      guard memory.factor(noise: noise) else { return nil }
      solution = wanted
      memory.solve(&solution)
      for place in 0..<count { residuals[place] = noise[place] * solution[place] }
      if round == Self.rounds { break }
      for place in 0..<count { noise[place] = Self.noise(ofResidual: residuals[place]) }
    }
    trust = noise.map { PriceProcess.noise / $0 }

    let alike = homes.covariances(with: HomeFeatures())
    likeness = alike.map { max($0 - PriceProcess.levelVariance, 0) }
    value = level
    for place in 0..<count { value += alike[place] * solution[place] }
    var explained = alike
    memory.solveLower(&explained)
    let known = explained.reduce(0) { $0 + $1 * $1 }
    deviation = (max(PriceProcess.ownVariance - known, 0) + PriceProcess.noise).squareRoot()
    guard value.isFinite, deviation.isFinite else { return nil }

    // A sale's error is solution / diagonal, and its variance 1 / diagonal. The usual noise
    // replaces an outlier's own.
    let diagonal = memory.inverseDiagonal(count: count)
    var logErrors: [Double] = []
    for place in 0..<count where diagonal[place] > 0 {
      let error = abs(solution[place] / diagonal[place])
      let variance = max(1 / diagonal[place] - noise[place], 0) + PriceProcess.noise
      errors.append(error / variance.squareRoot())
      logErrors.append(error)
    }
    middleError = logErrors.nthSmallest(logErrors.count / 2) ?? 0
  }

  /// The logarithm of the price of a home.
  func value(of home: HomeFeatures) -> Double {
    let alike = homes.covariances(with: home)
    var value = level + PriceProcess.sizeSlope * home[.size]
    for place in 0..<solution.count { value += alike[place] * solution[place] }
    return value
  }

  /// The initial noise: outliers get more, so that they do not spoil the first fit.
  private static func firstNoise(_ values: [Double]) -> [Double] {
    var sizes = values.map { abs($0) }
    let middle = max(sizes.nthSmallest(sizes.count / 2) ?? .infinity, 0.1)
    return values.map { abs($0) > 6 * middle ? noise(ofResidual: $0) : PriceProcess.noise }
  }

  /// The noise that gives a residual the same weight as under a Student distribution.
  private static func noise(ofResidual residual: Double) -> Double {
    (PriceProcess.freedom * PriceProcess.noise + residual * residual) / (PriceProcess.freedom + 1)
  }
}
