import Plat
import PlatCommon
import PlatGeometry
import PlatListings
import PlatSearch

/// A search result as a table for people.
struct ResultText {
  private let database: ListingsDatabase
  private let request: SearchRequest
  private let result: SearchResult

  init(_ database: ListingsDatabase, _ request: SearchRequest, _ result: SearchResult) {
    self.database = database
    self.request = request
    self.result = result
  }

  /// The whole answer.
  var text: String {
    var lines: [String] = []
    if !result.rows.isEmpty { lines += table }
    lines.append(footer)
    for facet in result.facets { lines += self.lines(facet) }
    if let bounds = result.bounds { lines.append(Self.line(bounds)) }
    if let histogram = result.priceHistogram { lines += self.lines(histogram) }
    if let statistics = result.statistics { lines += self.lines(statistics) }
    if let explanation = result.explanation { lines += self.lines(explanation) }
    return lines.joined(separator: "\n")
  }

  private var footer: String {
    let total = NumberText.grouped(result.total)
    guard !result.rows.isEmpty else {
      return result.total == 1 ? "1 listing matches" : "\(total) listings match"
    }
    let first = request.offset + 1
    let range =
      "\(NumberText.grouped(first)) to \(NumberText.grouped(request.offset + result.rows.count))"
    let cursor = result.nextCursor.map { "; the next page: --cursor \($0.text)" } ?? ""
    return request.cursor == nil
      ? "\(range) of \(Counted.text(result.total, "listing"))\(cursor)"
      : "\(result.rows.count) of \(total)\(cursor)"
  }

  private static func line(_ bounds: MatchBounds) -> String {
    let sides = [bounds.west, bounds.south, bounds.east, bounds.north]
    return "bounds: "
      + sides.map { NumberText.shortest(Int64($0), scale: 10_000_000) }
      .joined(separator: ",")
  }

  private var table: [String] {
    let measures = result.distances.contains { $0 != nil }
    var rows = [
      ["KEY", "PRICE", "BEDS", "BATHS", "SQFT", "BUILT", "STATUS", "TYPE", "ADDRESS", "CITY"]
    ]
    if measures { rows[0].append("DISTANCE") }
    for hit in result.hits {
      let listing = hit.listing
      func number(_ field: Field) -> String {
        listing.value(field).map { NumberText.fixed($0, $0 == $0.rounded() ? 0 : 1) } ?? "-"
      }
      var row = [
        listing.key, Self.priceText(listing),
        number(.beds),
        number(.baths),
        number(.sqft), listing.value(.yearBuilt).map { "\(Int($0))" } ?? "-",
        listing.text(.standardStatus) ?? "-",
        listing.text(.propertySubType) ?? "-", listing.streetAddress, listing.text(.city) ?? "-",
      ]
      if measures {
        row.append(
          hit.distance.map { NumberText.fixed($0 / Length.metersPerMile, 2) + " mi" } ?? "-")
      }
      rows.append(row)
    }
    return Columns.aligned(rows, right: [1, 2, 3, 4, 5, 10])
  }

  /// The price; for a lease, with its period or unit.
  private static func priceText(_ listing: ListingView) -> String {
    guard let price = price(listing) else { return "-" }
    return "$" + NumberText.fixed(price, 0) + (listing.isLease ? "/mo" : "")
  }

  /// The close price of a sold home, else the list price.
  private static func price(_ listing: ListingView) -> Double? {
    let paid =
      listing.text(.standardStatus) == StandardStatus.closed ? listing.value(.closePrice) : nil
    return paid ?? listing.value(.listPrice)
  }

  private func lines(_ facet: FacetCounts) -> [String] {
    var rows = facet.entries.prefix(20).map { [NumberText.grouped($0.count), $0.value] }
    if facet.missing > 0 { rows.append([NumberText.grouped(facet.missing), "(missing)"]) }
    if facet.entries.count > 20 {
      rows.append(["", "and \(facet.entries.count - 20) more values"])
    }
    return ["", "\(facet.field.key):"] + Columns.aligned(rows, right: [0]).map { "  " + $0 }
  }

  private func lines(_ histogram: Histogram) -> [String] {
    let most = max(histogram.counts.max() ?? 1, 1)
    let rows = histogram.counts.enumerated().map { bin, count in
      let from = histogram.start + Double(bin) * histogram.width
      let isLast = bin + 1 == histogram.counts.count
      return [
        "$" + NumberText.fixed(from, 0) + (isLast ? " and more" : ""), NumberText.grouped(count),
        String(repeating: "▇", count: (count * 40 + most - 1) / most),
      ]
    }
    return ["", "price:"] + Columns.aligned(rows, right: [1]).map { "  " + $0 }
  }

  private func lines(_ statistics: MarketStatistics) -> [String] {
    var rows = [["", "COUNT", "MIN", "1ST QUARTILE", "MEDIAN", "MEAN", "3RD QUARTILE", "MAX"]]
    for (name, summary) in [
      ("price", statistics.price), ("sqft", statistics.sqft),
      ("price/sqft", statistics.pricePerSqft),
    ] {
      let numbers = [
        summary.minimum, summary.lowerQuartile, summary.median, summary.mean, summary.upperQuartile,
        summary.maximum,
      ]
      rows.append(
        [name, NumberText.grouped(summary.count)]
          + numbers.map { summary.count == 0 ? "-" : NumberText.fixed($0, 0) })
    }
    return [""] + Columns.aligned(rows, right: Set(1...7))
  }

  private func lines(_ explanation: Explanation) -> [String] {
    var rows = [["STEP", "ROWS LEFT", "BLOCKS LEFT", "BLOCKS READ", "BYTES"]]
    for step in explanation.steps {
      rows.append(
        [step.name]
          + [step.rows, step.blocks, step.blocksRead, step.bytes].map { NumberText.grouped($0) })
    }
    return [""] + Columns.aligned(rows, right: [1, 2, 3, 4]) + [
      """
      estimated rows \(NumberText.grouped(explanation.estimatedRows)), page: \(explanation.page), \
      \(NumberText.bytes(explanation.bytes)) touched, \
      \(NumberText.fixed(explanation.microseconds, 0)) µs
      """
    ]
  }
}

/// Columns of text.
enum Columns {
  /// Rows of cells as lines, each column as wide as its widest cell.
  static func aligned(_ rows: [[String]], right: Set<Int>) -> [String] {
    var widths: [Int] = []
    for row in rows {
      for (column, cell) in row.enumerated() {
        if column == widths.count { widths.append(0) }
        widths[column] = max(widths[column], cell.count)
      }
    }
    return rows.map { row in
      var line = ""
      for (column, cell) in row.enumerated() {
        let isLast = column + 1 == row.count
        line +=
          right.contains(column)
          ? cell.leading(to: widths[column]) : isLast ? cell : cell.padding(to: widths[column])
        if !isLast { line += "  " }
      }
      return line
    }
  }
}
