/// Finds the records in JSON text of any of the shapes that feeds come in, one record in memory at
/// a time.
///
/// The text is a row of documents: listings (one a line, or written over several lines), arrays of
/// listings, and pages of RESO Web API (`value`), Spark (`D.Results`), GeoJSON (`features`) and
/// other servers (`bundle`, `data`, `results`, `listings`, `d.results`), in any mixture. What a
/// document is shows only as its keys come by, so the walk keeps a stack of what it is inside of.
///
/// Text that is no JSON is passed over up to the next place where a record can start: a line that
/// starts with a bracket between documents, or what looks like the start of the other records
/// inside a page.
struct JSONFeed {
  /// What a piece was taken for before anyone looked into it.
  enum Guess {
    /// A line that holds one document, from an offset to its line feed.
    case line(Int, feed: Int)
    /// An element of an array between documents, which may be a page.
    case element(Int)
  }

  /// What the walk is inside of.
  enum Frame {
    case object(ObjectFrame)
    case elements(ElementsFrame)
  }

  var cursor: JSONCursor
  /// From the outermost to the innermost, never more than seven; empty between documents.
  var frames: [Frame] = []
  var guess: Guess?
  /// How often the walk had to search inside a page for the next record.
  var searches = 0
  var isFinished = false
  /// Whether a page has come by, so that what has no field of a listing is no record either.
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

  /// Says that the last record is no listing as it stands; true where it may be something else and
  /// will come again.
  ///
  /// - Parameter isKeyMissing: Whether it is good JSON and lacks only a listing's key.
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
