internal import PlatValuation

/// A paragraph that a language model wrote, and whether it may be shown.
struct AnalysisDraft: Equatable {
  /// Why a draft is not shown.
  enum Fault: Error, Equatable {
    case empty
    case tooShort
    case tooLong(limit: Int)
    /// It holds markup, an address of the web, or characters that no English sentence has.
    case notPlain
    /// It names a street, a telephone number, or a mail or web address.
    case contact(String)
    /// It speaks of people: whom the Fair Housing Act protects, neighbors, schools, crime.
    case people(String)
    /// It holds a name, where the facts have none.
    case name(String)
    /// A figure in it is none of the facts.
    case figure(String)
  }

  /// The least and the greatest number of bytes of a paragraph.
  static let length = 80...2_000
  /// The paragraph on one line, with the notice at its end where the model left it out.
  let text: String

  /// Checks a draft.
  ///
  /// - Parameters:
  ///   - draft: What the model wrote.
  ///   - figures: The numbers that it may name.
  init(_ draft: String, figures: FactFigures) throws(Fault) {
    let words = draft.split(whereSeparator: \.isWhitespace)
    var text = words.joined(separator: " ")
    guard !text.isEmpty else { throw .empty }
    guard text.utf8.count >= Self.length.lowerBound else { throw .tooShort }
    guard text.utf8.count <= Self.length.upperBound else {
      throw .tooLong(limit: Self.length.upperBound)
    }
    guard let plain = DraftText(text), !text.contains("://"), !text.lowercased().contains("www.")
    else {
      throw .notPlain
    }
    if let contact = DraftContacts.first(in: plain) { throw .contact(contact) }
    if let word = DraftPeople.first(in: plain) { throw .people(word) }
    if let figure = figures.firstUnsupportedFigure(in: plain) { throw .figure(figure) }
    if let name = DraftNames.first(in: plain) { throw .name(name) }
    let lower = text.lowercased()
    if !lower.contains("not an appraisal") { text += " " + AnalysisText.notice }
    self.text = text
  }
}
