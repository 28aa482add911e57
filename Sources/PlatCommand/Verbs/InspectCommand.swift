import Plat
import PlatCommon
import PlatIndex
import PlatJSON
import PlatSnapshot
import PlatStore

/// `plat inspect`: shows the contents of an index.
enum InspectCommand {
  static let command = Command(
    name: "inspect", summary: "Tell what an index is made of; --verify reads every checksum.",
    usage: "INDEX [--verify] [--json]",
    discussion: """
      Prints the newest snapshot's header, its counts, the clusters of each zoom, and its sections \
      by size. INDEX is an
      index directory or one snapshot file. With --verify every byte is read: of the snapshot, the \
      records (each document,
      each page, whether they are of the snapshot's state), and the stores of places and swipes. \
      What is damaged is named,
      and the exit status is 1.
      """,
    options: [
      Option(
        "verify", nil, "Compare every checksum of snapshot and documents, and check every database."
      ),
      Option("json", nil, "Print everything as JSON."),
    ], operands: 1...1, body: run)

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.operands[0]
    let database =
      path.hasSuffix(SnapshotDirectory.suffix)
      ? try ListingsDatabase(snapshot: path) : try ListingsDatabase(opening: path)
    let verification =
      arguments.has("verify")
      ? Verification(database, isDirectory: !path.hasSuffix(SnapshotDirectory.suffix)) : nil
    if arguments.has("json") {
      var writer = JSONWriter()
      write(database, verification, to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(text(database, verification))
    }
    if let damage = verification?.damage, let first = damage.first {
      throw DamagedIndex(first: first, more: damage.count - 1)
    }
  }

  private static func text(_ database: ListingsDatabase, _ verification: Verification?) -> String {
    let index = database.index
    let snapshot = index.snapshot
    let bytes = Int(clamping: snapshot.fileLength)
    var lines = [
      snapshot.path,
      "  format         \(snapshot.formatVersion), layout \(IndexLayout.version)",
      "  change number  \(snapshot.changeNumber)",
      "  bytes          \(NumberText.grouped(bytes)), \(perListing(bytes, index.rows)) a listing",
      "  listings       \(NumberText.grouped(index.rows)), "
        + "\(NumberText.grouped(index.located)) with a position, "
        + "\(NumberText.grouped(index.blocks)) blocks",
    ]
    for refused in database.refusedSnapshots { lines.append("  passed over    \(refused)") }
    lines.append("  SQLite         \(StoreLibrary.warning ?? StoreLibrary.version)")
    let options = index.pyramid.options
    lines.append(
      "  clusters       radius \(NumberText.fixed(options.radius, 0)), "
        + "extent \(NumberText.fixed(options.extent, 0)), "
        + "at least \(options.minPoints) listings")
    for zoom in options.minZoom...options.maxZoom {
      lines.append(
        "    zoom \(String(zoom).leading(to: 2))  "
          + NumberText.grouped(index.pyramid.clusterCount(zoom: zoom))
      )
    }
    lines.append("  sections       \(snapshot.sections.count)")
    for section in snapshot.sections.sorted(by: { $0.length > $1.length }) {
      let length = Int(clamping: section.length)
      lines.append(
        "    \(section.name.padding(to: 32))\(section.type.name.padding(to: 6))"
          + "\(NumberText.grouped(Int(clamping: section.count)).leading(to: 12))"
          + "\(NumberText.grouped(length).leading(to: 14))  "
          + "\(perListing(length, index.rows)) a listing"
      )
    }
    lines += verification?.lines ?? []
    return lines.joined(separator: "\n")
  }

  private static func perListing(_ bytes: Int, _ rows: Int) -> String {
    rows == 0 ? "0.0" : NumberText.fixed(Double(bytes) / Double(rows), 1)
  }

  private static func write(
    _ database: ListingsDatabase, _ verification: Verification?, to writer: inout JSONWriter
  ) {
    let index = database.index
    let snapshot = index.snapshot
    writer.beginObject()
    writer.member("path", snapshot.path)
    writer.member("formatVersion", Int(snapshot.formatVersion))
    writer.member("layoutVersion", Int(IndexLayout.version))
    writer.member("changeNumber", Int(clamping: snapshot.changeNumber))
    writer.member("bytes", Int(clamping: snapshot.fileLength))
    writer.member("listings", index.rows)
    writer.member("located", index.located)
    writer.member("blocks", index.blocks)
    writer.member("sqlite", StoreLibrary.version)
    writer.member("sqliteWarning", orNull: StoreLibrary.warning)
    writer.key("clusters")
    writer.beginArray()
    let options = index.pyramid.options
    for zoom in options.minZoom...options.maxZoom {
      writer.object { writer in
        writer.member("zoom", zoom)
        writer.member("clusters", index.pyramid.clusterCount(zoom: zoom))
      }
    }
    writer.endArray()
    writer.array("sections") { writer in
      for section in snapshot.sections {
        writer.object { writer in
          writer.member("name", section.name)
          writer.member("type", section.type.name)
          writer.member("count", Int(clamping: section.count))
          writer.member("offset", Int(clamping: section.offset))
          writer.member("bytes", Int(clamping: section.length))
        }
      }
    }
    verification?.write(to: &writer)
    writer.endObject()
  }
}
