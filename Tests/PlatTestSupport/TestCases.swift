import Foundation

/// The number of random cases in a test.
public enum TestCases {
  /// The factor of the counts: the environment variable `PLAT_TEST_CASES`, or 1.
  public static let factor =
    ProcessInfo.processInfo.environment["PLAT_TEST_CASES"].flatMap(Double.init) ?? 1

  /// The seeds of a number of cases, scaled by ``factor``; the same on every run.
  public static func seeds(_ count: Int, from first: UInt64 = 1) -> Range<UInt64> {
    first..<first + UInt64(max(1, (Double(count) * max(0, factor)).rounded()))
  }
}
