/// The options of a benchmark run.
struct BenchOptions {
  /// The numbers of listings.
  var counts = [1_000_000]
  /// The seed of the listings and of the queries.
  var seed: UInt64 = 1
  /// The folder for indexes, which are kept between runs.
  var directory = "indexes/bench"
  /// The number of runs of each query set.
  var repetitions = 11
  /// The file to append results to, as lines of JSON; nil for none.
  var results: String?
  /// Only rows whose name contains this.
  var only: String?
  /// Whether to rebuild the index, and time the build.
  var rebuilds = false
  var wantsHelp = false
  /// The folder of the published data for place accuracy; nil to measure speed.
  var places: String?

  static let help = """
    Times Plat on made-up listings, in process and on one thread.

    Usage: plat-bench [--count N[,N...]] [--seed N] [--dir DIR] [--repeat N] [--rebuild] [--only \
    TEXT] [--results FILE]
           plat-bench --places ../shared/data [--seed N]

      --count    listings; 1000000 unless said otherwise
      --seed     of the listings and the queries; 1
      --dir      where the indexes lie; indexes/bench
      --repeat   how often each set of queries is run; 11
      --rebuild  build the index anew and time that
      --only     measure the rows whose name contains this text
      --places   instead of speed: how often places and addresses of the published data in this \
    directory are found
      --results  add the numbers to this file, one JSON object a line
    """

  init(_ words: [String]) throws {
    var rest = words[...]
    func value(_ name: String) throws -> String {
      guard let value = rest.popFirst() else { throw BenchProblem("\(name) wants a value") }
      return value
    }
    func number(_ name: String) throws -> Int {
      let text = try value(name)
      guard let number = Int(text), number > 0 else {
        throw BenchProblem("\(name) is \(text), expected a whole number")
      }
      return number
    }
    while let word = rest.popFirst() {
      switch word {
      case "--count":
        counts = try value(word).split(separator: ",").map { text in
          guard let count = Int(text), count > 0 else {
            throw BenchProblem("--count holds \(text), expected numbers")
          }
          return count
        }
      case "--seed": seed = UInt64(try number(word))
      case "--dir": directory = try value(word)
      case "--repeat": repetitions = try number(word)
      case "--results": results = try value(word)
      case "--only": only = try value(word)
      case "--rebuild": rebuilds = true
      case "--places": places = try value(word)
      case "--help", "-h": wantsHelp = true
      default: throw BenchProblem("there is no option \(word); see --help")
      }
    }
  }
}

/// The reason why a benchmark cannot run.
struct BenchProblem: Error, CustomStringConvertible {
  let description: String

  init(_ description: String) { self.description = description }
}
