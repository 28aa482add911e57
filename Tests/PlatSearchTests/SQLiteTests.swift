import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTestSupport
import Testing

/// SQLite as an oracle that shares no code with the engine or with these tests.
@Suite(.timeLimit(.minutes(30))) struct SQLiteTests {
  @Test(arguments: [Fixture.kingCounty, .samples]) func sqliteAgrees(_ fixture: Fixture) throws {
    let comparison = try Comparison(fixture)
    let table = try SQLiteTable(comparison.world.listings)
    for seed in TestCases.seeds(70) {
      var maker = RequestMaker(comparison.world, seed: seed &+ 7_000)
      var conditions: [ListingFilter.Condition] = []
      var terms = ["TRUE"]
      for _ in 0..<maker.draw.int(0...4) {
        let condition = maker.condition()
        guard let term = Self.sql(condition) else { continue }
        conditions.append(condition)
        terms.append(term)
      }
      var request = SearchRequest(filter: ListingFilter(conditions))
      if maker.draw.percent(60), let box = maker.boxes().first {
        request.region.boxes = [box]
        terms.append(
          """
          longitude BETWEEN \(box.west) AND \(box.east) \
          AND latitude BETWEEN \(box.south) AND \(box.north)
          """
        )
      }
      let column: String
      let descending = maker.draw.percent(50)
      (request.sort, column) = maker.draw.one(of: [
        (.by(.price, descending: descending), "listPrice"),
        (.by(.sqft, descending: descending), "sqft"),
        (.by(.date, descending: descending), "listed"),
        (.key(descending: descending), "listingKey"),
      ])
      request.limit = maker.draw.one(of: [1, 20, 300])
      request.offset = maker.draw.one(of: [0, 0, 10])
      let condition = terms.map { "(\($0))" }.joined(separator: " AND ")
      let page = try table.keys(
        """
        SELECT listingKey FROM listing WHERE \(condition)
        ORDER BY \(column) IS NULL, \(column) \(descending ? "DESC" : "ASC"), listingKey
        LIMIT \(request.limit) OFFSET \(request.offset)
        """)
      let total = try table.keys("SELECT count(*) FROM listing WHERE \(condition)")
      let result = try comparison.searcher.search(request)
      #expect(total == ["\(result.total)"], "seed \(seed): \(condition)")
      #expect(
        result.rows.ordinals.map { comparison.world.index.keys.string(at: $0) } == page,
        "seed \(seed): \(condition), \(column)")
    }
  }

  /// A condition in SQL; nil if SQLite has no equivalent, or compares letters beyond ASCII
  /// differently.
  private static func sql(_ condition: ListingFilter.Condition) -> String? {
    switch condition {
    case .number(let field, let range):
      let range = "\(range.lowerBound) AND \(range.upperBound)"
      return "coalesce(\(field.key) BETWEEN \(range), FALSE)"
    case .listed(let range):
      return "coalesce(listed BETWEEN \(range.lowerBound) AND \(range.upperBound), FALSE)"
    case .equals(let field, let texts):
      let list = texts.map { SQLiteTable.quoted(BruteForce.folded($0)) }.joined(separator: ", ")
      return "coalesce(\(field.key) IN (\(list)), FALSE)"
    case .excludes(let field, let texts):
      return sql(.equals(field, texts)).map { "NOT \($0)" }
    case .contains(let field, let text):
      let part = SQLiteTable.quoted(BruteForce.folded(text))
      return "coalesce(instr(\(field.key), \(part)) > 0, FALSE)"
    case .containsAny(let field, let texts):
      let parts = texts.map { ListingFilter([.contains(field, $0)]) }
      return sql(ListingFilter.Condition.any(parts))
    case .keys(let keys):
      return keys.isEmpty
        ? "FALSE"
        : "listingKey IN (" + keys.map { SQLiteTable.quoted($0) }.joined(separator: ", ") + ")"
    case .place(_, let filters): return sql(ListingFilter.Condition.any(filters))
    case .pool(let wanted):
      return "\(wanted ? "" : "NOT") coalesce(pool NOT IN ('none', 'no', 'no pool'), FALSE)"
    case .any(let filters):
      let parts = filters.map(sql)
      guard parts.allSatisfy({ $0 != nil }) else { return nil }
      return parts.isEmpty ? "FALSE" : "(" + parts.compactMap { $0 }.joined(separator: " OR ") + ")"
    case .not(let filter): return sql(filter).map { "NOT \($0)" }
    }
  }

  private static func sql(_ filter: ListingFilter) -> String? {
    let parts = filter.conditions.map(sql)
    guard parts.allSatisfy({ $0 != nil }) else { return nil }
    return parts.isEmpty ? "TRUE" : "(" + parts.compactMap { $0 }.joined(separator: " AND ") + ")"
  }
}
