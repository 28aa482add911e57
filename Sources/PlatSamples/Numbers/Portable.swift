/// Exponential, logarithm and cosine from additions and multiplications alone.
///
/// The C library's versions differ in the last bit between machines, and the samples must not: the
/// same seed gives the same bytes everywhere. Accurate to about 1e-12, far finer than a dollar or a
/// metre.
enum Portable {
  private static let ln2 = 0.693_147_180_559_945_3

  /// e to the power of `x`, for `x` from -700 to 700; values outside are clamped.
  static func exp(_ x: Double) -> Double {
    let bounded = min(max(x, -700), 700)
    let power = (bounded / ln2).rounded()
    let rest = bounded - power * ln2
    var sum = 1.0
    var step = 12.0
    while step >= 1 {
      sum = 1 + sum * rest / step
      step -= 1
    }
    return sum * Double(sign: .plus, exponent: Int(power), significand: 1)
  }

  /// The natural logarithm of a number above 0.
  static func ln(_ x: Double) -> Double {
    var exponent = Double(x.exponent)
    var significand = x.significand
    if significand > 1.414_213_562_373_095 {
      significand /= 2
      exponent += 1
    }
    let ratio = (significand - 1) / (significand + 1)
    let square = ratio * ratio
    var sum = 0.0
    var odd = 21.0
    while odd >= 1 {
      sum = sum * square + 1 / odd
      odd -= 2
    }
    return exponent * ln2 + 2 * ratio * sum
  }

  /// The cosine of an angle in degrees between -90 and 90.
  static func cosine(degrees: Double) -> Double {
    let angle = degrees * 0.017_453_292_519_943_295
    let square = angle * angle
    var sum = 1.0
    var step = 16.0
    while step >= 2 {
      sum = 1 - sum * square / (step * (step - 1))
      step -= 2
    }
    return sum
  }
}
