import Foundation
import Plat
import PlatFeeds
import PlatGeometry
import PlatIndex
import PlatKernels
import PlatListings
import PlatSamples
import PlatSearch

/// One run of the benchmark.
struct Bench {
  let options: BenchOptions
  let report: Report

  init(_ options: BenchOptions) {
    self.options = options
    report = Report(options)
  }

  /// Measures all rows for each count.
  func run() throws {
    print(
      "\(Machine.name); seed \(options.seed), least of \(options.repetitions) runs of each query")
    for count in options.counts {
      let path = "\(options.directory)/\(count)-\(options.seed)"
      try build(count, path)
      try open(count, path)
      let database = try ListingsDatabase(opening: path)
      try queries(count, database)
      try map(count, database)
      try site(count, path, database)
      try writes(count, path)
      try queriesBesideWrites(count, path)
      try places(count, database)
      try valuations(count, database)
    }
    try report.save()
  }

  func wants(_ work: String) -> Bool { options.only.map { work.contains($0) } ?? true }

  // MARK: Building and opening

  private func build(_ count: Int, _ path: String) throws {
    let isThere = (try? ListingsDatabase(opening: path))?.count == count
    guard !isThere || options.rebuilds else { return }
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    let feed = path + "/listings.ndjson"
    try writeSamples(count, feed)
    var steps: [(name: String, wall: UInt64, thread: UInt64)] = []
    let began = Timing.now()
    let processBegan = Timing.processTime()
    let summary = try IndexBuild.run([.path(feed)], into: path) { progress in
      if steps.last?.name != progress.step {
        steps.append((progress.step, Timing.now(), Timing.threadTime()))
      }
    }
    let seconds = Double(Timing.now() - began) / 1e9
    try FileManager.default.removeItem(atPath: feed)
    let processSeconds = Double(Timing.processTime() - processBegan) / 1e9
    func start(_ name: String) -> (wall: UInt64, thread: UInt64) {
      steps.first { $0.name == name }.map { ($0.wall, $0.thread) } ?? (0, 0)
    }
    let (order, columns) = (start("clusters"), start("columns"))
    report.add(
      Report.Row(
        work: "build from NDJSON with records", count: count, unit: "seconds",
        values: [
          ("total", seconds), ("processor", processSeconds),
          ("reading", Double(order.wall &- start("reading").wall) / 1e9),
          ("peakMiB", Double(Machine.peakResidentBytes) / 1_048_576),
        ], target: count == 1_000_000 ? "10 s, 2 GB" : "", checksum: UInt64(summary.listings)))
    report.add(
      Report.Row(
        work: "pyramid and order", count: count, unit: "milliseconds",
        values: [
          ("total", Double(columns.wall &- order.wall) / 1e6),
          ("processor", Double(columns.thread &- order.thread) / 1e6),
        ],
        target: count == 1_000_000 ? "600 ms" : "", checksum: 0))
    report.add(
      Report.Row(
        work: "snapshot bytes a listing", count: count, unit: "bytes",
        values: [
          ("total", Double(summary.snapshotBytes) / Double(max(count, 1))),
          (
            "records",
            Double(Machine.bytes(of: path + "/" + ListingsDatabase.recordsName))
              / Double(max(count, 1))
          ),
        ],
        target: count == 1_000_000 ? "120" : "", checksum: 0))
  }

