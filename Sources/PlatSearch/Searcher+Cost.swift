internal import PlatGeometry
internal import PlatIndex
internal import PlatListings
internal import PlatSnapshot

/// About how long questions take, told before they run: to choose who runs them, never to answer
/// them.
///
/// The nanoseconds were measured on one core of a 2.5 GHz processor; estimates are right within
/// some three times.
package struct SearchCost: Equatable, Sendable {
  /// Blocks that the plan reads.
  package let blocks: Double
  /// Rows that match, at most about.
  package let matches: Double
  /// Microseconds to find the matches.
  package let microseconds: Double
}

extension Searcher {
  /// About how many microseconds a search takes.
  ///
  /// - Complexity: O(conditions), some microseconds; no dictionary and no row is looked at.
  package func estimatedMicroseconds(of request: SearchRequest) -> Double {
    let cost = estimatedCost(of: request.filter, in: request.region)
    let reach = Double(min(request.offset + request.limit, Int(cost.matches)))
    var nanoseconds = cost.microseconds * 1_000
    switch request.sort {
    case _ where request.limit == 0: break
    case .by(.pricePerSqft, _):
      nanoseconds += min(cost.matches * 15, reach * Double(index.rows) * 0.05 + 2_000)
    case .by: nanoseconds += min(cost.matches * 1.5, reach * 200)
    case .key: nanoseconds += cost.matches * 8
    case .distance(_, let descending):
      nanoseconds += descending ? cost.matches * 250 : min(cost.matches, 512 + reach * 4) * 60
    }
    nanoseconds += reach * 60
    for field in request.facets {
      nanoseconds += cost.matches * 1.5 + again(request, without: field, cost)
    }
    if request.wantsPriceHistogram {
      nanoseconds += cost.matches * 12 + again(request, without: .listPrice, cost)
    }
    if request.wantsStatistics { nanoseconds += cost.matches * 50 }
    return nanoseconds / 1_000
  }

  /// Nanoseconds to run the plan without the conditions on a field, where there are any.
  private func again(_ request: SearchRequest, without field: Field, _ cost: SearchCost) -> Double {
    guard request.filter.conditions.contains(where: { $0.field == field }) else { return 0 }
    let rest = estimatedCost(of: request.filter.ignoring(field), in: request.region)
    return rest.microseconds * 1_000 + max(0, rest.matches - cost.matches) * 2
  }

  /// What finding the matches of a filter in a region costs.
  package func estimatedCost(of filter: ListingFilter, in region: Region = Region()) -> SearchCost {
    var share = 1.0
    var nanoseconds = 500.0
    var isPlaced = false
    for condition in filter.conditions {
      switch condition {
      case .number(let field, let range):
        guard let numbers = index.numbers(field) else { continue }
        let stored = numbers.frame.stored(from: range.lowerBound, through: range.upperBound)
        share *= stored.map { numbers.estimatedShare(of: $0) } ?? 0
      case .listed(let range):
        let stored = index.listedDate.frame.stored(
          from: range.lowerBound, through: range.upperBound)
        share *= stored.map { index.listedDate.estimatedShare(of: $0) } ?? 0
      case .equals(let field, let texts), .excludes(let field, let texts):
        nanoseconds += dictionary(field) * Double(texts.count)
      case .contains(let field, _): nanoseconds += dictionary(field) * 2
      case .containsAny(let field, let texts):
        nanoseconds += dictionary(field) * 2 * Double(texts.count)
      case .keys(let keys):
        nanoseconds += 300 * Double(keys.count)
        share *= Double(keys.count) / Double(max(index.rows, 1))
      case .pool: share *= 0.7
      case .any(let filters), .place(_, let filters):
        for filter in filters { nanoseconds += estimatedCost(of: filter).microseconds * 1_000 }
      case .not(let filter): nanoseconds += estimatedCost(of: filter).microseconds * 1_000
      }
      if let field = condition.field {
        isPlaced = isPlaced || [.city, .subdivision, .postalCode, .streetName].contains(field)
      }
    }
    var blocks = Double(index.blocks)
    if let bounds = region.bounds { blocks = Double(index.estimatedBlocks(in: bounds)) }
    // How much of the index a place's name has is not known before its dictionary is read.
    if isPlaced, region.isEverywhere { blocks *= 0.3 }
    nanoseconds += blocks * (2 + 5 * Double(filter.conditions.count))
    if region.circle != nil { nanoseconds += blocks * 60 }
    if let polygon = region.polygon {
      let vertices = Double(polygon.vertexCount)
      nanoseconds +=
        vertices * 20 + blocks * 40 + min(vertices, 4 * blocks) * blocks.squareRoot() * 15
    }
    return SearchCost(
      blocks: blocks, matches: min(blocks * 64, Double(index.rows)) * share,
      microseconds: nanoseconds / 1_000)
  }

  /// Nanoseconds to look for a text in a field's dictionary.
  private func dictionary(_ field: Field) -> Double {
    index.codes(field).map { Double($0.folded.bytes.count) * 0.1 } ?? 0
  }
}
