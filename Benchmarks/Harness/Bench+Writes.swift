import Dispatch
import Foundation
import Plat
import PlatFiles
import PlatGeometry
import PlatSamples
import PlatSearch
import PlatTiles

/// Writes to a copy of an index, and questions with written listings beside the snapshot.
extension Bench {
  func writes(_ count: Int, _ path: String) throws {
    let works = [
      "durable upsert", "durable patch", "durable batch of 500", "64 writers at once", "written",
      "reopened",
    ]
    let only = options.only ?? ""
    guard works.contains(where: { $0.contains(only) || only.contains($0) }) else { return }
    let copy = path + "-written"
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let disk = try commitOfTheDisk(in: copy)
    var documents = SampleDocuments(seed: options.seed &+ 7, count: 40_000)
    let keys = try self.keys(of: path, 12_000)
    let live = try LiveDatabase(opening: copy, lookingEvery: nil, merging: nil)
    try single("durable upsert", count, disk) { _ in
      try live.upsert(documents.next())
    }
    try single("durable patch of a price", count, disk) { place in
      let price = Array("{\"listPrice\":\(300_000 + place)}".utf8)
      try live.write([.patch(key: keys[place % keys.count], document: price)])
    }
    let batches = try (0..<10).map { _ in
      let batch = (0..<500).map { _ in WriteOperation.upsert(document: documents.next()) }
      return try Self.spent { try live.write(batch) }
    }
    add("durable batch of 500", count, batches, disk, "25 ms")
    try together(count, live, &documents, disk)
    live.stop()
    try beside(count, path, copy, keys, &documents)
  }

