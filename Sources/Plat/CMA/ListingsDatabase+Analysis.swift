internal import PlatCommon
internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
public import PlatValuation

extension ListingsDatabase {
  /// Estimates what a home would sell for from the sales around it, and explains it.
  ///
  ///     var request = AnalysisRequest()
  ///     request.address = "100 Main St, Palm Springs"
  ///     let answer = try listings.marketAnalysis(request, now: now)
  ///     print(answer.analysis.estimatedValue, answer.text)
  ///
  /// - Parameters:
  ///   - request: What is known of the home.
  ///   - now: The moment of the estimate where the request names none, in seconds since 1970.
  ///   - model: The language model that writes the paragraph. The call then waits for it, at most
  ///     as long as the model's
  ///     time limit; where it fails the paragraph is ours.
  /// - Throws: ``PlatError/parameter(_:)`` for what is missing,
  ///   ``PlatError/unknownAddress(_:alternatives:)``,
  ///   ``PlatError/nothingCompares(reason:newestSale:asOf:)``,
  ///   ``PlatError/valuationWithheld(listingKey:)`` or ``PlatError/valuation(_:)``.
  public func marketAnalysis(
    _ request: AnalysisRequest, now: Int64, writtenBy model: LanguageModel? = nil
  ) throws(PlatError) -> MarketAnswer {
    let (subject, place, address) = try subject(of: request, now: now)
    try checkDisplay(of: subject)
    guard scope.shows("Closed") else {
      throw .nothingCompares(
        reason: "sales are not shown here", newestSale: nil, asOf: subject.asOf)
    }
    let analysis: MarketAnalysis
    do throws(ValuationError) { analysis = try estimator().analysis(of: subject) } catch {
      guard case .nothingCompares(let reason) = error else { throw error.whole }
      throw .nothingCompares(reason: reason, newestSale: try newestSale(), asOf: subject.asOf)
    }
    let listings = analysis.comparables.compactMap { listing(row: $0.row) }
    var answer = MarketAnswer(analysis, at: place, address: address, listings: listings)
    if let model { answer.write(by: model) }
    return answer
  }

  /// The whole subject of a request: where it stands, and what its own listing says of what the
  /// request leaves out.
  ///
  /// - Returns: The subject, how its place is known, and its address where one is known.
  /// - Throws: ``PlatError/parameter(_:)`` where living area, bedrooms or bathrooms are neither
  ///   given nor known from its listing, ``PlatError/unknownAddress(_:alternatives:)`` where there
  ///   is no position and no one place of the address.
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
        // With a position the address need not be known.
        guard position != nil else { throw error }
      }
    }
    guard let coordinate = position else {
      throw .parameter(
        AnalysisRequest.missing("latitude", "latitude and longitude of the home, or its address"))
    }
    func known(_ field: Field) -> Double? { own?.value(field) }
    guard let sqft = request.sqft ?? known(.sqft) else {
      throw .parameter(AnalysisRequest.missing("sqft", "living area in square feet"))
    }
    let (beds, baths) = (request.beds ?? known(.beds), request.baths ?? known(.baths))
    if own == nil {
      if beds == nil { throw .parameter(AnalysisRequest.missing("beds", "the number of bedrooms")) }
      if baths == nil {
        throw .parameter(AnalysisRequest.missing("baths", "the number of bathrooms"))
      }
    }
    // An index whose listings have no property type compares them all.
    let type =
      request.propertyType ?? own?.text(.propertyType)
      ?? (index.codes(.propertyType)?.codes == 0 ? nil : "A")
    let subject = Subject(
      coordinate: coordinate, sqft: sqft, beds: beds, baths: baths,
      yearBuilt: request.yearBuilt ?? known(.yearBuilt).map { Int($0) },
      lotSizeSquareFeet: request.lotSizeSquareFeet ?? known(.lotSizeSquareFeet),
      stories: request.stories ?? known(.stories), propertyType: type,
      propertySubType: own?.text(.propertySubType),
      unitNumber: own?.text(.unitNumber), asOf: request.asOf ?? now, listingKey: own?.key)
    return (subject, place, own.map { MarketAnswer.address(of: $0) } ?? request.address)
  }

  /// Refuses a home whose seller wants no estimate: its own listing, or one at the very position
  /// with its living area.
  ///
  /// An index without records does not know who refuses; records that cannot be read are an error.
  ///
  /// - Complexity: The eight listings nearest; a document only for one at the position.
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

  /// The estimator of the index, made once.
  private func estimator() throws(ValuationError) -> Estimator {
    try attachments.value { () throws(ValuationError) in try Estimator(generation) }
  }

  /// When the newest sale of the index closed, in seconds since 1970; nil where it has none.
  ///
  /// - Complexity: O(rows) once.
  private func newestSale() throws(PlatError) -> Int64? {
    let newest = try part { () throws(WorkEnded) in
      try attachments.value { () throws(WorkEnded) in
        var newest = Int64.min
        guard let dates = index.numbers(.closeDate), let prices = index.numbers(.closePrice),
          let status = index.codes(.standardStatus)
        else { return NewestSale(date: nil) }
        try WorkLimit.windows(0..<index.rows, of: 1 << 14) { window in
          for row in window {
            guard let date = dates.value(row), date > newest, prices.value(row) ?? 0 > 0,
              status.text(row)?.lowercased() == "closed"
            else { continue }
            newest = date
          }
        }
        return NewestSale(date: newest == .min ? nil : newest)
      }
    }
    return newest.date
  }
}

/// The moment when the newest sale of a generation closed, in seconds since 1970.
private struct NewestSale: Sendable {
  let date: Int64?
}
