public import PlatValuation

// Async forms of the calls that wait for a disk or another server. A search takes microseconds and
// has no such form; run a long one in its own task.
extension ListingsDatabase {
  /// The whole document of a listing, as `document(of:)`, without blocking the calling task's
  /// thread.
  ///
  /// - Throws: ``PlatError/records(_:)``; ``PlatError/ended(_:)`` if the task is cancelled.
  public func document(of listing: ListingView) async throws(PlatError) -> [UInt8]? {
    try await BlockingWork.run { () throws(PlatError) in try self.document(of: listing) }
  }

  /// Decodes a value from the document of a listing, as `decode(_:of:)`, without blocking the
  /// calling task's thread.
  ///
  /// - Throws: ``PlatError/records(_:)``, ``PlatError/decoding(listingKey:_:)``;
  ///   ``PlatError/ended(_:)`` if the task is cancelled.
  public func decode<T: Decodable & Sendable>(
    _ type: T.Type, of listing: ListingView
  ) async throws(PlatError) -> T? {
    try await BlockingWork.run { () throws(PlatError) in try self.decode(type, of: listing) }
  }

  /// Estimates the sale price of a home, as `marketAnalysis(_:now:)`, without blocking the calling
  /// task's thread.
  ///
  /// - Throws: The errors of that call; ``PlatError/ended(_:)`` if the task is cancelled.
  public func marketAnalysis(
    _ request: AnalysisRequest, now: Int64
  ) async throws(PlatError) -> MarketAnswer {
    try await BlockingWork.run { () throws(PlatError) in
      try self.marketAnalysis(request, now: now)
    }
  }
}
