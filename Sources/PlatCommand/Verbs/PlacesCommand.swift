import Plat
import PlatCommon
import PlatFeeds
import PlatJSON

/// `plat places`: imports data on cities, subdivisions, schools and other places.
enum PlacesCommand {
  static let command = Command(
    name: "places",
    summary: "Add places data: boundaries, population, schools, associations, photos, regions.",
    usage: "INDEX FILE... [options]",
    discussion: """
      Reads GeoJSON and CSV, plain, in gzip or in zstd. The kind of a record follows from its
      columns or properties, or from --kind; docs/PLACES.md lists them. A record of a known place
      replaces the values that it has itself, so that a file may be imported again. All files are
      read first, and the good records are then written at once.

      Examples:
        plat places indexes/demo cities.csv boundaries.geojson
        plat places indexes/demo neighborhoods.geojson --kind boundary --set city=Seattle --set \
      state=WA
      """,
    options: [
      Option("kind", "KIND", "What all records are: " + kinds + "."),
      Option(
        "set", "COLUMN=VALUE", "Give a value to every record that lacks it: state, city, name.",
        repeats: true),
      Option("rejects", "FILE", "Write each refused record and dropped value as a line of JSON."),
      Option("strict", nil, "Write nothing if anything is refused or dropped."),
      Option("json", nil, "Print the summary as JSON."),
    ], operands: 2...Int.max, body: run)

  private static let kinds = PlaceKind.described.map(\.rawValue).joined(separator: ", ")

  private static func run(_ arguments: Arguments) throws {
    let path = arguments.operands[0]
    // An index must exist: places belong to one.
    _ = try ListingsDatabase(opening: path)
    var options = PlaceImport.Options()
    if let word = arguments.value("kind") {
      guard let kind = PlaceKind(rawValue: word), PlaceKind.described.contains(kind) else {
        throw UsageError(message: "--kind is \(word), expected one of \(kinds)")
      }
      options.kind = kind
    }
    for text in arguments.all("set") {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2, !parts[0].isEmpty else {
        throw UsageError(message: "--set is \(text), expected COLUMN=VALUE such as state=CA")
      }
      options.defaults.append((parts[0], parts[1]))
    }
    options.isStrict = arguments.has("strict")
    options.rejectsPath = arguments.value("rejects")
    let progress = ProgressLine()
    defer { progress.end() }
    let summary = try PlaceImport.run(
      arguments.operands.dropFirst().map { .path($0) }, into: path, options: options
    ) {
      count in progress.show("reading, \(NumberText.grouped(count)) records")
    }
    progress.end()
    if arguments.has("json") {
      var writer = JSONWriter()
      summary.write(to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(text(summary, path: path))
      for refusal in summary.refusals.prefix(arguments.has("rejects") ? 0 : 10) {
        Console.error("\(refusal)")
      }
      if !arguments.has("rejects"), summary.refusedCount + summary.dropped > 10 {
        Console.error(
          """
          and \(NumberText.grouped(summary.refusedCount + summary.dropped - 10)) more; see \
          --rejects
          """
        )
      }
    }
    guard summary.takenCount > 0 else {
      let isListed = !arguments.has("rejects") && !arguments.has("json")
      throw NothingTaken(
        path: path, hasRefusals: isListed && summary.refusedCount + summary.dropped > 0)
    }
  }

  private static func text(_ summary: PlaceImport.Summary, path: String) -> String {
    var lines = [
      "\(path): \(Counted.text(summary.places, "place"))",
      "  read      \(Counted.text(summary.read, "record"))",
      "  taken     \(NumberText.grouped(summary.takenCount)), "
        + "\(NumberText.grouped(summary.new)) of them new",
    ]
    for kind in PlaceKind.described {
      if let count = summary.taken[kind] {
        lines.append("    \(NumberText.grouped(count).leading(to: 9))  \(kind.rawValue)")
      }
    }
    lines.append("  boundary  \(NumberText.grouped(summary.boundaries)) of them")
    lines.append("  refused   \(NumberText.grouped(summary.refusedCount))")
    for (reason, count) in summary.refused.sorted(by: {
      ($1.value, $0.key.code) < ($0.value, $1.key.code)
    }) {
      lines.append("    \(NumberText.grouped(count).leading(to: 9))  \(reason.summary)")
    }
    lines.append("  dropped   \(Counted.text(summary.dropped, "value"))")
    lines.append("  seconds   \(NumberText.fixed(summary.seconds, 2))")
    return lines.joined(separator: "\n")
  }
}

/// No record of an import was usable.
private struct NothingTaken: Error, CustomStringConvertible {
  let path: String
  /// Whether reasons were printed before this error.
  let hasRefusals: Bool
  var description: String {
    hasRefusals
      ? "\(path): no place was taken; see the refusals above, and plat places --help"
      : "\(path): no place was taken: the files hold no record that places data has; "
        + "see plat places --help"
  }
}
