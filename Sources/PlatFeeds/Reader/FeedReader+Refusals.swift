internal import PlatListings

extension FeedReader {
  /// Counts a record that became a listing, and its dropped values.
  mutating func take(_ piece: Piece, _ batch: inout ListingBatch) {
    summary.inputs[summary.inputs.count - 1].read += 1
    summary.inputs[summary.inputs.count - 1].taken += 1
    batch.count += 1
    for note in records.notes {
      let drop = RecordComposer.Drop(
        field: note.name, reason: .value(note.reason), value: note.value,
        expected: "Expected \(note.expected).")
      count(drop, of: piece, &batch)
    }
    if let dropped = records.dropped { count(dropped, of: piece, &batch) }
  }

  private mutating func count(
    _ drop: RecordComposer.Drop, of piece: Piece, _ batch: inout ListingBatch
  ) {
    summary.inputs[summary.inputs.count - 1].droppedFields += 1
    summary.dropped[FeedSummary.Drop(field: drop.field, reason: drop.reason), default: 0] += 1
    guard options.reportsFields, let input = summary.inputs.last else { return }
    batch.refusals.append(
      Refusal(
        .field, drop.reason, input: input.name, record: input.read, line: piece.line,
        offset: piece.start,
        listingKey: batch.listings[batch.count - 1].text(.listingKey), field: drop.field,
        value: drop.value,
        expected: drop.expected))
  }

  /// Reports an input that was read to its end without a listing, for example because its server's
  /// error message was not recognized.
  mutating func endInput(_ batch: inout ListingBatch) throws(FeedError) {
    guard let input = summary.inputs.last, input.failure == nil, input.read > 0, input.taken == 0
    else { return }
    try refuse(
      .file, .noListings, line: 0, offset: 0, value: nil,
      "Expected listings with a listingKey; "
        + (input.read == 1 ? "its one record was" : "all \(input.read) records were")
        + " refused" + (input.firstRefusal.map { ": \($0)" } ?? "."), &batch)
  }

  /// Reports a piece that is not a record.
  mutating func refuse(_ piece: Piece, _ batch: inout ListingBatch) throws(FeedError) {
    guard case .refusal(let scope, let reason, let value, let expected) = piece.content else {
      return
    }
    try refuse(scope, reason, line: piece.line, offset: piece.start, value: value, expected, &batch)
  }

  /// Reports a record that did not become a listing.
  mutating func refuse(
    _ problem: RecordProblem, of piece: Piece, _ text: Span<UInt8>, _ batch: inout ListingBatch
  )
    throws(FeedError)
  {
    var value = problem.value
    if value == nil, let offset = problem.offset, offset < text.count {
      value = shortened(text.extracting(offset..<min(offset + 48, text.count)), to: 40)
    } else if value == nil, text.count > 0 {
      value = shortened(text)
    }
    try refuse(
      .record, problem.reason, line: piece.line, offset: piece.start + (problem.offset ?? 0),
      value: value,
      problem.expected, &batch)
  }

  private mutating func refuse(
    _ scope: Refusal.Scope, _ reason: RefusalReason, line: Int, offset: Int, value: String?,
    _ expected: String,
    _ batch: inout ListingBatch
  ) throws(FeedError) {
    let last = summary.inputs.count - 1
    if scope == .record {
      summary.inputs[last].read += 1
      if summary.inputs[last].firstRefusal == nil {
        summary.inputs[last].firstRefusal = "\(reason.summary). \(expected)"
      }
    }
    summary.refused[reason, default: 0] += 1
    let refusal = Refusal(
      scope, reason, input: summary.inputs[last].name,
      record: scope == .record ? summary.inputs[last].read : nil,
      line: line > 0 ? line : nil, offset: offset, value: value, expected: expected)
    if scope != .record, summary.inputs[last].failure == nil {
      summary.inputs[last].failure = refusal
    }
    batch.refusals.append(refusal)
    if options.isStrict { throw .refused(refusal) }
  }
}
