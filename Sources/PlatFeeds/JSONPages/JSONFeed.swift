/// Finds the records in JSON text of any form that feeds use, with one record in memory at a time.
///
/// The text is a sequence of documents: listings (one a line, or over several lines), arrays of
/// listings, and pages of RESO Web API (`value`), Spark (`D.Results`), GeoJSON (`features`) and
/// other servers (`bundle`, `data`, `results`, `listings`, `d.results`), in any mixture. Only the
/// keys show the kind of a document, so the walk keeps a stack of the enclosing objects and arrays.
///
/// Text that is not JSON is skipped up to the next place where a record can start: between
/// documents, a line that starts with a bracket; inside a page, text that looks like the start of
/// the other records.
struct JSONFeed {
  /// The assumed kind of a piece before it is parsed.
  enum Guess {
    /// A line with one document, from an offset to its line feed.
    case line(Int, feed: Int)
    /// An element of an array between documents, which may be a page.
    case element(Int)
  }

  /// An enclosing object or array.
  enum Frame {
    case object(ObjectFrame)
    case elements(ElementsFrame)
  }

  var cursor: JSONCursor
  /// From the outermost to the innermost, never more than seven; empty between documents.
  var frames: [Frame] = []
  var guess: Guess?
  /// The number of searches inside a page for the next record.
  var searches = 0
  var isFinished = false
  /// Whether a page was found; an object without a field of a listing is then not a record.
  var hasPages = false

  init(window: InputWindow, recordLimit: Int) {
    cursor = JSONCursor(window: window, recordLimit: recordLimit)
  }

  /// The next record or refusal, or nil at the end.
  ///
  /// A record's bytes stay in memory until the next call.
  mutating func next() throws(FeedError) -> Piece? {
    if case .line(let start, let feed) = guess { cursor.window.countLine(from: start, to: feed) }
    guess = nil
    while !isFinished {
      let piece: Piece?
      switch frames.popLast() {
      case nil: piece = try stepBetweenDocuments()
      case .object(let frame): piece = try step(frame)
      case .elements(let frame): piece = try step(frame)
      }
      if let piece { return piece }
    }
    return nil
  }

  /// Reports that the last record is not a listing in its present form; true if it may be something
  /// else and will be read again.
  ///
  /// - Parameter isKeyMissing: Whether it is valid JSON that only lacks a listing's key.
  mutating func reconsider(isKeyMissing: Bool) -> Bool {
    switch guess {
    case .line(let start, _): cursor.position = start
    case .element(let start) where isKeyMissing: cursor.position = start
    default: return false
    }
    guess = nil
    enterDocument()
    return true
  }

  /// Starts to walk the object that starts here.
  mutating func enterDocument() {
    cursor.keepFromHere()
    frames.append(.object(ObjectFrame(role: .undecided, start: cursor.position, line: cursor.line)))
    cursor.position += 1
  }
}
