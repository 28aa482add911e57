internal import PlatGeometry
public import PlatJSON
internal import PlatListings
internal import PlatValuation

extension MarketAnswer {
  /// Writes the answer as a JSON object: what `plat comps --json` prints and `POST /api/ai/cma`
  /// answers.
  public func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("estimatedValue", analysis.estimatedValue, decimals: 0)
    writer.member("pricePerSqft", analysis.pricePerSqft, decimals: 2)
    writer.member("low", analysis.low, decimals: 0)
    writer.member("high", analysis.high, decimals: 0)
    writer.member("confidence", analysis.confidence, decimals: 3)
    writer.member("rangeShare", analysis.confidence, decimals: 3)
    writer.key("comparables")
    writer.beginArray()
    for (comparable, listing) in zip(analysis.comparables, listings) {
      write(comparable, listing, to: &writer)
    }
    writer.endArray()
    writeSearch(to: &writer)
    writer.key("subject")
    writeSubject(to: &writer)
    writer.member("aiAnalysis", text)
    writer.member("aiAnalysisSource", source)
    writer.member("disclaimer", Self.disclaimer)
    writer.endObject()
  }

  private func write(
    _ comparable: ComparableSale, _ listing: ListingView, to writer: inout JSONWriter
  ) {
    writer.beginObject()
    writer.member("listingKey", listing.key)
    writer.member("address", Self.address(of: listing))
    writer.member("soldPrice", comparable.soldPrice, decimals: 2)
    writer.key("soldDate")
    Field.closeDate.write(comparable.soldDate, to: &writer)
    writer.member("sqft", comparable.sqft, decimals: 2)
    for field in [Field.beds, .baths, .yearBuilt, .lotSizeSquareFeet, .stories] {
      guard let stored = listing.stored(field) else { continue }
      writer.key(field)
      field.write(stored, to: &writer)
    }
    writer.member("distance", comparable.distanceMeters / Length.metersPerMile, decimals: 3)
    writer.member("pricePerSqft", comparable.pricePerSqft, decimals: 2)
    writer.member("adjustedPrice", comparable.adjustedPrice, decimals: 2)
    writer.key("adjustments")
    writer.beginArray()
    for adjustment in comparable.adjustments {
      writer.beginObject()
      writer.member("kind", adjustment.kind.rawValue)
      writer.key("dollars")
      writer.integer(Int64(adjustment.dollars))
      writer.member("text", adjustment.text)
      writer.endObject()
    }
    writer.endArray()
    writer.member("weight", comparable.weight, decimals: 4)
    writer.member("slug", listing.slug)
    if let position = listing.position {
      for (field, coordinate) in [
        (Field.latitude, position.latitude), (.longitude, position.longitude),
      ] {
        writer.key(field)
        field.write(Int64(coordinate), to: &writer)
      }
    }
    writer.endObject()
  }

  private func writeSearch(to writer: inout JSONWriter) {
    let search = analysis.search
    writer.key("search")
    writer.beginObject()
    writer.member("radius", search.reach.radiusMiles, decimals: 3)
    writer.member("months", search.reach.months, decimals: 1)
    writer.key("widened")
    writer.bool(search.isWidened)
    writer.key("found")
    writer.integer(Int64(search.found))
    writer.key("steps")
    writer.beginArray()
    for step in search.steps { writer.string(step.text) }
    writer.endArray()
    writer.endObject()
  }

  /// Writes the subject as it was understood: what the caller gave, and what its listing filled in.
  private func writeSubject(to writer: inout JSONWriter) {
    let subject = analysis.subject
    writer.beginObject()
    if let address { writer.member("address", address) }
    if let key = subject.listingKey { writer.member("listingKey", key) }
    writer.member("located", place.rawValue)
    writer.member("latitude", subject.coordinate.latitudeDegrees, decimals: 7)
    writer.member("longitude", subject.coordinate.longitudeDegrees, decimals: 7)
    writer.member("sqft", subject.sqft, decimals: 2)
    for (name, number) in [
      ("beds", subject.beds), ("baths", subject.baths),
      ("yearBuilt", subject.yearBuilt.map(Double.init)),
      ("lotSizeSquareFeet", subject.lotSizeSquareFeet), ("stories", subject.stories),
    ] as [(StaticString, Double?)] {
      if let number { writer.member(name, number, decimals: 2) }
    }
    if let type = subject.propertyType { writer.member("propertyType", type) }
    if let type = subject.propertySubType { writer.member("propertySubType", type) }
    writer.key("asOf")
    Field.closeDate.write(subject.asOf, to: &writer)
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes a text under a key.
  mutating func member(_ key: StaticString, _ value: String) {
    self.key(key)
    string(value)
  }

  /// Writes a number under a key, rounded to so many decimal places, without zeros at its end; null
  /// where it is none.
  mutating func member(_ key: StaticString, _ value: Double, decimals: Int) {
    self.key(key)
    var scaled = value
    for _ in 0..<decimals { scaled *= 10 }
    guard let whole = Int64(exactly: scaled.rounded()) else { return null() }
    fixed(whole, decimals: decimals)
  }
}
