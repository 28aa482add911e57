import TestSupport
import Testing

@testable import Plat

/// What a language model wrote is shown only where it is plain, short enough and true to the figures.
@Suite(.timeLimit(.minutes(10))) struct AnalysisDraftTests {
  private static let figures: FactFigures = {
    var figures = FactFigures()
    for amount in [612_340.0, 560_000, 669_200, 331, -23_456, 1_187_000] { figures.add(dollars: amount) }
    for number in [1_850.0, 9_800, 1962, 2026, 12] { figures.add(number) }
    return figures
  }()

  @Test(arguments: [
    "The estimate is $612,340.", "about $612,000", "$612k", "$ 612,340", "612,340 dollars", "$1.187 million",
    "$1,187,000",
    "built in 1962, 1,850 square feet on 9800", "12 sales within 0.3 miles", "$23,456 was taken off", "-$23,456",
    "80 % of 100",
    "sold in 2026.", "$331 for a square foot", "$560,000 to $669,200", "no figure at all", "$", "$ and more", "999",
    "$0.612 million",
  ])
  func figuresOfTheFactsPass(_ text: String) { #expect(Self.figures.firstStranger(in: text) == nil) }

  @Test(arguments: [
    ("It is worth $700,000 today.", "$700,000"), ("$613,340", "$613,340"), ("$600,000", "$600,000"), ("$6", "$6"),
    ("$1.3 million", "$1.3 million"), ("$612 million", "$612 million"), ("700,000 dollars", "700,000"),
    ("1,851 square feet", "1,851"),
    ("built in 1963", "1963"), ("$331k", "$331k"), ("$99999999999999999999999999", "$99999999999999999999999999"),
    ("$1,2,3,4,5,6,7", "$1,2,3,4,5,6,7"), ("$9.9.9", "$9.9"), ("€700000", "700000"),
    ("$612,340 or $612,999.", "$612,999"),
  ])
  func otherFiguresDoNot(_ text: String, _ stranger: String) {
    #expect(Self.figures.firstStranger(in: text) == stranger)
  }

  private static let fine =
    "The home was compared with twelve sales near it, and the estimate is $612,340 as of 2026; it is not an appraisal."

  @Test func aGoodDraftIsKeptOnOneLine() throws {
    let draft = "  " + Self.fine.replacing(" near it", with: "\n\n near\tit") + " \n"
    #expect(try AnalysisDraft(draft, figures: Self.figures).text == Self.fine)
    let bare = Self.fine.replacing("; it is not an appraisal", with: "")
    #expect(try AnalysisDraft(bare, figures: Self.figures).text == bare + " " + AnalysisDraft.notice)
  }

  @Test func badDraftsAreRefused() throws {
    let faults: [(String, AnalysisDraft.Fault)] = [
      ("", .empty), (" \n\t ", .empty), ("Too short.", .tooShort),
      (String(repeating: Self.fine + " ", count: 30), .tooLong(limit: AnalysisDraft.length.upperBound)),
      (Self.fine + " <b>Buy</b>", .notPlain), (Self.fine + " **Buy**", .notPlain), (Self.fine + " `rm`", .notPlain),
      (Self.fine + " See https://example.org.", .notPlain), (Self.fine + " See WWW.example.org.", .notPlain),
      (Self.fine + " \u{0}", .notPlain), (Self.fine + " \u{202E}x", .notPlain), (Self.fine + " {x}", .notPlain),
      (Self.fine + " Ask for $999,999.", .figure("$999,999")),
    ]
    for (draft, fault) in faults {
      #expect(throws: fault, "\(draft)") { try AnalysisDraft(draft, figures: Self.figures) }
    }
  }

  @Test func numbersOfAnyShapeAreReadToTheEnd() {
    // Whatever stands there, the reading ends and gives a piece of the text or nothing.
    let seed: UInt64 = 1
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("$0123456789,.,. kKmM-milliontousadb%")
    for _ in 0..<2_000 {
      let text = String((0..<20).map { _ in generator.one(of: alphabet) })
      if let stranger = Self.figures.firstStranger(in: text) {
        #expect(text.contains(stranger), "seed \(seed): \(text)")
      }
    }
  }
}
