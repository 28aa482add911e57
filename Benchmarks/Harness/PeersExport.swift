import Foundation
import Plat
import PlatCommon
import PlatGeometry
import PlatIndex
import PlatListings
import PlatSearch
import PlatTiles

/// Writes the input of every peer: the same listings, the same queries.
struct PeersExport {
  let database: ListingsDatabase
  let seed: UInt64

  init(_ database: ListingsDatabase, seed: UInt64) {
    self.database = database
    self.seed = seed
  }

  /// Writes `listings.csv` and `queries.csv` into a directory, with the swiped listings and the
  /// place names (`PeersExport+Site.swift`).
  func write(into directory: String) throws {
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    try writeListings(directory + "/listings.csv")
    try writeSwiped(into: directory)
    try writeNames(directory + "/names.csv")
    let queries = try queries()
    let lines = [PeerQuery.header] + queries.map(\.line)
    try (lines.joined(separator: "\n") + "\n").write(
      toFile: directory + "/queries.csv", atomically: true, encoding: .utf8)
  }

  /// Listings in feed order, with numbers in stored form: degrees times 10,000,000, cents,
  /// hundredths, seconds since 1970.
  private func writeListings(_ path: String) throws {
    let index = database.index
    var rows = [Int](repeating: 0, count: index.rows)
    for row in 0..<index.rows {
      guard let record = index.recordNumbers[row], Int(record) < rows.count else {
        throw BenchProblem("row \(row) has no record number below \(rows.count)")
      }
      rows[Int(record)] = row
    }
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw BenchProblem("\(path) cannot be written") }
    var text =
      "ordinal,longitude,latitude,price,beds,baths,sqft,closed,type,status,city,built,fee\n"
    let numbers = [Field.listPrice, .beds, .baths, .sqft, .closeDate].map { index.numbers($0) }
    let texts = PeerQuery.textFields.map { index.codes($0) }
    let more = [Field.yearBuilt, .hoaFee].map { index.numbers($0) }
    for (ordinal, row) in rows.enumerated() {
      text += "\(ordinal),"
      if let position = index.position(row) {
        text += "\(position.longitude),\(position.latitude)"
      } else {
        text += ","
      }
      for column in numbers { text += column?.value(row).map { ",\($0)" } ?? "," }
      for column in texts {
        let value = column?.text(row) ?? ""
        guard !value.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else {
          throw BenchProblem("\(value) cannot stand in \(path) without quotes")
        }
        text += ",\(value)"
      }
      for column in more { text += column?.value(row).map { ",\($0)" } ?? "," }
      text += "\n"
      if text.utf8.count > 1 << 20 {
        try file.write(contentsOf: Data(text.utf8))
        text.removeAll(keepingCapacity: true)
      }
    }
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// The queries of every row, made like those of the other rows of the benchmark.
  private func queries() throws -> [PeerQuery] {
    var sets = QuerySets(database, seed: seed)
    let count = database.count
    let few = try sets.boxes(PeerWork.fewInBox.queries, hits: min(100, count / 10))
    let many = try sets.boxes(PeerWork.manyInBox.queries, hits: min(10_000, count / 10))
    let cities = try sets.greatCities(30)
    guard !cities.isEmpty, !few.isEmpty else {
      throw BenchProblem("\(count) listings are too few to ask about")
    }
    let subjects = subjects(&sets)
    let statistics = statisticsQueries()
    let locations = locationQueries()
    var queries: [PeerQuery] = []
    for work in PeerWork.allCases {
      let positions = sets.positions(work.queries)
      let count = [
        .comparables: subjects.count, .statistics: statistics.count, .location: locations.count,
      ][work]
      for place in 0..<(count ?? work.queries) {
        var query = PeerQuery(work)
        switch work {
        case .fewInBox: query.box = few[place]
        case .manyInBox: query.box = many[place]
        case .radius:
          query.position = positions[place]
          query.meters = Length.metersPerMile
        case .nearest:
          query.position = positions[place]
          query.limit = 20
        case .smallPage, .page:
          query.box = work == .page ? many[place] : few[place]
          query.take(sets.sixFilters())
          query.limit = 20
        case .city:
          query.take(sets.cityFilter(cities))
          query.limit = 20
        case .scan: query.take(ListingFilter(Array(sets.sixFilters().conditions.prefix(5))))
        case .comparables: query = subjects[place]
        case .tile: query.tile = Tile(z: 4 + place % 13, at: MercatorPoint(positions[place]))
        case .filteredTile:
          // Successive zooms are far apart, so that the first few queries are of all kinds.
          query.tile = Tile(z: 4 + place * 5 % 13, at: MercatorPoint(positions[place]))
          query.take(sets.sixFilters())
        case .statistics: query = statistics[place]
        case .batch:
          query.take(sets.cityFilter(cities))
          query.limit = 20
        case .location: query = locations[place]
        }
        queries.append(query)
      }
    }
    return queries
  }

  /// Comparables of random homes: sold in the last six months within a mile, similar in type, area,
  /// beds and baths.
  private func subjects(_ sets: inout QuerySets) -> [PeerQuery] {
    let index = database.index
    guard let area = index.numbers(.sqft), let beds = index.numbers(.beds),
      let baths = index.numbers(.baths),
      let closed = index.numbers(.closeDate)
    else { return [] }
    let latest = (0..<index.rows).lazy.compactMap { closed.value($0) }.max() ?? 0
    var random = SplitMix64(seed: seed)
    var subjects: [PeerQuery] = []
    for _ in 0..<PeerWork.comparables.queries * 20
    where subjects.count < PeerWork.comparables.queries {
      let row = Int(random.next() % UInt64(max(index.located, 1)))
      guard let position = index.position(row), let sqft = area.value(row),
        let bed = beds.value(row),
        let bath = baths.value(row), let type = index.codes(.propertyType)?.text(row)
      else { continue }
      var query = PeerQuery(.comparables)
      query.position = position
      query.meters = Length.metersPerMile
      query.limit = 20
      query.texts = [.propertyType: type, .standardStatus: "Closed"]
      query.ranges = [
        .sqft: (sqft * 7 / 10)...(sqft * 13 / 10), .beds: (bed - 1)...(bed + 1),
        .baths: (bath - 4)...(bath + 4),
        .closeDate: (latest - 182 * 86_400)...latest,
      ]
      subjects.append(query)
    }
    return subjects
  }
}
