import Plat
import PlatCommon
import PlatGeometry
import PlatIndex
import PlatListings
import PlatValuation

extension Bench {
  /// Comparables and whole analyses of random residential listings, as of the day after the last
  /// sale.
  func valuations(_ count: Int, _ database: ListingsDatabase) throws {
    guard wants("comparables") || wants("whole CMA") else { return }
    let index = database.index
    var last: Int64 = 0
    for row in 0..<index.rows { last = max(last, index.numbers(.closeDate)?.value(row) ?? 0) }
    var random = SplitMix64(seed: options.seed &+ 77)
    var subjects: [Subject] = []
    var tries = 0
    while subjects.count < 1_000, tries < 100_000, index.rows > 0 {
      tries += 1
      let row = Int(random.next() % UInt64(index.rows))
      guard var subject = Subject(ordinal: row, of: index, asOf: last + 86_400),
        subject.propertyType == "A"
      else {
        continue
      }
      // A request of the contract has no key; place and size identify the home.
      subject.listingKey = nil
      subjects.append(subject)
    }
    let estimator = try Estimator(Generation(index))
    let contract = try ComparableSearch(Generation(index), reaches: [.contract])
    try measure("comparables, the contract's search", count, subjects.count, "15 µs") {
      UInt64(try contract.comparables(of: subjects[$0]).rows.count)
    }
    try measure("comparables, widened to twelve", count, subjects.count, "") {
      UInt64(try estimator.search.comparables(of: subjects[$0]).rows.count)
    }
    let few = Array(subjects.prefix(300))
    try measure("whole CMA", count, few.count, "300 µs") {
      guard let analysis = try? estimator.analysis(of: few[$0]) else { return 0 }
      return UInt64(analysis.estimatedValue)
    }
  }
}
