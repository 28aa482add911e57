import Plat
import PlatCommon
import PlatJSON

/// `plat rollback`: returns to the previous state.
enum RollbackCommand {
  static let command = Command(
    name: "rollback", summary: "Go back to the state of an index before its last build.",
    usage: "INDEX [options]",
    discussion: """
      Removes the newest state of an index, snapshot and documents, and makes the one before it \
      the newest. plat build
      keeps 2 states unless --keep says otherwise. A running server takes the state up as it takes \
      up a build. Places and
      swipes stay as they are.

      Example:
        plat rollback indexes/demo
      """,
    options: [Option("json", nil, "Print what was done as JSON.")], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.operands[0]
    let summary = try IndexRollback.run(path)
    guard arguments.has("json") else {
      Console.print(
        "\(path): back to the state of \(summary.previous), "
          + "\(Counted.text(summary.listings, "listing")); "
          + "\(summary.removed) is removed\n  snapshot  \(summary.snapshotPath)")
      return
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("removed", summary.removed)
      writer.member("previous", summary.previous)
      writer.member("snapshot", summary.snapshotPath)
      writer.member("listings", summary.listings)
      writer.member("changeNumber", Int(clamping: summary.changeNumber))
    }
    Console.print(writer.bytes)
  }
}
