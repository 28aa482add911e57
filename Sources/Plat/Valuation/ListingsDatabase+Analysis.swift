internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSearch
public import PlatValuation

extension ListingsDatabase {
  /// Estimates a home's sale price from nearby sales, and explains it.
  ///
  ///     var request = AnalysisRequest()
  ///     request.address = "100 Main St, Palm Springs"
  ///     let answer = try listings.marketAnalysis(request, now: now)
  ///     print(answer.analysis.estimatedValue, answer.text)
  ///
  /// - Parameters:
  ///   - request: The known facts about the home.
  ///   - now: The moment of the estimate if the request names none, in seconds since 1970.
  /// - Throws: ``PlatError/parameter(_:)`` for missing facts,
  ///   ``PlatError/unknownAddress(_:alternatives:)``,
  ///   ``PlatError/nothingCompares(reason:newestSale:asOf:)``,
  ///   ``PlatError/valuationWithheld(listingKey:)`` or ``PlatError/valuation(_:)``.
  public func marketAnalysis(_ request: AnalysisRequest, now: Int64) throws(PlatError)
    -> MarketAnswer
  {
    let (subject, place, address) = try subject(of: request, now: now)
    try checkDisplay(of: subject)
    guard scope.shows(StandardStatus.closed) else {
      throw .nothingCompares(
        reason: "sales are not shown here", newestSale: nil, asOf: subject.asOf)
    }
    let analysis: MarketAnalysis
    do throws(ValuationError) {
      analysis = try generation.estimator().analysis(of: subject)
    } catch {
      guard case .nothingCompares(let reason) = error else { throw error.whole }
      let newest = try part { () throws(WorkEnded) in try generation.newestSale() }
      throw .nothingCompares(reason: reason, newestSale: newest, asOf: subject.asOf)
    }
    let listings = analysis.comparables.compactMap { listing(row: $0.row)?.comparable }
    return MarketAnswer(analysis, at: place, address: address, listings: listings)
  }

  /// Completes the subject of a request: its position, and facts from its own listing that the
  /// request leaves out.
  ///
  /// - Returns: The subject, the source of its position, and its address if known.
  /// - Throws: ``PlatError/parameter(_:)`` if living area, bedrooms or bathrooms are neither given
  ///   nor in its listing, ``PlatError/unknownAddress(_:alternatives:)`` if there is no position
  ///   and the address does not match one place.
  public func subject(
    of request: AnalysisRequest, now: Int64
  ) throws(PlatError) -> (subject: Subject, place: SubjectPlace, address: String?) {
    var own: ListingView?
    var place = SubjectPlace.given
    var position = request.coordinate
    if let address = request.address {
      do throws(PlatError) {
        let found = try self.place(ofAddress: address)
        own = found.listing
        if position == nil { (position, place) = (found.coordinate, found.how) }
      } catch {
        // With a position the address may be unknown.
        guard position != nil else { throw error }
      }
    }
    let (coordinate, listing) = (position, own)
    let subject = try part { () throws(ParameterError) in
      try request.subject(
        at: coordinate, own: listing.flatMap(rowOfWhole), in: generation, now: now)
    }
    return (subject, place, listing?.fullAddress ?? request.address)
  }

  /// Refuses a home whose seller does not allow an estimate: its own listing, or one at the same
  /// position with the same living area.
  ///
  /// An index without records does not know the sellers' flags; unreadable records are an error.
  ///
  /// - Complexity: The eight nearest listings; a document only for one at the position.
  private func checkDisplay(of subject: Subject) throws(PlatError) {
    var homes = [subject.listingKey.flatMap { listing(key: $0) }].compactMap { $0 }
    if homes.isEmpty {
      homes = try part { () throws(SearchError) in try searcher.nearest(8, to: subject.coordinate) }
        .filter { $0.distance < 1 && shows(row: $0.row) }
        .compactMap { listing(row: $0.row) }.filter { $0.value(.sqft) == subject.sqft }
    }
    for home in homes {
      let found: [UInt8]?
      do throws(PlatError) { found = try document(of: home) } catch {
        if case .records(let reason) = error, reason.code == .notFound { return }
        throw error
      }
      guard let document = found else { continue }
      if !ListingDisplay.allowsValuation(document: document.span) {
        throw .valuationWithheld(listingKey: home.key)
      }
    }
  }
}
