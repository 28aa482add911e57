import Foundation
import Plat
import PlatCommon
import PlatSamples
import PlatSearch
import Synchronization

/// Queries of many clients, without writes and while batches are written.
extension Bench {
  private static var work: String { "32 clients while 10,000 listings a second are written" }
  /// Queries a second of each client: clients wait for people, not for the processor.
  private static var rate: Double { 100 }
  private static var span: Double { 4 }

  func queriesBesideWrites(_ count: Int, _ path: String) throws {
    guard wants(Self.work) else { return }
    let copy = path + "-beside"
    try? FileManager.default.removeItem(atPath: copy)
    try FileManager.default.copyItem(atPath: path, toPath: copy)
    defer { try? FileManager.default.removeItem(atPath: copy) }
    let live = try LiveDatabase(opening: copy, lookingEvery: nil, merging: MergePolicy())
    defer { live.stop() }
    var sets = QuerySets(live.current, seed: options.seed)
    let boxes = try sets.boxes(64, hits: min(1_000, count / 10))
    let requests = boxes.map { box in
      SearchRequest(
        filter: sets.sixFilters(), region: Region(boxes: [box]),
        sort: .by(.price, descending: false), limit: 20)
    }
    var documents = SampleDocuments(seed: options.seed &+ 11, count: 60_000)
    let still = Clients(32).run(live, requests, seconds: Self.span, rate: Self.rate)
    let writer = BatchWriter(live, perSecond: 10_000, seconds: Self.span) { documents.next() }
    let beside = Clients(32).run(live, requests, seconds: Self.span, rate: Self.rate)
    let written = writer.finish()
    report.add(
      Report.Row(
        work: Self.work, count: count, unit: "µs",
        values: [
          ("median", beside.quantile(0.5)), ("p99", beside.quantile(0.99)),
          ("medianWithout", still.quantile(0.5)), ("p99Without", still.quantile(0.99)),
          ("ratioOfP99", beside.quantile(0.99) / max(still.quantile(0.99), 1e-9)),
          ("writtenASecond", written),
        ], target: "p99 1.5 times", checksum: 0))
  }
}

/// Clients that each ask the newest database at a steady rate.
private struct Clients {
  private let count: Int

  init(_ count: Int) { self.count = count }

  struct Answers {
    /// Microseconds of each query, ascending.
    let spent: [Double]

    func quantile(_ share: Double) -> Double {
      spent.isEmpty ? 0 : spent[min(spent.count - 1, Int(share * Double(spent.count)))]
    }
  }

  func run(
    _ live: LiveDatabase, _ requests: [SearchRequest], seconds: Double, rate: Double
  ) -> Answers {
    let all = Mutex<[Double]>([])
    let group = DispatchGroup()
    for client in 0..<count {
      group.enter()
      Thread.detachNewThread {
        var spent: [Double] = []
        let end = Timing.now() + UInt64(seconds * 1e9)
        var place = client
        while Timing.now() < end {
          let began = Timing.now()
          _ = try? live.current.search(requests[place % requests.count])
          spent.append(Double(Timing.now() - began) / 1e3)
          place += 1
          Thread.sleep(forTimeInterval: 1 / rate)
        }
        all.withLock { $0 += spent }
        group.leave()
      }
    }
    group.wait()
    return Answers(spent: all.withLock { $0.sorted() })
  }
}

/// Writes batches of 500 at a steady rate on a thread of its own.
private final class BatchWriter: Sendable {
  private let written = Mutex<Double>(0)
  private let group = DispatchGroup()

  init(
    _ live: LiveDatabase, perSecond: Int, seconds: Double, _ next: () -> [UInt8]
  ) {
    let batches = (0..<max(1, Int(seconds * Double(perSecond)) / 500)).map { _ in
      (0..<500).map { _ in WriteOperation.upsert(document: next()) }
    }
    group.enter()
    Thread.detachNewThread { [self] in
      let began = Timing.now()
      var done = 0
      for (number, batch) in batches.enumerated() {
        let due = began + UInt64(Double(number * 500) / Double(perSecond) * 1e9)
        let now = Timing.now()
        if now < due { Thread.sleep(forTimeInterval: Double(due - now) / 1e9) }
        if Double(Timing.now() - began) / 1e9 > seconds { break }
        if (try? live.write(batch)) != nil { done += batch.count }
      }
      let spent = max(Double(Timing.now() - began) / 1e9, 1e-9)
      written.withLock { $0 = Double(done) / spent }
      group.leave()
    }
  }

  /// Waits for the last batch; listings written a second.
  func finish() -> Double {
    group.wait()
    return written.withLock { $0 }
  }
}
