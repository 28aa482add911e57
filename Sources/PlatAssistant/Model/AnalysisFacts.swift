internal import PlatGeometry
internal import PlatJSON
internal import PlatListings
internal import PlatValuation

/// The facts of an analysis for a language model.
///
/// They contain only numbers and Plat's own words: no listing text, no address, no name, no
/// remarks. So nothing private leaves the machine, and no feed text can instruct the model.
struct AnalysisFacts {
  /// The facts as a JSON object.
  let json: [UInt8]
  /// The numbers among them, which a paragraph may mention.
  let figures: FactFigures

  init(_ answer: MarketAnswer) {
    let analysis = answer.analysis
    var making = Making()
    making.writer.beginObject()
    making.estimate(analysis)
    making.subject(analysis.subject)
    making.search(analysis.search)
    making.market(analysis.market)
    making.writer.key("comparables")
    making.writer.beginArray()
    for (place, comparable) in analysis.comparables.enumerated() {
      making.comparable(comparable, answer.listings[place], number: place + 1)
    }
    making.writer.endArray()
    making.writer.endObject()
    making.figures.add(Double(analysis.comparables.count))
    for comparable in analysis.comparables {
      making.figures.add(months: comparable.soldDate, to: analysis.subject.asOf)
    }
    json = making.writer.bytes
    figures = making.figures
  }

  /// Collects facts, as JSON and as figures.
  private struct Making {
    var writer = JSONWriter()
    var figures = FactFigures()

    mutating func dollars(_ key: StaticString, _ amount: Double) {
      figures.add(dollars: amount.rounded())
      writer.member(key, amount, decimals: 0)
    }

    mutating func number(_ key: StaticString, _ number: Double?, decimals: Int = 1) {
      guard let number else { return }
      figures.add(number)
      writer.member(key, number, decimals: decimals)
    }

    mutating func percent(_ key: StaticString, _ percent: Double, decimals: Int = 1) {
      figures.add(percent: percent)
      writer.member(key, percent, decimals: decimals)
    }

    mutating func day(_ key: StaticString, _ moment: Int64) {
      let day = Figures.day(moment)
      // A text may mention the month and the day, too.
      for part in day.split(separator: "-").compactMap({ Double($0) }) { figures.add(part) }
      writer.member(key, day)
    }

    mutating func estimate(_ analysis: MarketAnalysis) {
      writer.key("estimate")
      writer.beginObject()
      dollars("value", analysis.estimatedValue)
      dollars("low", analysis.low)
      dollars("high", analysis.high)
      dollars("pricePerSqft", analysis.pricePerSqft)
      percent("percentOfSalesInsideTheRange", (analysis.confidence * 100).rounded(), decimals: 0)
      // "80 in 100".
      figures.add((analysis.confidence * 100).rounded())
      figures.add(100)
      writer.endObject()
    }

    mutating func subject(_ subject: Subject) {
      writer.key("home")
      writer.beginObject()
      number("sqft", subject.sqft, decimals: 0)
      number("beds", subject.beds)
      number("baths", subject.baths, decimals: 2)
      number("yearBuilt", subject.yearBuilt.map(Double.init))
      number("lotSizeSquareFeet", subject.lotSizeSquareFeet, decimals: 0)
      number("stories", subject.stories, decimals: 2)
      day("asOf", subject.asOf)
      writer.endObject()
    }

    mutating func search(_ search: ComparableSearch.Outcome) {
      writer.key("search")
      writer.beginObject()
      number("radiusMiles", search.reach.radiusMiles)
      number("months", search.reach.months)
      number("salesFound", Double(search.found))
      writer.key("widened")
      writer.bool(search.isWidened)
      writer.key("steps")
      writer.beginArray()
      for step in search.steps {
        figures.add(figuresOf: step.text)
        writer.string(step.text)
      }
      writer.endArray()
      writer.endObject()
    }

    mutating func market(_ market: MarketFacts) {
      writer.key("market")
      writer.beginObject()
      number("salesThatTheAdjustmentsWereLearnedFrom", Double(market.sales))
      dollars("dollarsForOneSquareFootMore", market.dollarsPerSqftMore)
      percent("percentByWhichPricesUsuallyDiffer", market.spread * 100)
      writer.endObject()
    }

    mutating func comparable(
      _ comparable: ComparableSale, _ listing: ComparableListing, number place: Int
    ) {
      writer.beginObject()
      number("number", Double(place))
      number("distanceMiles", comparable.distanceMeters / Length.metersPerMile, decimals: 2)
      day("sold", comparable.soldDate)
      dollars("soldPrice", comparable.soldPrice)
      dollars("pricePerSqft", comparable.pricePerSqft)
      number("sqft", comparable.sqft, decimals: 0)
      number("beds", listing.value(.beds))
      number("baths", listing.value(.baths), decimals: 2)
      number("yearBuilt", listing.value(.yearBuilt))
      number("lotSizeSquareFeet", listing.value(.lotSizeSquareFeet), decimals: 0)
      writer.key("adjustments")
      writer.beginArray()
      for adjustment in comparable.adjustments {
        writer.beginObject()
        writer.member("for", adjustment.kind.rawValue)
        dollars("dollars", Double(adjustment.dollars))
        writer.endObject()
      }
      writer.endArray()
      dollars("adjustedPrice", comparable.adjustedPrice)
      percent("weightPercent", comparable.weight * 100)
      writer.endObject()
    }
  }
}
