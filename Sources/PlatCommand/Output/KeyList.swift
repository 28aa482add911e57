import PlatAccess
import PlatCommon
import PlatJSON
import PlatListings

/// The table of API keys.
enum KeyList {
  private static let titles = ["NAME", "ROLE", "RATE", "CREATED", "STATE", "ID"]

  /// Prints the keys, in the order in which they were made.
  static func print(_ keys: [APIKey], index: String, asJSON: Bool) {
    let now = SystemTime.wall / 1_000_000
    if asJSON {
      var writer = JSONWriter()
      writer.object { writer in
        writer.array("keys") { writer in for key in keys { write(key, at: now, to: &writer) } }
      }
      return Console.print(writer.bytes)
    }
    guard !keys.isEmpty else {
      return Console.print(
        "\(index): no keys; plat keys \(index) create NAME --role writer makes one")
    }
    let rows = [titles] + keys.map { row($0, at: now) }
    let widths = titles.indices.map { column in rows.map { $0[column].count }.max() ?? 0 }
    for row in rows {
      let cells = zip(row, widths).map { $0.padding(to: $1) }
      Console.print(cells.dropLast().joined(separator: "  ") + "  " + (row.last ?? ""))
    }
  }

  private static func row(_ key: APIKey, at now: Int64) -> [String] {
    [
      key.name, key.role.rawValue, key.rate.map(text) ?? "any", date(key.created),
      state(key, at: now), key.id,
    ]
  }

  private static func state(_ key: APIKey, at now: Int64) -> String {
    switch key.refusal(at: now) {
    case .revoked: "revoked \(date(key.revoked ?? 0))"
    case .expired: "expired \(date(key.expires ?? 0))"
    default: key.expires.map { "good until \(date($0))" } ?? "good"
    }
  }

  private static func write(_ key: APIKey, at now: Int64, to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("name", key.name)
      writer.member("id", key.id)
      writer.member("role", key.role.rawValue)
      writer.member("rate", orNull: key.rate.map(text))
      writer.member("created", date(key.created))
      writer.member("expires", orNull: key.expires.map(date))
      writer.member("revoked", orNull: key.revoked.map(date))
      writer.member("good", key.refusal(at: now) == nil)
    }
  }

  private static func text(_ rate: RateLimit) -> String {
    let units = [1: "s", 60: "min", 3_600: "h", 86_400: "day"]
    return "\(rate.requests)/\(units[rate.seconds] ?? "\(rate.seconds) s")"
  }

  /// Milliseconds since 1970 as a date, with its time where it has one.
  private static func date(_ milliseconds: Int64) -> String {
    Field.closeDate.plainText(of: milliseconds / 1_000)
  }
}
