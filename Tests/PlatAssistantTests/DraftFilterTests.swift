import Plat
import PlatTestSupport
import PlatValuation
import Testing

@testable import PlatAssistant

/// Subjects that a language model may not write about: tables of refused sentences, and of honest
/// ones that pass.
@Suite(.timeLimit(.minutes(30))) struct DraftFilterTests {
  private func text(_ sentence: String) throws -> DraftText {
    try #require(DraftText(sentence), "\(sentence)")
  }

  /// Characters of other scripts, and characters that hide or reorder others.
  @Test(arguments: [
    "$９,９９９,９９９", "٩٩٩٩٩٩", "९९९", "𝟗𝟗𝟗", "⑨ million", "Ⅸ million", "½ mile", "9²",
    "nine\u{200B}million",
    "n\u{00AD}ine",
    "9\u{FE0F}9", "\u{202E}000,999$", "\u{2066}x", "neighb\u{043E}rs", "ｎｉｎｅ", "9\u{0300}", "九百万",
    "€9", "9\u{2044}10",
    "x\u{FEFF}y", "e\u{0301}", "a\u{2028}b", "1\u{066C}000", "\u{1F3E0}", "www。example",
  ])
  func otherScriptsAreRefused(_ sentence: String) { #expect(DraftText(sentence) == nil) }

  @Test func signsOfPrintAreRead() throws {
    let text = try text("“It’s” a home – 3 beds — and so on…")
    #expect(
      text.tokens.map(\.text).joined(separator: " ")
        == "\" It's \" a home - 3 beds - and so on . . .")
  }

  @Test(arguments: [
    "Call today.", "Contact us.", "Our phone is busy.", "Telephone them.", "Send an email.",
    "Send an e-mail.",
    "By E-Mail.",
    "760-555-0100", "(760) 555-0100", "760.555.0100", "760 555 0100", "+1 760 555 0100", "555-0100",
    "7605550100",
    "seven six zero five five five", "seven-six-oh-five", "7 6 0 5 5 5", "evil.example/buy",
    "evil.example",
    "see evil.example.",
    "a.b.example.com", "bob at example dot com", "example . com", "buy/now", "https:evil", "www",
    "ftp://x",
    "10.0.0.1.evil",
    "42 Main Street", "42 main st", "at 1178 Avenida Santa Rosa Avenue", "forty-two Elm Road",
    "42 N. Palm Canyon Dr",
    "Sunset Boulevard", "on Elm Street", "5 Ocean Way", "suite 9", "PO Box 12", "zip 92262",
    "unit 3", "apt", "Lot 7",
    "visit our website", "Highway 111 and 12 old highway", "facebook",
  ])
  func waysToReachSomebodyAreFound(_ sentence: String) throws {
    #expect(DraftContacts.first(in: try text(sentence)) != nil)
  }

  @Test(arguments: [
    "the lane markers of race", "white buyers", "Hispanic", "minorities", "a diverse area",
    "immigrants",
    "Mexican food",
    "the faith of the neighbors", "near a church", "a Christian area", "Catholic", "a synagogue",
    "kosher", "Muslims",
    "for men", "women", "gender", "gay", "a bachelor pad", "good for families", "family-friendly",
    "children play",
    "kids", "a couple's home for newlyweds", "married", "empty for seniors", "retirees",
    "young professionals",
    "adults",
    "the elderly", "55-plus mature", "no wheelchair", "disabled", "handicapped", "blind", "deaf",
    "the neighbors",
    "neighbourly", "your neighbor", "quiet neighborhood", "the community", "residents",
    "the people", "owner-occupied",
    "tenants", "good schools", "top school", "a college", "teachers", "students", "low crime",
    "a safe area", "safety",
    "security", "police", "dangerous", "gated", "drugs", "wealthy", "exclusive", "affluent",
    "low-income", "vouchers",
    "neigh-bors", "Neighbors", "NEIGHBORS", "neighbors'", "multi families", "he said", "the buyer",
    "our agents",
    "American",
  ])
  func wordsAboutPeopleAreFound(_ sentence: String) throws {
    #expect(DraftPeople.first(in: try text(sentence)) != nil)
  }

  @Test(arguments: [
    "Ask Bob.", "It is in Palm Springs.", "near Cathedral City", "by Acme", "the Smiths",
    "n i n e homes",
    "sold by MegaCorp",
  ])
  func namesAreFound(_ sentence: String) throws {
    #expect(DraftNames.first(in: try text(sentence)) != nil)
  }

  /// Typical sentences of models about the facts.
  static let honest = [
    "The estimate is $612,340, and the range is $560,000 to $669,200.",
    """
    This single-family home has three bedrooms, two and a half bathrooms and 1,850 square feet; it \
    was built in 1962.
    """,
    "It is a single family home on a lot of 9,800 square feet.", "It is a multi-family property.",
    """
    It was compared with twelve sales within 25 miles and 36 months; the nearest is 0.31 miles \
    away.
    """,
    """
    The search was widened to 25 miles, as there were only 9 sales nearer to it, e.g. of the same \
    size.
    """,
    "Prices were adjusted for size, age, lot and time; the largest adjustment was -$23,456.",
    "Comparable 1 sold in March 2026 for $1,187,000, i.e. $331 per square foot.",
    "In May and June sales were few.",
    "About 80 % of homes valued this way sell within the range, so 80 in 100.",
    "Older homes and newer ones were weighed alike.",
    "The most recent sale and/or the nearest one weighs most.",
    "It's an estimate - not an appraisal.",
    "I (the model) add none.",
    "The first, second and third sale weigh most.",
    "The home is near the U.S. average; the CMA says no more.",
    "The residential market was steady: prices drove up the estimate on the way.",
    "Sales on the same street were not found.",
  ]

  @Test(arguments: honest) func honestSentencesPass(_ sentence: String) throws {
    let text = try text(sentence)
    #expect(DraftContacts.first(in: text) == nil)
    #expect(DraftPeople.first(in: text) == nil)
    #expect(DraftNames.first(in: text) == nil)
  }

  /// A model that copies Plat's own paragraph is not refused, except for sums that only Plat makes.
  @Test func ourOwnParagraphIsPlain() throws {
    let answer = try TestIndex.market.get().database.cornerAnalysis()
    let text = try text(answer.text)
    #expect(
      DraftContacts.first(in: text) == nil && DraftPeople.first(in: text) == nil
        && DraftNames.first(in: text) == nil)
    let facts = AnalysisFacts(answer)
    let best = try #require(answer.analysis.comparables.first)
    let paragraph =
      """
      The estimate is \(Figures.dollars(answer.analysis.estimatedValue)), between \
      \(Figures.dollars(answer.analysis.low)) and \(Figures.dollars(answer.analysis.high)); it \
      rests on \(answer.analysis.comparables.count) sales. The first sold for \
      \(Figures.dollars(best.soldPrice)) in \(Figures.month(best.soldDate)) and counts \
      \(Figures.percent(best.weight)). Within \
      \(Figures.plain(answer.analysis.search.reach.radiusMiles)) miles and \
      \(Figures.plain(answer.analysis.search.reach.months)) months there were \
      \(answer.analysis.search.found) such sales. Of homes valued so, 80 % sell within the range. \
      It is not an appraisal.
      """
    #expect(try AnalysisDraft(paragraph, figures: facts.figures).text == paragraph)
  }

  @Test func whatAModelIsToldHasNoTextOfAListing() throws {
    let answer = try TestIndex.market.get().database.cornerAnalysis()
    let facts = String(decoding: AnalysisFacts(answer).json, as: UTF8.self)
    for word in ["SECRET", "Vista", "script", "Palm Springs", "92262", "V1", "Family"] {
      #expect(!facts.contains(word), "\(word)")
    }
    #expect(facts.contains("\(Int(answer.analysis.estimatedValue))"))
    // Plat's own paragraph passes the check of a model's paragraph.
    let figures = AnalysisFacts(answer).figures
    let text = try #require(DraftText(answer.text.prefix { $0 != ":" } + ""))
    #expect(figures.firstUnsupportedFigure(in: text) == nil)
  }
}
