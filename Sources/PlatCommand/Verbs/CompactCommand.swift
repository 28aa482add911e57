import Plat
import PlatCommon
import PlatJSON

/// `plat compact`: merges what was written to an index into a new snapshot.
enum CompactCommand {
  static let command = Command(
    name: "compact", summary: "Merge what was written to an index into a new snapshot.",
    usage: "INDEX [options]",
    discussion: """
      Writes the listings as they are, with all that plat upsert, plat delete and other writers \
      have \
      changed, as a new
      snapshot. Answers stay the same; opening the index gets faster. The documents stay where \
      they \
      are. The snapshot
      before it is kept until the next merge or build. A running server takes the new one up as it \
      takes up a build.
      Needs room on the disk for a second snapshot and 64 MB more.

      Example:
        plat compact indexes/demo
      """,
    options: [Option("json", nil, "Print what was done as JSON.")], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.operands[0]
    let live = try LiveDatabase(opening: path, verifying: false, lookingEvery: nil, merging: nil)
    let summary = try live.merge()
    guard arguments.has("json") else {
      guard let summary else {
        return Console.print("\(path): nothing was written since the newest snapshot")
      }
      return Console.print(
        "\(path): \(Counted.text(summary.changes, "change")) merged, "
          + "\(Counted.text(summary.listings, "listing"))\n  snapshot  \(summary.snapshotPath)")
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("changes", summary?.changes ?? 0)
      writer.member("listings", summary?.listings ?? live.current.count)
      writer.member("changeNumber", Int(clamping: live.current.changeNumber))
      if let summary {
        writer.member("snapshot", summary.snapshotPath)
        writer.member("bytes", summary.snapshotBytes)
        writer.member("seconds", summary.seconds, decimals: 3)
      }
    }
    Console.print(writer.bytes)
  }
}
