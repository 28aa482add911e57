import Plat
import PlatAccess
import PlatCommon
import PlatJSON
import PlatListings

/// `plat keys`: makes, lists, revokes and rotates the API keys of an index.
enum KeysCommand {
  static let command = Command(
    name: "keys",
    summary: "Make, list, revoke and rotate the API keys of an index.",
    usage: "INDEX create|list|revoke|rotate [NAME] [options]",
    discussion: """
      Clients of plat serve send a key as Authorization: Bearer KEY. A key of role writer may write
      listings and read them whole, private members included. One of role reader may read, where
      plat serve --reads keys asks for keys. One of role admin may do both, and read the audit
      trail. Keys lie in access.sqlite in the index directory, as digests: a key is shown when it is
      made and never again. Changes hold from the next request on, without a restart.

      create NAME   makes a key and prints it.
      list          prints names, roles, and what has become of each key; never the keys.
      revoke NAME   ends a key at once. Use this for a key that others have seen.
      rotate NAME   makes another key of the name and prints it; the old one stays good for a day, \
      or for --overlap.

      Examples:
        plat keys indexes/demo create site --role writer --rate 600/min
        plat keys indexes/demo create partner --role reader --expires 2027-12-31
        plat keys indexes/demo rotate site --overlap 2h
        curl -H "Authorization: Bearer $KEY" -X DELETE http://127.0.0.1:8080/api/listings/SC1
      """,
    options: [
      Option("name", "NAME", "The key's name, in place of the word after the action."),
      Option("role", "ROLE", "create: reader, writer or admin."),
      Option(
        "expires", "DATE",
        "create: when it ends, such as 2027-12-31 (the start of that day, UTC)."),
      Option("rate", "N/min", "create: how many requests it may make in each s, min, h or day."),
      Option("overlap", "TIME", "rotate: how long the old key stays good, such as 2h, 30min, 0s."),
      Option("json", nil, "Print JSON."),
    ], operands: 2...3, body: run)

  private static let actions = ["create", "list", "revoke", "rotate"]

  private static func run(_ arguments: Arguments) throws {
    let (index, action) = (arguments.operands[0], arguments.operands[1])
    guard actions.contains(action) else {
      let nearest = Spelling.nearest(to: action, among: actions)
      throw UsageError(
        message: "there is no action \(action.shortened())"
          + (nearest.map { "; did you mean \($0)?" }
            ?? ", expected one of \(actions.joined(separator: ", "))"))
    }
    try checkOptions(arguments, of: action)
    // An index must exist: keys belong to one.
    _ = try ListingsDatabase(opening: index, verifying: false)
    let keys = KeyStore(directory: index)
    switch action {
    case "create": try create(keys, arguments)
    case "list": KeyList.print(try keys.list(), index: index, asJSON: arguments.has("json"))
    case "revoke":
      let name = try name(arguments)
      try keys.revoke(name: name)
      done(arguments, name, "revoked", "the key \"\(name)\" is revoked")
    default: try rotate(keys, arguments)
    }
  }

  /// Refuses options of another action.
  private static func checkOptions(_ arguments: Arguments, of action: String) throws {
    let own: [String: String] = [
      "role": "create", "expires": "create", "rate": "create", "overlap": "rotate",
    ]
    for (option, owner) in own.sorted(by: { $0.key < $1.key })
    where arguments.has(option) && owner != action {
      throw UsageError(message: "--\(option) belongs to plat keys INDEX \(owner)")
    }
    if action == "list", arguments.operands.count > 2 || arguments.has("name") {
      throw UsageError(message: "list takes no name")
    }
  }

  private static func name(_ arguments: Arguments) throws -> String {
    let operand = arguments.operands.count > 2 ? arguments.operands[2] : nil
    guard operand == nil || !arguments.has("name") else {
      throw UsageError(message: "the name is given twice")
    }
    guard let name = operand ?? arguments.value("name") else {
      throw UsageError(message: "NAME is missing", showsUsage: true)
    }
    return name
  }

  private static func create(_ keys: KeyStore, _ arguments: Arguments) throws {
    let name = try name(arguments)
    let word = try arguments.required("role")
    guard let role = Role(rawValue: word) else {
      throw UsageError(
        message: "--role is \(word.shortened()), expected one of "
          + Role.allCases.map(\.rawValue).joined(separator: ", "))
    }
    let expires = try arguments.value("expires").map { try end($0) }
    let rate = try arguments.value("rate").map { text in
      guard let rate = RateLimit(text) else {
        throw UsageError(
          message: "--rate is \(text.shortened()), expected a number and a unit such as 600/min, "
            + "with s, min, h or day")
      }
      return rate
    }
    show(
      try keys.create(name: name, role: role, expires: expires, rate: rate), name, arguments,
      note: "Keep it now: it is not shown again.")
  }

  private static func rotate(_ keys: KeyStore, _ arguments: Arguments) throws {
    let name = try name(arguments)
    let overlap = arguments.value("overlap")
    let grace = try overlap.map { try seconds($0) } ?? KeyStore.graceSeconds
    show(
      try keys.rotate(name: name, grace: grace), name, arguments,
      note: "Keep it now: it is not shown again. The old key stays good for \(overlap ?? "24h").")
  }

  /// Prints a new key: the key alone on standard output, so that it can be put into a file.
  private static func show(
    _ key: KeyText, _ name: String, _ arguments: Arguments, note: String
  ) {
    guard arguments.has("json") else {
      Console.print(key.text)
      return Console.error(note)
    }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("name", name)
      writer.member("id", key.id)
      writer.member("key", key.text)
    }
    Console.print(writer.bytes)
  }

  private static func done(
    _ arguments: Arguments, _ name: String, _ outcome: String, _ text: String
  ) {
    guard arguments.has("json") else { return Console.print(text) }
    var writer = JSONWriter()
    writer.object { writer in
      writer.member("name", name)
      writer.member("outcome", outcome)
    }
    Console.print(writer.bytes)
  }

  /// A date as milliseconds since 1970, in the future.
  private static func end(_ text: String) throws -> Int64 {
    guard let seconds = try? Field.closeDate.stored(text) else {
      throw UsageError(
        message: "--expires is \(text.shortened()), expected a date such as 2027-12-31 or "
          + "2027-12-31T18:00:00Z")
    }
    guard seconds > SystemTime.wall / 1_000_000_000 else {
      throw UsageError(message: "--expires is \(text.shortened()), which is over")
    }
    return seconds * 1_000
  }

  /// A span of time such as `24h` in seconds.
  private static func seconds(_ text: String) throws -> Int64 {
    let units = [("min", 60), ("h", 3_600), ("d", 86_400), ("s", 1)]
    let found = units.first { text.hasSuffix($0.0) }
    guard let (unit, seconds) = found, let count = Int64(text.dropLast(unit.count)),
      (0...10_000).contains(count)
    else {
      throw UsageError(
        message: "--overlap is \(text.shortened()), expected a number and a unit such as 24h, "
          + "with s, min, h or d")
    }
    return count * Int64(seconds)
  }
}
