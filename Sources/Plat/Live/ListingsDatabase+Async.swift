public import PlatValuation

// The calls that wait for a disk or another server, for tasks. A search takes microseconds and has
// no such form; run a long one inside of a task of its own.
extension ListingsDatabase {
  /// The whole document of a listing, as `document(of:)`; the calling task gives up its thread.
  ///
  /// - Throws: ``PlatError/records(_:)``; ``PlatError/ended(_:)`` where the task is cancelled.
  public func document(of listing: ListingView) async throws(PlatError) -> [UInt8]? {
    try await BlockingWork.run { () throws(PlatError) in try self.document(of: listing) }
  }

  /// A value made of the document of a listing, as `decode(_:of:)`; the calling task gives up its
  /// thread.
  ///
  /// - Throws: ``PlatError/records(_:)``, ``PlatError/decoding(listingKey:_:)``;
  ///   ``PlatError/ended(_:)`` where the task is cancelled.
  public func decode<T: Decodable & Sendable>(
    _ type: T.Type, of listing: ListingView
  ) async throws(PlatError) -> T? {
    try await BlockingWork.run { () throws(PlatError) in try self.decode(type, of: listing) }
  }

  /// Estimates what a home would sell for, as `marketAnalysis(_:now:)`; the calling task gives up
  /// its thread.
  ///
  /// - Throws: As that one does; ``PlatError/ended(_:)`` where the task is cancelled.
  public func marketAnalysis(
    _ request: AnalysisRequest, now: Int64
  ) async throws(PlatError) -> MarketAnswer {
    try await BlockingWork.run { () throws(PlatError) in
      try self.marketAnalysis(request, now: now)
    }
  }
}
