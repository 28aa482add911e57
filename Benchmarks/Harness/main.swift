// The benchmark: builds an index of synthetic listings and times the engine's queries on it, in
// process and on one thread. See `plat-bench --help`; Benchmarks/README.md explains the numbers.

import Foundation

do {
  let words = Array(CommandLine.arguments.dropFirst())
  let isDone = try PeersCommand.run(words)
  let options = try BenchOptions(isDone ? [] : words)
  if options.wantsHelp {
    print(BenchOptions.help + PeersCommand.help)
  } else if let data = options.places {
    try PlaceAccuracy(data: data, seed: options.seed).run()
  } else if !isDone {
    try Bench(options).run()
  }
} catch {
  FileHandle.standardError.write(Data("plat-bench: \(error)\n".utf8))
  exit(1)
}