  /// What an append of 4 KB that waits for the disk takes here: the unit of all durable writes.
  private func commitOfTheDisk(in directory: String) throws -> Double {
    let file = directory + "/commit.tmp"
    defer { unsafe unlink(file) }
    let descriptor = unsafe open(file, O_CREAT | O_WRONLY | O_APPEND | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { throw BenchProblem("\(file) cannot be written") }
    defer { close(descriptor) }
    let bytes = [UInt8](repeating: 7, count: 4_096)
    let spent = (0..<200).map { _ in
      Self.spent {
        unsafe _ = write(descriptor, bytes, bytes.count)
        fdatasync(descriptor)
      }
    }
    return spent.sorted()[spent.count / 2]
  }

  private func single(
    _ work: String, _ count: Int, _ disk: Double, _ write: (Int) throws -> Void
  ) throws {
    try (0..<20).forEach { try write($0) }
    add(
      work, count, try (20..<320).map { place in try Self.spent { try write(place) } }, disk,
      "the disk's commit + 0.2 ms")
  }

  private func add(
    _ work: String, _ count: Int, _ spent: [Double], _ disk: Double, _ target: String
  ) {
    guard wants(work) else { return }
    let spent = spent.sorted()
    report.add(
      Report.Row(
        work: work, count: count, unit: "µs",
        values: [
          ("median", spent[spent.count / 2] / 1e3),
          ("p99", spent[min(spent.count - 1, spent.count * 99 / 100)] / 1e3),
          ("disk", disk / 1e3),
        ], target: target, checksum: 0))
  }

  /// One writer after the other, and 64 at once.
  private func together(
    _ count: Int, _ live: LiveDatabase, _ documents: inout SampleDocuments, _ disk: Double
  ) throws {
    guard wants("64 writers at once") else { return }
    let alone = (0..<200).map { _ in documents.next() }
    let one = try Self.spent { for document in alone { try live.upsert(document) } }
    let shared = (0..<64).map { _ in (0..<20).map { _ in documents.next() } }
    let many = Self.spent {
      let group = DispatchGroup()
      for documents in shared {
        group.enter()
        Thread.detachNewThread {
          for document in documents { _ = try? live.upsert(document) }
          group.leave()
        }
      }
      group.wait()
    }
    let (rate, together) = (200 / one * 1e9, 64 * 20 / many * 1e9)
    report.add(
      Report.Row(
        work: "64 writers at once", count: count, unit: "a second",
        values: [
          ("one", rate), ("together", together), ("ratio", together / rate),
          ("disk", disk / 1e3),
        ], target: "10 times one", checksum: 0))
  }

  /// Questions to a snapshot, and to the same with 10,000 listings added and as many deleted.
  private func beside(
    _ count: Int, _ path: String, _ copy: String, _ keys: [String],
    _ documents: inout SampleDocuments
  ) throws {
    guard wants("written") || wants("reopened") else { return }
    try FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    let live = try LiveDatabase(opening: copy, lookingEvery: nil, merging: nil)
    // A quarter of a small index.
    let changes = min(10_000, count / 4)
    for start in stride(from: 0, to: changes, by: 500) {
      let places = start..<min(start + 500, changes)
      var operations = places.map { _ in WriteOperation.upsert(document: documents.next()) }
      operations += keys[places].map { .delete(key: $0) }
      try live.write(operations)
    }
    let (plain, written) = (try ListingsDatabase(opening: path), live.current)
    var sets = QuerySets(plain, seed: options.seed)
    let boxes = try sets.boxes(200, hits: min(1_000, count / 10))
    let filters = boxes.map { _ in sets.sixFilters() }
    let tiles = sets.positions(600).enumerated().compactMap { index, position in
      Tile(z: 4 + index % 13, at: MercatorPoint(position))
    }
    try ratio("written: page of a box with 6 filters", count, boxes.count, "1.3", plain, written) {
      let request = SearchRequest(
        filter: filters[$1], region: Region(boxes: [boxes[$1]]),
        sort: .by(.price, descending: false), limit: 20)
      return UInt64(try $0.search(request).total)
    }
    let positions = sets.positions(300)
    try ratio("written: nearest 20", count, positions.count, "1.3", plain, written) {
      var request = SearchRequest(sort: .distance(from: positions[$1]), limit: 20)
      request.statuses = nil
      return UInt64(try $0.search(request).rows.count)
    }
    try ratio("written: tile, no filter", count, tiles.count, "1.5", plain, written) {
      UInt64(try $0.map.vectorTile(tiles[$1], matching: MapQuery()).count)
    }
    let query = MapQuery(filter: filters[0])
    try ratio("written: tile, filter seen", count, tiles.count, "1.5", plain, written) {
      UInt64(try $0.map.vectorTile(tiles[$1], matching: query).count)
    }
    live.stop()
    guard wants("reopened") else { return }
    let opening = (0..<5).map { _ in
      Self.spent { _ = try? ListingsDatabase(opening: copy).search(SearchRequest(limit: 20)) }
    }.sorted()
    report.add(
      Report.Row(
        work: "reopened with 20,000 changes, first answer", count: count, unit: "milliseconds",
        values: [("median", opening[2] / 1e6)], target: "300 ms", checksum: 0))
  }

  private func ratio(
    _ work: String, _ count: Int, _ queries: Int, _ target: String, _ plain: ListingsDatabase,
    _ written: ListingsDatabase, _ query: (ListingsDatabase, Int) throws -> UInt64
  ) throws {
    guard wants(work) else { return }
    let fresh = try Timing(queries: queries, repetitions: options.repetitions) {
      try query(plain, $0)
    }
    let beside = try Timing(queries: queries, repetitions: options.repetitions) {
      try query(written, $0)
    }
    report.add(
      Report.Row(
        work: work, count: count, unit: "µs",
        values: [
          ("median", beside.median / 1e3), ("p99", beside.p99 / 1e3),
          ("fresh", fresh.median / 1e3), ("ratio", beside.median / fresh.median),
          ("ratioOfMeans", beside.mean / fresh.mean),
        ], target: target, checksum: beside.checksum))
  }

  /// Keys of listings spread over an index.
  private func keys(of path: String, _ wanted: Int) throws -> [String] {
    let database = try ListingsDatabase(opening: path)
    let step = max(1, database.count / wanted)
    return stride(from: 0, to: database.count, by: step).prefix(wanted).compactMap {
      database.listing(ordinal: $0)?.key
    }
  }

  private static func spent<T>(_ body: () throws -> T) rethrows -> Double {
    let began = Timing.now()
    _ = try body()
    return Double(Timing.now() - began)
  }
}

/// Documents of listings that an index does not have.
struct SampleDocuments {
  private var lines: [[UInt8]] = []
  private var place = 0

  init(seed: UInt64, count: Int) {
    var samples = SampleListings(count: count, seed: seed)
    var bytes: [UInt8] = []
    while samples.next(into: &bytes, listings: 4_000) > 0 {}
    lines = bytes.split(separator: UInt8(ascii: "\n")).map(Array.init)
  }

  mutating func next() -> [UInt8] {
    defer { place += 1 }
    return lines[place % lines.count]
  }
}
