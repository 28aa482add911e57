extension FeedReader {
  /// Reads the next record of JSON text; false at the end of the input.
  mutating func stepJSON(_ batch: inout ListingBatch) throws(FeedError) -> Bool {
    guard let piece = try json?.next(), let bytes = json?.cursor.window.bytes,
      let base = json?.cursor.window.base
    else {
      noteProgress(json?.cursor.window.bytesRead ?? 0)
      return false
    }
    noteProgress(json?.cursor.window.bytesRead ?? 0)
    guard case .record(let shape) = piece.content else {
      try refuse(piece, &batch)
      return true
    }
    let text = bytes.span.extracting(piece.start - base..<piece.end - base)
    do throws(RecordProblem) {
      try records.normalize(text, shape, into: &batch.listings[batch.count])
      take(piece, &batch)
    } catch {
      if json?.reconsider(isKeyMissing: error.isKeyMissing) == true { return true }
      try refuse(error, of: piece, text, &batch)
    }
    return true
  }

  /// Reads the next row; false at the end of the input.
  mutating func stepCSV(_ batch: inout ListingBatch) throws(FeedError) -> Bool {
    let found = try csv?.next()
    noteProgress(csv?.rows.window.bytesRead ?? 0)
    guard let piece = found else { return false }
    guard case .record = piece.content else {
      try refuse(piece, &batch)
      return true
    }
    do throws(RecordProblem) {
      try records.normalize(into: &batch.listings[batch.count]) { normalizer, projector in
        csv?.add(to: &normalizer, &projector) ?? nil
      }
      take(piece, &batch)
    } catch {
      try refuse(error, of: piece, Span(), &batch)
    }
    return true
  }
}
