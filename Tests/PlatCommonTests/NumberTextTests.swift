import Testing

@testable import PlatCommon

/// Numbers as people read them.
@Suite(.timeLimit(.minutes(30))) struct NumberTextTests {
  @Test(arguments: [
    (0, "0"), (7, "7"), (999, "999"), (1_000, "1,000"), (-1_000, "-1,000"), (-999, "-999"),
    (1_234_567, "1,234,567"), (Int.max, "9,223,372,036,854,775,807"),
    (Int.min, "-9,223,372,036,854,775,808"),
  ])
  func thousandsHaveCommas(_ number: Int, _ text: String) {
    #expect(NumberText.grouped(number) == text)
  }

  @Test func decimalTextKeepsItsDecimals() {
    #expect(NumberText.grouped(decimal: "-1234567.25") == "-1,234,567.25")
    #expect(NumberText.grouped(decimal: "12") == "12" && NumberText.grouped(decimal: "") == "")
  }

  @Test(
    arguments: [
      (0, 0, "0"), (0, 2, "0.00"), (1.005, 1, "1.0"), (2.5, 0, "3"), (1_234.5, 2, "1,234.50"),
      (-0.001, 2, "0.00"), (-0.5, 1, "-0.5"), (999.999, 2, "1,000.00"), (12.05, 2, "12.05"),
      (.infinity, 1, "inf"), (.nan, 1, "nan"), (1e16, 0, "1e+16"),
    ] as [(Double, Int, String)])
  func fixedNumbersHaveAllTheirDecimals(_ number: Double, _ places: Int, _ text: String) {
    #expect(NumberText.fixed(number, places) == text)
  }

  @Test(
    arguments: [
      (2.5, 2, "2.5"), (2.504, 2, "2.5"), (2.25, 2, "2.25"), (2.05, 2, "2.05"), (3, 2, "3"),
      (100, 0, "100"), (1_200, 1, "1200"), (-0.04, 1, "0"), (-1.25, 1, "-1.3"), (0.1, 1, "0.1"),
    ] as [(Double, Int, String)])
  func trimmedNumbersHaveTheDecimalsTheyNeed(_ number: Double, _ places: Int, _ text: String) {
    #expect(NumberText.trimmed(number, places) == text)
  }

  @Test func trimmedNumbersHaveCommasWhereAsked() {
    #expect(NumberText.trimmed(1_234.5, 2, hasCommas: true) == "1,234.5")
    #expect(NumberText.trimmed(1_000, 2, hasCommas: true) == "1,000")
  }

  @Test func theShortestTextHasNoNeedlessFraction() {
    #expect(NumberText.shortest(3) == "3" && NumberText.shortest(0.1) == "0.1")
    #expect(NumberText.shortest(10, scale: 4) == "2.5" && NumberText.shortest(8, scale: 4) == "2")
    #expect(NumberText.shortest(5, scale: 1) == "5" && NumberText.shortest(-5, scale: 2) == "-2.5")
  }

  @Test func bytesHaveTheUnitThatFits() {
    #expect(NumberText.bytes(1_023) == "1023 bytes" && NumberText.bytes(1_024) == "1.0 KiB")
    #expect(NumberText.bytes(1_572_864) == "1.5 MiB")
    #expect(NumberText.bytes(5 << 40) == "5.0 TiB" && NumberText.bytes(5 << 50) == "5,120.0 TiB")
  }
}
