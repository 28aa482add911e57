internal import PlatJSON
internal import PlatListings

/// Reads listings in batches from files, pipes and bytes, and explains everything that it rejects.
///
/// Each input is told apart by its content: lines of JSON, arrays, pages of RESO Web API and Spark,
/// GeoJSON points, CSV, all of them plain, in gzip or in Zstandard. Memory does not grow with the
/// input: the reader holds one chunk, or one record of at most ``FeedOptions/recordLimit`` bytes if
/// that is more.
///
/// One thread at a time may use a reader. A reader and its batches may move to another thread.
///
/// ```swift
/// var reader = try FeedReader([.path("listings.ndjson.gz")])
/// var batch = ListingBatch()
/// while try reader.next(into: &batch) {
///   for index in 0..<batch.count { store(batch.listings[index]) }
///   for refusal in batch.refusals { print(refusal) }
/// }
/// print(reader.summary.taken)
/// ```
public struct FeedReader: ~Copyable, Sendable {
  /// The counts of the records so far.
  public internal(set) var summary = FeedSummary()
  /// The size of all inputs on disk, or nil if the size of one is unknown.
  public let totalBytes: Int?

  let options: FeedOptions
  private var waiting: [FeedInput]
  var records: RecordNormalizer
  var json: JSONFeed?
  var csv: CSVFeed?
  private var bytesBefore = 0
  /// The date formats of the current input.
  private var dateForms: [Field: DateForm] = [:]

  /// The maximum number of refusals in a batch, so that a feed of nothing else takes no memory.
  private static let refusalsInBatch = 1024

  /// Prepares to read inputs one after another.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` if a file does not exist or is not
  ///   readable; ``FeedError/badOption(option:reason:)`` if the reference system is unknown.
  public init(_ inputs: [FeedInput], options: FeedOptions = FeedOptions()) throws(FeedError) {
    var options = options
    options.recordLimit = min(max(options.recordLimit, 1), 1 << 30)
    options.chunkSize = min(max(options.chunkSize, 1), 1 << 30)
    let records = try RecordNormalizer(options: options, dateForms: [:])
    var total: Int? = 0
    for input in inputs {
      let size = try input.size()
      total = total.flatMap { total in size.map { total + $0 } }
    }
    totalBytes = total
    waiting = inputs.reversed()
    self.options = options
    self.records = records
    summary.absentColumns = options.columns.keys.sorted()
  }

  /// Fills a batch with the next listings; false if there are no more listings and no refusals.
  ///
  /// - Throws: ``FeedError/unreadable(input:offset:reason:)`` if reading an input fails, and under
  ///   ``FeedOptions/isStrict`` ``FeedError/refused(_:)``. The batch then contains the results
  ///   before the error.
  /// - Complexity: O(bytes read), a few microseconds for each listing.
  public mutating func next(into batch: inout ListingBatch) throws(FeedError) -> Bool {
    batch.reset()
    batch.totalBytes = totalBytes
    defer { batch.bytesRead = bytesBefore + (summary.inputs.last?.bytes ?? 0) }
    while batch.count < batch.listings.count, batch.refusals.count < Self.refusalsInBatch {
      if json == nil, csv == nil {
        guard let input = waiting.popLast() else { break }
        bytesBefore += summary.inputs.last?.bytes ?? 0
        summary.inputs.append(FeedSummary.Input(name: input.name))
        try open(input, &batch)
      } else if try !step(&batch) {
        json = nil
        summary.repeatedHeaders += csv?.repeatedHeaders ?? 0
        csv = nil
        takeObservations()
        try endInput(&batch)
      }
    }
    return batch.count > 0 || !batch.refusals.isEmpty
  }

  /// Detects the format of an input, and starts to read it.
  private mutating func open(_ input: FeedInput, _ batch: inout ListingBatch) throws(FeedError) {
    do throws(FeedError) {
      var window = try InputWindow(
        input: input.name, source: input.open(), chunkSize: options.chunkSize,
        encoding: options.encoding)
      let wanted = looksAtDates ? FeedSurvey.headLength : 4096
      while window.limit < wanted, window.fillAhead() {}
      noteProgress(window.bytesRead)
      let head = window.bytes
      let length = min(window.limit, 4096)
      let kind = ContentKind(
        head: head.span.extracting(0..<length), isAll: window.isAtEnd && length == window.limit)
      switch kind {
      case .json:
        try lookAtDates(of: input, window)
        json = JSONFeed(window: window, recordLimit: options.recordLimit)
      case .csv:
        try lookAtDates(of: input, window)
        let (feed, problem) = try CSVFeed.open(window, options: options)
        csv = feed
        // A header without one of them is refused.
        if feed != nil { summary.absentColumns = [] }
        if let problem { try refuse(problem, &batch) }
      case .refused(let reason, let expected):
        try refuse(
          .refusal(.file, reason, start: 0, end: window.limit, line: 1, expected: expected), &batch)
      }
    } catch {
      try endInput(error, &batch)
    }
  }

  /// Whether to survey inputs for their date formats.
  private var looksAtDates: Bool { options.dates == .guessed && !options.isSurvey }

  /// Detects the date formats of an input.
  private mutating func lookAtDates(of input: FeedInput, _ window: InputWindow) throws(FeedError) {
    guard looksAtDates else { return }
    let length = min(window.limit, FeedSurvey.headLength)
    let findings = FeedSurvey.dates(
      of: input, head: Array(window.bytes[..<length]),
      isAll: window.isAtEnd && window.limit == length, options)
    summary.dates += findings
    var forms: [Field: DateForm] = [:]
    for finding in findings {
      if case .form(let form) = finding.verdict { forms[finding.field] = form }
    }
    guard forms != dateForms else { return }
    dateForms = forms
    takeObservations()
    records = try RecordNormalizer(options: options, dateForms: forms)
  }

  /// Adds the normalizer's observations to the summary.
  private mutating func takeObservations() {
    if !summary.absentColumns.isEmpty {
      let found = records.foundKeys
      summary.absentColumns.removeAll { found.contains($0) }
    }
    summary.observations.add(records.takeObservations())
    let mends = records.takeMends()
    summary.mendedTexts += mends.strings
    summary.decodedRecords += mends.encodings
  }

  /// Reads the next record of the current input; false at its end.
  private mutating func step(_ batch: inout ListingBatch) throws(FeedError) -> Bool {
    do throws(FeedError) {
      return try json != nil ? stepJSON(&batch) : stepCSV(&batch)
    } catch {
      try endInput(error, &batch)
      return false
    }
  }

  /// Turns an early end of an input into a refusal of its rest; throws errors that end the load.
  private mutating func endInput(_ error: FeedError, _ batch: inout ListingBatch) throws(FeedError)
  {
    guard let damage = error.damage else { throw error }
    json = nil
    csv = nil
    takeObservations()
    try refuse(
      .refusal(
        .rest, damage.reason, start: damage.offset, end: damage.offset, line: 0,
        expected: damage.text
          + " The offset is one in the \(damage.format) file; fetch it again."), &batch)
  }

  mutating func noteProgress(_ bytes: Int) {
    summary.inputs[summary.inputs.count - 1].bytes = bytes
  }
}
