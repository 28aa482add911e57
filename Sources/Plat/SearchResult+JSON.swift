public import PlatJSON
internal import PlatListings
public import PlatSearch

/// The answer to a search, written and described as one JSON object.
public struct SearchAnswer: Sendable {
  /// The result.
  let result: SearchResult
  /// The request.
  let request: SearchRequest

  private var limit: Int { max(request.limit, 1) }
  private var hasFacets: Bool { !result.facets.isEmpty || request.wantsPriceHistogram }

  /// Its members.
  public static let described = DescribedObject<SearchAnswer>([
    .written("listings", .array(of: .named("ListingSummary"))) { answer, writer in
      answer.writeListings(to: &writer)
    },
    .member("total", "How many match, exactly.", as: .integer(least: 0)) { $0.result.total },
    .member("page", as: .integer(least: 1)) { $0.request.offset / $0.limit + 1 },
    .member("limit", as: .integer(least: 0)) { $0.request.limit },
    .member("totalPages", "0 where `limit` is.", as: .integer(least: 0)) {
      $0.request.limit > 0 ? ($0.result.total + $0.limit - 1) / $0.limit : 0
    },
    .optional("cursor", "Asks for the page behind this one; absent on the last.") {
      $0.result.nextCursor?.text
    },
    .written("facets", .map(of: .array(of: FacetEntry.type)), when: { $0.hasFacets }) {
      $0.writeFacets(to: &$1)
    },
    .written(
      "bounds", .nullable(MatchBounds.type),
      "The box around all matches, where that was asked for; null where none has a position.",
      when: { $0.request.wantsBounds }
    ) { answer, writer in
      guard let bounds = answer.result.bounds else { return writer.null() }
      bounds.write(to: &writer)
    },
    .written(
      "warnings", .array(of: .object(warning.descriptions)), "Values that no listing has.",
      when: { !$0.result.warnings.isEmpty }
    ) { answer, writer in
      writer.array { writer in
        for warning in answer.result.warnings { Self.warning.write(warning, to: &writer) }
      }
    },
    .written(
      "statistics", .map(of: .map(of: .number())), when: { $0.result.statistics != nil }
    ) { answer, writer in
      guard let statistics = answer.result.statistics else { return writer.null() }
      writer.object { writer in
        statistics.price.write("price", to: &writer)
        statistics.sqft.write("sqft", to: &writer)
        statistics.pricePerSqft.write("pricePerSqft", to: &writer)
      }
    },
    .written(
      "explain", .map(of: nil), "How the answer was found, where that was asked for.",
      when: { $0.result.explanation != nil }
    ) { answer, writer in
      guard let explanation = answer.result.explanation else { return writer.null() }
      explanation.write(to: &writer)
    },
  ])

  private static let warning = DescribedObject<SearchWarning>([
    .member("parameter") { $0.parameter },
    .member("value") { $0.value },
    .optional("nearest", "The value of listings that was perhaps meant.") { $0.nearest },
  ])

  private func writeListings(to writer: inout JSONWriter) {
    writer.array { writer in
      for hit in result.hits {
        writer.object { writer in
          hit.listing.writeMembers(to: &writer)
          // A damaged file may hold a latitude beyond the pole, which has no distance.
          if let distance = hit.distance,
            let millimeters = Int64(exactly: (distance * 1000).rounded())
          {
            writer.member("distanceMeters", fixed: millimeters, decimals: 3)
          }
        }
      }
    }
  }

  private func writeFacets(to writer: inout JSONWriter) {
    writer.object { writer in
      for facet in result.facets {
        writer.key(named: facet.field.key)
        facet.writeEntries(to: &writer)
      }
      if request.wantsPriceHistogram {
        writer.key("price")
        if let histogram = result.priceHistogram {
          histogram.writeBins(to: &writer)
        } else {
          // No match has a price.
          writer.array { _ in }
        }
      }
    }
  }
}

extension ListingsDatabase {
  /// Writes a result as the JSON answer of `GET /api/mls-listings`.
  ///
  /// - Parameters:
  ///   - result: The result of a search of this database.
  ///   - request: The request that it answers.
  ///   - writer: Receives the object.
  public func write(_ result: SearchResult, of request: SearchRequest, to writer: inout JSONWriter)
  {
    SearchAnswer.described.write(
      SearchAnswer(result: result, request: request), to: &writer)
  }
}

/// An entry of a facet, or a bin of the price histogram.
package enum FacetEntry {
  package static let type = JSONType.object([
    MemberDescription("value", .any([.string, .number()]), isRequired: false),
    MemberDescription(
      "id", .string, "Of a city or subdivision: `cityId` or `subdivisionId` takes it.",
      isRequired: false),
    MemberDescription("city", .string, "Of a subdivision.", isRequired: false),
    MemberDescription("from", .number(), isRequired: false),
    MemberDescription("to", .number(), isRequired: false),
    MemberDescription("count", .integer(least: 0)),
  ])
}

extension FacetCounts {
  /// Writes the values with their counts; numbers as numbers.
  package func writeEntries(to writer: inout JSONWriter) {
    writer.array { writer in
      for entry in entries {
        writer.object { writer in
          if case .number = field.definition.kind, let number = Double(entry.value) {
            writer.key("value")
            writer.shortest(number)
          } else {
            writer.member("value", entry.value)
          }
          writer.member("id", ifPresent: entry.id)
          writer.member("city", ifPresent: entry.city)
          writer.member("count", entry.count)
        }
      }
    }
  }
}

extension Histogram {
  /// Writes the bins: all of them, or only those with a count.
  package func writeBins(leavesOutEmpty: Bool = false, to writer: inout JSONWriter) {
    writer.array { writer in
      for (bin, count) in counts.enumerated() where count > 0 || !leavesOutEmpty {
        let from = start + Double(bin) * width
        writer.object { writer in
          writer.key("from")
          writer.shortest(from)
          if bin + 1 < counts.count {
            writer.key("to")
            writer.shortest(from + width)
          }
          writer.member("count", count)
        }
      }
    }
  }
}

extension MatchBounds {
  /// The type of the box in JSON.
  public static let type = JSONType.array(of: .number(), count: 4...4)

  /// Writes the box as the array west, south, east, north in degrees.
  public func write(to writer: inout JSONWriter) {
    writer.array { writer in
      for side in [west, south, east, north] { writer.fixed(Int64(side), decimals: 7) }
    }
  }
}

extension NumberSummary {
  /// Writes the summary under a key, its numbers as they are or in hundredths.
  package func write(_ key: StaticString, inHundredths: Bool = false, to writer: inout JSONWriter) {
    let numbers: [(StaticString, Double)] = [
      ("min", minimum), ("lowerQuartile", lowerQuartile), ("median", median), ("mean", mean),
      ("upperQuartile", upperQuartile), ("max", maximum),
    ]
    writer.object(key) { writer in
      writer.member("count", count)
      for (name, value) in numbers where count > 0 {
        if inHundredths {
          writer.member(name, hundredths: value)
        } else {
          writer.key(name)
          writer.shortest(value)
        }
      }
    }
  }
}

extension Explanation {
  /// Writes the explanation as an object.
  fileprivate func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.array("steps") { writer in
        for step in steps {
          writer.object { writer in
            writer.member("name", step.name)
            writer.member("rows", step.rows)
            writer.member("blocks", step.blocks)
            writer.member("blocksRead", step.blocksRead)
            writer.member("bytes", step.bytes)
          }
        }
      }
      writer.member("estimatedRows", estimatedRows)
      writer.member("page", page)
      writer.member("microseconds", (microseconds * 10).rounded() / 10)
    }
  }
}
