/// The golden help text of each verb.
enum CommandHelp {
  /// Every verb in the order of `plat --help`; nil for the program itself.
  static let verbs: [String?] = [
    nil, "sample", "build", "rollback", "upsert", "delete", "compact", "keys", "inspect", "search",
    "export",
    "tile", "comps", "backtest", "places", "serve",
  ]

  /// The file of a verb's help, relative to the repository's root.
  static func file(_ verb: String?) -> String {
    "Tests/PlatTests/Golden/help\(verb.map { "-" + $0 } ?? "").txt"
  }
}
