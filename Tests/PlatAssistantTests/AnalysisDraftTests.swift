import PlatTestSupport
import PlatValuation
import Testing

@testable import PlatAssistant

/// A language model's text is shown only if it is plain, short enough and true to the figures.
@Suite(.timeLimit(.minutes(30))) struct AnalysisDraftTests {
  private static let figures: FactFigures = {
    var figures = FactFigures()
    for amount in [612_340.0, 560_000, 669_200, 331, -23_456, 1_187_000] {
      figures.add(dollars: amount)
    }
    for number in [1_850.0, 9_800, 1962, 2026, 12, 0.31, 2.5, 3, 80, 100] { figures.add(number) }
    for percent in [80.0, 30, 8.5] { figures.add(percent: percent) }
    figures.add(figuresOf: "25 miles, 36 months, living area within 75 %: 9 sales")
    return figures
  }()

  private func stranger(_ text: String) throws -> String? {
    Self.figures.firstUnsupportedFigure(in: try #require(DraftText(text), "\(text)"))
  }

  @Test(arguments: [
    "The estimate is $612,340.", "about $612,000", "$612k", "$ 612,340", "612,340 dollars",
    "$1.187 million",
    "$1,187,000",
    "built in 1962, 1,850 square feet on 9800", "12 sales within 0.3 miles",
    "$23,456 was taken off", "-$23,456",
    "80 % of 100", "80 in 100", "30 percent", "75 per cent", "9 %-ish, or 9 percent",
    "sold in 2026.", "$331 for a square foot", "$560,000 to $669,200", "no figure at all", "$",
    "$ and more",
    "$0.612 million", "three bedrooms and two and a half baths", "twelve sales", "a dozen sales",
    "one home, the 1st",
    "thirty-six months", "the third sale", "a three-bedroom home", "nineteen hundred sixty-two",
    "2.5 baths",
    "0.3 miles",
    "six hundred twelve thousand three hundred forty dollars",
    "six hundred and twelve thousand dollars",
    "$612 thousand",
    "eighteen hundred fifty square feet", "two thousand twenty-six", "eighty percent", "zero",
    "one hundred",
    "25 miles",
    "last quarter", "the home was single-story", "between 560,000 and 669,200 dollars",
  ])
  func figuresOfTheFactsPass(_ text: String) throws { #expect(try stranger(text) == nil) }

  @Test(arguments: [
    ("It is worth $700,000 today.", "$700,000"), ("$613,340", "$613,340"), ("$600,000", "$600,000"),
    ("$6", "$6"),
    ("$1.3 million", "$1.3 million"), ("$612 million", "$612 million"),
    ("700,000 dollars", "700,000 dollars"),
    ("1,851 square feet", "1,851"),
    ("built in 1963", "1963"), ("$331k", "$331k"),
    ("$99999999999999999999999999", "$99999999999999999999999999"),
    ("$1,2,3,4,5,6,7", "$1,2,3,4,5,6,7"), ("$9.9.9", "$9.9.9"), ("EUR 700000", "700000"),
    ("$612,340 or $612,999.", "$612,999"), ("999 sales", "999"), ("14 sales", "14"),
    ("0.4 miles", "0.4"),
    ("12 %", "12 %"), ("12 percent", "12 percent"), ("eighty-one percent", "eighty-one percent"),
    ("80.5 %", "80.5 %"),
    ("1970s ranch", "1970s"), ("2BR", "2BR"), ("9e6", "9e"), ("0x9", "0x"), ("v12 engine", "12"),
    ("nine million dollars", "nine million dollars"),
    ("Nine Million Dollars", "Nine Million Dollars"),
    ("nine-million", "nine-million"), ("two hundred thousand", "two hundred thousand"),
    ("two hundred and four thousand", "two hundred and four thousand"), ("9 million", "9 million"),
    ("nine hundred grand", "nine hundred grand"), ("a million", "a million"),
    ("ninemillion dollars", "ninemillion dollars"),
    ("millions of dollars", "millions"), ("hundreds of thousands", "hundreds"),
    ("two dozen sales", "two dozen"),
    ("half of them", "half"), ("half a million", "half a million"),
    ("a quarter of them", "a quarter"),
    ("two thirds", "two thirds"), ("nine point five million", "nine point five million"),
    ("tenfold", "tenfold"),
    ("nine and a half million", "nine and a half million"), ("fourteen bedrooms", "fourteen"),
    ("the fifth sale", "fifth"),
    ("nineteen sixty-three", "nineteen"), ("the nineties", "nineties"), ("seven-figure", "seven"),
    ("three hundred thousand", "three hundred thousand"), ("fifteen percent", "fifteen percent"),
    ("1.2M", "1.2M"),
    ("five million three", "five million three"), ("twenty seven", "twenty seven"),
    ("9 lakh", "9 lakh"),
  ])
  func otherFiguresDoNot(_ text: String, _ figure: String) throws {
    #expect(try stranger(text) == figure)
  }

  private static let fine =
    """
    The home was compared with twelve sales near it, and the estimate is $612,340 as of 2026; it \
    is not an appraisal.
    """

  @Test func aGoodDraftIsKeptOnOneLine() throws {
    let draft = "  " + Self.fine.replacing(" near it", with: "\n\n near\tit") + " \n"
    #expect(try AnalysisDraft(draft, figures: Self.figures).text == Self.fine)
    let bare = Self.fine.replacing("; it is not an appraisal", with: "")
    #expect(
      try AnalysisDraft(bare, figures: Self.figures).text == bare + " " + AnalysisText.notice)
  }

  @Test func badDraftsAreRefused() throws {
    let faults: [(String, AnalysisDraft.Fault)] = [
      ("", .empty), (" \n\t ", .empty), ("Too short.", .tooShort),
      (
        String(repeating: Self.fine + " ", count: 30),
        .tooLong(limit: AnalysisDraft.length.upperBound)
      ),
      (Self.fine + " <b>Buy</b>", .notPlain), (Self.fine + " **Buy**", .notPlain),
      (Self.fine + " `rm`", .notPlain),
      (Self.fine + " See https://example.org.", .notPlain),
      (Self.fine + " See WWW.example.org.", .notPlain),
      (Self.fine + " \u{0}", .notPlain), (Self.fine + " \u{202E}x", .notPlain),
      (Self.fine + " {x}", .notPlain),
      (Self.fine + " Ask for $999,999.", .figure("$999,999")),
      (Self.fine + " It is worth $９,９９９,９９９.", .notPlain),
      (Self.fine + " Call 760-555-0100.", .contact("Call")),
      (Self.fine + " Go to evil.example/buy.", .contact("evil.example")),
      (Self.fine + " It is good for families.", .people("families")),
      (Self.fine + " Ask Bob Smith.", .name("Bob")),
      (Self.fine + " It will be nine million dollars.", .figure("nine million dollars")),
    ]
    for (draft, fault) in faults {
      #expect(throws: fault, "\(draft)") { try AnalysisDraft(draft, figures: Self.figures) }
    }
  }

  @Test func numbersOfAnyShapeAreReadToTheEnd() throws {
    // For any input, the reading ends and returns a range of the text or nil.
    let seed: UInt64 = 1
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("$0123456789,.,. kKmM-milliontousadb%")
    for _ in 0..<2_000 {
      let text = String((0..<20).map { _ in generator.one(of: alphabet) })
      if let stranger = try stranger(text) {
        let bare = [text, stranger].map { $0.filter { $0 != " " } }
        #expect(bare[0].contains(bare[1].prefix(20)), "seed \(seed): \(text): \(stranger)")
      }
    }
  }
}
