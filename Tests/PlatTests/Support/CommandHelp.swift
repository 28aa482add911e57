/// The help of each verb, as it is kept.
enum CommandHelp {
  /// Every verb in the order of `plat --help`; nil stands for the program itself.
  static let verbs: [String?] = [
    nil, "sample", "build", "rollback", "inspect", "search", "tile", "comps", "backtest", "places",
    "serve",
  ]

  /// The file of a verb's help, named from the root of the repository.
  static func file(_ verb: String?) -> String {
    "Tests/PlatTests/Golden/help\(verb.map { "-" + $0 } ?? "").txt"
  }
}
