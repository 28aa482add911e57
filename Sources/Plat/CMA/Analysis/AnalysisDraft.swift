/// A paragraph that a language model wrote, and whether it may be shown.
struct AnalysisDraft: Equatable {
  /// Why a draft is not shown.
  enum Fault: Error, Equatable {
    case empty
    case tooShort
    case tooLong(limit: Int)
    /// It holds markup, an address of the web, or characters that no sentence has.
    case notPlain
    /// A figure in it is none of the facts.
    case figure(String)
  }

  /// The least and the greatest number of bytes of a paragraph.
  static let length = 80...2_000
  /// What every paragraph says.
  static let notice = "This is an estimate, not an appraisal."

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
    guard text.utf8.count <= Self.length.upperBound else { throw .tooLong(limit: Self.length.upperBound) }
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      switch scalar.properties.generalCategory {
      case .control, .format, .surrogate, .privateUse, .unassigned: false
      default: !"<>`{}|\\*_#".unicodeScalars.contains(scalar)
      }
    }
    guard isPlain, !text.contains("://"), !text.lowercased().contains("www.") else { throw .notPlain }
    if let stranger = figures.firstStranger(in: text) { throw .figure(stranger) }
    let lower = text.lowercased()
    if !lower.contains("not an appraisal") { text += " " + Self.notice }
    self.text = text
  }
}
