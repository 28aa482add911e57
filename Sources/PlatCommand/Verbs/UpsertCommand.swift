import Plat
import PlatCommon
import PlatFeeds
import PlatJSON
import PlatLive

/// `plat upsert`: adds and replaces listings of an index that stands.
enum UpsertCommand {
  static let command = Command(
    name: "upsert",
    summary: "Add or replace listings of an index without a build.",
    usage: "INDEX FILE... [options]",
    discussion: """
      Reads the same files as plat build. Each listing replaces the one with its key, unless the
      held one was modified later. Listings are written in batches of 500, each all or nothing; a
      written batch is on disk, and a running server shows it within a second. An invalid value
      stops the command, and the batches before it stay written.

      Example:
        plat upsert indexes/demo changed.ndjson
      """,
    options: [
      Option("replace-newer", nil, "Replace listings that were modified later too."),
      Option("batch", "N", "Listings of a batch (default: 500)."),
      Option("receipts", nil, "Print a line of JSON for each batch once it is on disk."),
      Option("merge-after", "N", "Merge meanwhile, after each N changes (see plat compact)."),
      Option("json", nil, "Print the summary as JSON."),
    ], operands: 2...Int.max, body: run)

  private static func run(_ arguments: Arguments) throws {
    let batch = try arguments.number("batch", 1...100_000) ?? 500
    let live = try LiveDatabase(
      opening: arguments.operands[0], verifying: false, lookingEvery: nil,
      merging: try policy(arguments))
    try live.beginWriting()
    var options = FeedOptions()
    (options.isStrict, options.reportsFields) = (true, true)
    var reader = try FeedReader(
      arguments.operands.dropFirst().map { .path($0) }, options: options)
    var summary = WriteSummary()
    var listings = ListingBatch(capacity: batch)
    while try reader.next(into: &listings) {
      // A value that a build would drop with a note stops the command.
      if let refusal = listings.refusals.first { throw FeedError.refused(refusal) }
      let operations = (0..<listings.count).map {
        WriteOperation.upsert(document: listings.listings[$0].document)
      }
      if operations.isEmpty { continue }
      let receipt = try live.write(
        operations, older: arguments.has("replace-newer") ? .replace : .skip)
      if arguments.has("receipts") { print(receipt) }
      summary.add(receipt)
    }
    live.stop()
    summary.print(as: arguments.has("json"), index: arguments.operands[0])
  }

  private static func policy(_ arguments: Arguments) throws -> MergePolicy? {
    guard let changes = try arguments.number("merge-after", 1...1_000_000_000) else { return nil }
    var policy = MergePolicy()
    (policy.leastChanges, policy.share, policy.rest) = (changes, 0, 1)
    return policy
  }

  private static func print(_ receipt: WriteReceipt) {
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("changeNumber", Int(clamping: receipt.changeNumber))
      writer.member("listings", receipt.listings.count)
    }
    Console.print(writer.bytes)
  }
}

/// `plat delete`: deletes listings of an index that stands.
enum DeleteCommand {
  static let command = Command(
    name: "delete",
    summary: "Delete listings of an index without a build.",
    usage: "INDEX KEY... [options]",
    discussion: """
      Deletes the listings with the keys, all or none: a key that no listing has deletes nothing.

      Example:
        plat delete indexes/demo SC1 SC2
      """,
    options: [Option("json", nil, "Print the summary as JSON.")],
    operands: 2...Int.max, body: run)

  private static func run(_ arguments: Arguments) throws {
    let live = try LiveDatabase(
      opening: arguments.operands[0], verifying: false, lookingEvery: nil)
    var summary = WriteSummary()
    summary.add(try live.write(arguments.operands.dropFirst().map { .delete(key: $0) }))
    summary.print(as: arguments.has("json"), index: arguments.operands[0])
  }
}

/// What the batches of a command have done.
private struct WriteSummary {
  private var counts: [WrittenListing.Outcome: Int] = [:]
  private var changeNumber: UInt64 = 0

  private static let outcomes: [WrittenListing.Outcome] = [
    .added, .replaced, .unchanged, .outdated, .deleted,
  ]

  mutating func add(_ receipt: WriteReceipt) {
    for listing in receipt.listings { counts[listing.outcome, default: 0] += 1 }
    changeNumber = max(changeNumber, receipt.changeNumber)
  }

  func print(as json: Bool, index: String) {
    if json {
      var writer = JSONWriter()
      writer.object { writer in
        for outcome in Self.outcomes {
          writer.member(named: outcome.rawValue, counts[outcome] ?? 0)
        }
        writer.member("changeNumber", Int(clamping: changeNumber))
      }
      return Console.print(writer.bytes)
    }
    let parts = Self.outcomes.compactMap { outcome in
      counts[outcome].map { "\(NumberText.grouped($0)) \(outcome.rawValue)" }
    }
    Console.print(
      "\(index): " + (parts.isEmpty ? "nothing to write" : parts.joined(separator: ", ")))
  }
}
