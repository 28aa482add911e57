public import PlatJSON
internal import PlatListings
public import PlatSearch

extension ListingsDatabase {
  /// Writes a result as the JSON object that `GET /api/mls-listings` answers with.
  ///
  /// - Parameters:
  ///   - result: The result of a search of this database.
  ///   - request: The request that it answers.
  ///   - writer: Receives the object.
  public func write(_ result: SearchResult, of request: SearchRequest, to writer: inout JSONWriter)
  {
    writer.beginObject()
    writer.key("listings")
    writer.beginArray()
    for (place, listing) in listings(result).enumerated() {
      writer.beginObject()
      listing.writeMembers(to: &writer)
      // A damaged file may hold a latitude beyond the pole, from which there is no distance.
      if place < result.distances.count, let distance = result.distances[place],
        let millimeters = Int64(exactly: (distance * 1000).rounded())
      {
        writer.key("distanceMeters")
        writer.fixed(millimeters, decimals: 3)
      }
      writer.endObject()
    }
    writer.endArray()
    let limit = max(request.limit, 1)
    let pages = (result.total + limit - 1) / limit
    for (name, value) in [
      ("total", result.total), ("page", request.offset / limit + 1), ("limit", request.limit),
      ("totalPages", pages),
    ] {
      writer.key(name)
      writer.integer(Int64(value))
    }
    if let cursor = result.nextCursor {
      writer.key("cursor")
      writer.string(cursor.text)
    }
    if !result.facets.isEmpty || result.priceHistogram != nil { writeFacets(result, to: &writer) }
    if let statistics = result.statistics {
      writer.key("statistics")
      writer.beginObject()
      writer.summary("price", statistics.price)
      writer.summary("sqft", statistics.sqft)
      writer.summary("pricePerSqft", statistics.pricePerSqft)
      writer.endObject()
    }
    if let explanation = result.explanation {
      writer.key("explain")
      writer.explanation(explanation)
    }
    writer.endObject()
  }

  private func writeFacets(_ result: SearchResult, to writer: inout JSONWriter) {
    writer.key("facets")
    writer.beginObject()
    for facet in result.facets {
      writer.key(facet.field)
      writer.entries(of: facet)
    }
    if let histogram = result.priceHistogram {
      writer.key("price")
      writer.bins(of: histogram)
    }
    writer.endObject()
  }
}

extension JSONWriter {
  /// Writes the key of the next member.
  mutating func key(_ key: String) {
    var key = key
    key.withUTF8 { self.key(unsafe Span(_unsafeElements: $0)) }
  }

  /// Writes a number under a key.
  mutating func member(_ key: StaticString, _ value: Double) {
    self.key(key)
    double(value)
  }

  /// Writes the values of a facet with their counts; numbers as numbers.
  mutating func entries(of facet: FacetCounts) {
    beginArray()
    for entry in facet.entries {
      beginObject()
      key("value")
      if case .number = facet.field.definition.kind, let number = Double(entry.value) {
        double(number)
      } else {
        string(entry.value)
      }
      key("count")
      integer(Int64(entry.count))
      endObject()
    }
    endArray()
  }

  /// Writes the bins of a histogram: all of them, or those that hold something.
  mutating func bins(of histogram: Histogram, leavesOutEmpty: Bool = false) {
    beginArray()
    for (bin, count) in histogram.counts.enumerated() where count > 0 || !leavesOutEmpty {
      let from = histogram.start + Double(bin) * histogram.width
      beginObject()
      member("from", from)
      if bin + 1 < histogram.counts.count { member("to", from + histogram.width) }
      key("count")
      integer(Int64(count))
      endObject()
    }
    endArray()
  }

  /// Writes a summary under a key, its numbers as they are or in hundredths.
  mutating func summary(_ name: StaticString, _ summary: NumberSummary, inHundredths: Bool = false)
  {
    key(name)
    beginObject()
    key("count")
    integer(Int64(summary.count))
    if summary.count > 0 {
      for (name, value) in [
        ("min", summary.minimum), ("lowerQuartile", summary.lowerQuartile),
        ("median", summary.median),
        ("mean", summary.mean), ("upperQuartile", summary.upperQuartile), ("max", summary.maximum),
      ] {
        if inHundredths {
          rounded(name, value)
        } else {
          key(name)
          double(value)
        }
      }
    }
    endObject()
  }

  fileprivate mutating func explanation(_ explanation: Explanation) {
    beginObject()
    key("steps")
    beginArray()
    for step in explanation.steps {
      beginObject()
      key("name")
      string(step.name)
      for (name, value) in [
        ("rows", step.rows), ("blocks", step.blocks), ("blocksRead", step.blocksRead),
        ("bytes", step.bytes),
      ] {
        key(name)
        integer(Int64(value))
      }
      endObject()
    }
    endArray()
    key("estimatedRows")
    integer(Int64(explanation.estimatedRows))
    key("page")
    string(explanation.page)
    member("microseconds", (explanation.microseconds * 10).rounded() / 10)
    endObject()
  }
}