  private func writeSamples(_ count: Int, _ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw BenchProblem("\(path) cannot be written") }
    var samples = SampleListings(count: count, seed: options.seed)
    var bytes: [UInt8] = []
    while samples.next(into: &bytes, listings: 4_000) > 0 {
      try file.write(contentsOf: bytes)
      bytes.removeAll(keepingCapacity: true)
    }
    try file.close()
  }

  private func open(_ count: Int, _ path: String) throws {
    guard wants("open, first answer") else { return }
    let timing = try Timing(queries: 1, repetitions: options.repetitions) { _ in
      let database = try ListingsDatabase(opening: path)
      var request = SearchRequest(limit: 20)
      request.statuses = nil
      request.region = Region(boxes: [
        Box(west: -1_166_000_000, south: 337_500_000, east: -1_164_000_000, north: 339_000_000)
      ])
      return UInt64(try database.search(request).rows.count)
    }
    report.add(
      Report.Row(
        work: "open, first answer", count: count, unit: "milliseconds",
        values: [("total", timing.median / 1e6)],
        target: count == 10_000_000 ? "10 ms" : "", checksum: timing.checksum))
  }

  // MARK: Queries

  private func queries(_ count: Int, _ database: ListingsDatabase) throws {
    var sets = QuerySets(database, seed: options.seed)
    let searcher = database.searcher
    let few = try sets.boxes(400, hits: min(100, count / 10))
    let many = try sets.boxes(200, hits: min(10_000, count / 10))
    let positions = sets.positions(1_000)
    let cities = try sets.greatCities(30)
    let filters = (0..<400).map { _ in sets.sixFilters() }
    let cityFilters = (0..<400).map { _ in sets.cityFilter(cities) }

    try measure("box, about 100 hits", count, few.count, "1.2 µs") {
      UInt64(try searcher.rows(in: Region(boxes: [few[$0]])).count)
    }
    try measure("box, about 10,000 hits", count, many.count, "12 µs") {
      UInt64(try searcher.rows(in: Region(boxes: [many[$0]])).count)
    }
    try measure("radius 1 mile", count, positions.count, "mean 40, median 18 µs") {
      let circle = try Circle(center: positions[$0], radiusMeters: Length.metersPerMile)
      return UInt64(try searcher.rows(in: Region(circle: circle)).count)
    }
    try measure("nearest 20, with distances", count, positions.count, "5 µs") {
      UInt64(try searcher.nearest(20, to: positions[$0]).last?.distance ?? 0)
    }
    try page("box of 10,000 + 6 filters, cheapest 20, total", count, many.count, "40 µs", searcher)
    {
      (filters[$0], Region(boxes: [many[$0]]))
    }
    try page("box of 100 + 6 filters, cheapest 20, total", count, few.count, "4 µs", searcher) {
      (filters[$0], Region(boxes: [few[$0]]))
    }
    try page("city + 5 filters, cheapest 20, total", count, cityFilters.count, "40 µs", searcher) {
      (cityFilters[$0], Region())
    }
    try scan(count, database, filters)
  }

  func measure(
    _ work: String, _ count: Int, _ queries: Int, _ target: String, repetitions: Int? = nil,
    beside: [(String, Double)] = [], _ query: (Int) throws -> UInt64
  ) throws {
    guard wants(work) else { return }
    let timing = try Timing(
      queries: queries, repetitions: repetitions ?? options.repetitions, query)
    report.add(
      Report.Row(
        work: work, count: count, unit: "µs",
        values: [
          ("median", timing.median / 1e3), ("mean", timing.mean / 1e3), ("p99", timing.p99 / 1e3),
          ("max", timing.greatest / 1e3),
        ] + beside,
        target: count == (work.hasPrefix("all zooms") ? 10_000_000 : 1_000_000) ? target : "",
        checksum: timing.checksum
      ))
  }

  private func page(
    _ work: String, _ count: Int, _ queries: Int, _ target: String, _ searcher: Searcher,
    _ question: (Int) -> (ListingFilter, Region)
  ) throws {
    let requests = (0..<queries).map { index in
      let (filter, region) = question(index)
      return SearchRequest(
        filter: filter, region: region, sort: .by(.price, descending: false), limit: 20)
    }
    try measure(work, count, queries, target) { index in
      let result = try searcher.search(requests[index])
      return UInt64(result.total) &+ UInt64(result.rows.first?.ordinal ?? 0)
    }
  }

  /// Five filters over every listing, compared with a plain read of the bytes of their columns.
  private func scan(_ count: Int, _ database: ListingsDatabase, _ filters: [ListingFilter]) throws {
    let work = "five filters over everything, count"
    guard wants(work) else { return }
    let five = filters.prefix(20).map { ListingFilter(Array($0.conditions.prefix(5))) }
    let fields: [Field] = [.listPrice, .beds, .baths]
    let texts: [Field] = [.propertyType, .standardStatus]
    let widths =
      fields.reduce(0) { $0 + (database.index.numbers($1)?.column.width ?? 0) }
      + texts.reduce(0) { $0 + (database.index.codes($1)?.column.width ?? 0) }
    let bytes = widths * database.index.blocks * 64
    let memory = [UInt64](repeating: 0x5555_5555_5555_5555, count: bytes / 8)
    let reading = Timing(queries: 1, repetitions: options.repetitions) { _ in
      unsafe plat_popcount(memory, memory.count)
    }
    let timing = try Timing(queries: five.count, repetitions: options.repetitions) {
      UInt64(try database.searcher.count(five[$0]))
    }
    report.add(
      Report.Row(
        work: work, count: count, unit: "µs",
        values: [
          ("median", timing.median / 1e3), ("read", reading.median / 1e3),
          ("ratio", timing.median / reading.median),
          ("MB", Double(bytes) / 1e6),
        ], target: count == 1_000_000 ? "ratio 1.5" : "", checksum: timing.checksum))
  }
}
