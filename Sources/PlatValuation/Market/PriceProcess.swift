internal import PlatKernels

/// The prior for prices before any sale is seen: a Gaussian process over the logarithms of prices.
///
/// The logarithm of a price is the sum of a level, slopes along the features, a part shared by
/// districts, a part shared by streets, a part shared by homes alike in place, size, lot, rooms and
/// age together, and noise. The variances are wide priors for any housing market, not fitted to
/// one: the sales around a subject determine the values.
///
/// Sources: C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (2006);
/// S. Rosen, Hedonic prices and implicit markets (1974) for prices as a function of features; the
/// kernels are those of the Cauchy class (T. Gneiting and M. Schlather, 2004).
enum PriceProcess {
  /// The variance that no feature explains: some 20 % of a price.
  static let noise = 0.04
  /// The degrees of freedom of the noise's Student distribution; 1 is Cauchy's, which treats a sale
  /// as an outlier very soon.
  static let freedom = 1.0
  /// The prior mean of the slope along the logarithm of the living area: halfway between no effect
  /// and proportional.
  static let sizeSlope = 0.5

  /// The variance of the level of all prices around the middle of the observed ones.
  static let levelVariance = 0.25

  /// The covariances of the process.
  static let kernel: plat_process = {
    var kernel = plat_process()
    kernel.level = levelVariance
    (kernel.district, kernel.district_scale) = (0.04, square(1 / 8.0))
    (kernel.street, kernel.street_scale) = (0.02, square(1 / 1.5))
    (kernel.likeness, kernel.likeness_scale) = (0.03, square(1 / 3.0))
    kernel.kind = 0.02
    // The standard deviations of the slopes.
    kernel.slopes.2 = square(0.25)
    kernel.slopes.3 = square(0.2)
    kernel.slopes.4 = square(0.07)
    kernel.slopes.5 = square(0.1)
    kernel.slopes.6 = square(0.1)
    kernel.slopes.7 = square(0.2)
    kernel.slopes.8 = square(0.15)
    kernel.slopes.9 = square(0.1)
    // One over the lengths at which homes stop being alike.
    kernel.scales.2 = square(1 / 0.5)
    kernel.scales.3 = square(1 / 1.0)
    kernel.scales.4 = square(1 / 3.0)
    kernel.scales.6 = square(1 / 1.5)
    kernel.scales.7 = square(1 / 0.4)
    return kernel
  }()

  /// The covariance of a home with itself, without slopes and noise.
  static var ownVariance: Double {
    kernel.level + kernel.district + kernel.street + kernel.likeness + kernel.kind
  }

  private static func square(_ value: Double) -> Double { value * value }
}
