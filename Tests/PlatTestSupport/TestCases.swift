import Foundation

/// How many random cases a test runs.
public enum TestCases {
  /// What the counts are multiplied by: the environment variable `PLAT_TEST_CASES`, or 1.
  public static let factor =
    ProcessInfo.processInfo.environment["PLAT_TEST_CASES"].flatMap(Double.init) ?? 1

  /// The seeds of so many cases, more or fewer by ``factor``; the same ones on every run.
  public static func seeds(_ count: Int, from first: UInt64 = 1) -> Range<UInt64> {
    first..<first + UInt64(max(1, (Double(count) * max(0, factor)).rounded()))
  }
}
