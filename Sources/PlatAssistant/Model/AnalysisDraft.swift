internal import PlatValuation

/// A paragraph that a language model wrote, and whether it may be shown.
struct AnalysisDraft: Equatable {
  /// The reason why a draft is not shown.
  enum Fault: Error, Equatable {
    case empty
    case tooShort
    case tooLong(limit: Int)
    /// It contains markup, a web address, or characters that no English sentence has.
    case notPlain
    /// It contains a street, a telephone number, or a mail or web address.
    case contact(String)
    /// It mentions people: groups that the Fair Housing Act protects, neighbors, schools, crime.
    case people(String)
    /// It contains a name; the facts have none.
    case name(String)
    /// It contains a figure that is not in the facts.
    case figure(String)
  }

  /// The minimum and maximum length of a paragraph in bytes.
  static let length = 80...2_000
  /// The paragraph on one line, with the notice appended if the model omitted it.
  let text: String

  /// Checks a draft.
  ///
  /// - Parameters:
  ///   - draft: The model's text.
  ///   - figures: The numbers that it may mention.
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
