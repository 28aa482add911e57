import Plat
import PlatCommon
import PlatFeeds
import PlatListings

/// The summary of a build as text.
enum BuildText {
  /// The maximum number of unknown field names to list.
  private static let mostNames = 12

  /// The summary, one line for each count.
  static func text(_ summary: BuildSummary, path: String) -> String {
    let feed = summary.feed
    let listings = NumberText.grouped(summary.listings)
    let located = NumberText.grouped(summary.located)
    var lines = [
      "\(path): \(listings) listings, \(located) with a position",
      "  read      \(NumberText.grouped(feed.read)) records, \(NumberText.bytes(feed.bytes))",
      "  taken     \(NumberText.grouped(feed.taken))",
    ]
    if summary.standing > 0 {
      lines.append("  before    \(NumberText.grouped(summary.standing)) that the index had")
    }
    lines += [
      "  replaced  \(NumberText.grouped(summary.replaced)) by a later one with the same key"
    ]
    lines += identities(summary)
    lines.append("  refused   \(NumberText.grouped(feed.refused.values.reduce(0, +)))")
    for (reason, count) in feed.refused.sorted(by: { $0.value > $1.value }) {
      lines.append("    \(NumberText.grouped(count).leading(to: 9))  \(reason.summary)")
    }
    if summary.hidden > 0 {
      lines.append(
        "  hidden    \(NumberText.grouped(summary.hidden)) that nobody may see: kept, not indexed")
    }
    lines += drops(feed) + findings(feed)
    for input in feed.inputs {
      if let failure = input.failure { lines.append("  incomplete: \(failure)") }
    }
    lines.append("  snapshot  \(summary.snapshotPath), \(NumberText.bytes(summary.snapshotBytes))")
    lines.append("  records   \(NumberText.bytes(summary.recordBytes))")
    lines.append("  seconds   \(NumberText.fixed(summary.seconds, 2))")
    lines += feed.warnings.map { "  warning: \($0)" }
    return lines.joined(separator: "\n")
  }

  private static func identities(_ summary: BuildSummary) -> [String] {
    var lines: [String] = []
    if summary.outdated > 0 {
      lines.append(
        "  outdated  \(NumberText.grouped(summary.outdated)) older than the one with the same key")
    }
    if summary.renamed > 0 {
      lines.append(
        "  renamed   \(NumberText.grouped(summary.renamed)) whose key another mlsSource has:"
          + " kept as SOURCE:KEY")
    }
    return lines
  }

  private static func drops(_ feed: FeedSummary) -> [String] {
    let dropped = feed.dropped.values.reduce(0, +)
    var lines = ["  dropped   \(NumberText.grouped(dropped)) values"]
    let drops = feed.dropped.sorted {
      $0.value != $1.value ? $0.value > $1.value : $0.key.field < $1.key.field
    }
    for (drop, count) in drops.prefix(12) {
      lines.append(
        "    \(NumberText.grouped(count).leading(to: 9))  \(drop.field): \(drop.reason.summary)")
    }
    if drops.count > 12 {
      lines.append("    and \(drops.count - 12) more kinds; see --json or --rejects")
    }
    return lines
  }

  /// Lines on decoded and repaired texts, dates, and unknown field names.
  private static func findings(_ feed: FeedSummary) -> [String] {
    var lines: [String] = []
    if feed.decodedTexts > 0 {
      lines.append(
        "  decoded   \(NumberText.grouped(feed.decodedTexts)) texts that are not UTF-8, as"
          + " windows-1252; --encoding says what they are")
    }
    if feed.mendedTexts > 0 {
      lines.append(
        "  mended    \(NumberText.grouped(feed.mendedTexts)) half characters, escapes and values"
          + " that JSON does not have")
    }
    if feed.repeatedHeaders > 0 {
      lines.append("  headers   \(feed.repeatedHeaders) more among the rows: left out")
    }
    lines += feed.dates.map { "  dates     \($0)" }
    let unknown = feed.unknownNames
    guard !unknown.isEmpty else { return lines }
    lines.append("  unknown   \(unknown.count) names that mean no field: kept in the records")
    for name in unknown.prefix(mostNames) {
      let nearest = name.nearest.map { "; did you mean \($0.key)?" } ?? ""
      lines.append("    \(NumberText.grouped(name.count).leading(to: 9))  \(name.name)\(nearest)")
    }
    if unknown.count > mostNames {
      lines.append("    and \(unknown.count - mostNames) more; see --json")
    }
    return lines
  }
}
