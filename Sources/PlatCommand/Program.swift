import PlatCommon

/// The program: its verbs and its help.
enum Program {
  /// The verbs, in the order of first use.
  static let commands: [Command] = [
    SampleCommand.command, BuildCommand.command, RollbackCommand.command, UpsertCommand.command,
    DeleteCommand.command, CompactCommand.command, KeysCommand.command, InspectCommand.command,
    SearchCommand.command, ExportCommand.command, TileCommand.command, CompsCommand.command,
    BacktestCommand.command,
    PlacesCommand.command,
    ServeCommand.command,
  ]

  /// Runs the program and returns its exit status: 0 success, 1 refused or failed, 2 wrong usage.
  static func run(_ arguments: [String]) -> Int32 {
    guard let verb = arguments.first else {
      Console.error(help)
      return 2
    }
    switch verb {
    case "--help", "-h", "help":
      guard arguments.count > 1 else {
        Console.print(help)
        return 0
      }
      guard let command = commands.first(where: { $0.name == arguments[1] }) else {
        return refuse(arguments[1])
      }
      Console.print(command.help)
      return 0
    case "--version", "-V", "version":
      Console.print("plat \(PlatVersion.current)")
      return 0
    default: break
    }
    guard let command = commands.first(where: { $0.name == verb }) else {
      return refuse(verb)
    }
    return command.run(Array(arguments.dropFirst()))
  }

  /// Reports an unknown verb, with the nearest known one.
  private static func refuse(_ verb: String) -> Int32 {
    let names = commands.map(\.name) + ["version", "--version", "--help"]
    let nearest = verb == "-v" ? "--version" : Spelling.nearest(to: verb, among: names)
    Console.problem(
      "plat: there is no verb \(verb.shortened())"
        + (nearest.map { "; did you mean \($0)?" } ?? "; see plat --help"))
    return 2
  }

  private static var help: String {
    var text = """
      plat: a search engine for real-estate listings

      Usage: plat VERB ...

      Verbs:

      """
    for command in commands {
      text += "  \(command.name.padding(to: 9))\(command.summary)\n"
    }
    text += """

      Start here:
        plat sample --count 42001 --seed 1 --out demo.ndjson
        plat build demo.ndjson --out indexes/demo
        plat search indexes/demo --for sale --city "palm springs" --min-beds 3 --max-price 900k \
      --sort price

      `plat VERB --help` explains a verb, `plat version` prints the version.
      Exit status: 0 done, 1 refused or failed, 2 wrong usage.
      """
    return text
  }
}
