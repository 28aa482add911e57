import Foundation
import Synchronization

/// Plat as one of the peers: reads commands on standard input, and writes the time of each query to
/// standard output.
///
/// `Benchmarks/Peers/README.md` describes the protocol.
struct PeersDriver {
  private let index: String
  private let directory: String
  /// Nil only while its files are closed.
  private var answers: PeersAnswers?
  private var queries: [PeerWork: [PeerQuery]] = [:]

  init(index: String, directory: String) throws {
    self.index = index
    self.directory = directory
    answers = try PeersAnswers(index: index, directory: directory)
    let text = try String(contentsOfFile: directory + "/queries.csv", encoding: .utf8)
    for line in text.split(separator: "\n").dropFirst() {
      let query = try PeerQuery(line: line)
      queries[query.work, default: []].append(query)
    }
  }

  /// Answers until standard input ends.
  mutating func run(began: UInt64) throws {
    let works = PeerWork.allCases.filter { queries[$0] != nil }.map { "\"\($0.rawValue)\":\"\"" }
    say(
      """
      {"ready":true,"peer":"plat","version":"this commit","client":"in process, \
      Swift","settings":"none","loadSeconds":\
      \(Double(Timing.now() - began) / 1e9),"bytes":\(answers?.fileBytes ?? 0),\
      "resident":\(Machine.peakResidentBytes),"clients":true,\
      "files":true,"works":{\(works.joined(separator: ","))}}
      """)
    while let line = readLine() {
      let words = line.split(separator: " ").map(String.init)
      guard words.count > 2, let work = PeerWork(rawValue: words[1]), let all = queries[work] else {
        if line == "quit" { return }
        throw BenchProblem(
          "\(line) is no command, expected check, run, clients or open, and a work")
      }
      let numbers = words.dropFirst(2).compactMap(Int.init)
      let asked = Array(all.prefix(numbers.first ?? 1))
      switch (words[0], numbers.count) {
      case ("check", 1): try check(work, asked)
      case ("run", 1): try run(work, asked)
      case ("clients", 3): try clients(work, asked, threads: numbers[1], times: numbers[2])
      case ("open", 0): try open(work, asked, isCold: words[2] == "cold")
      default:
        throw BenchProblem(
          "\(line) is no command, expected check, run, clients or open, and a work")
      }
    }
  }

  private func check(_ work: PeerWork, _ asked: [PeerQuery]) throws {
    let answer = try answerer(work, asked)
    let answers = try asked.indices.map { try answer($0, true) }
    say("{\"hits\":\(answers.map(\.hits)),\"sums\":\(answers.map(\.sum))}")
  }

  private func run(_ work: PeerWork, _ asked: [PeerQuery]) throws {
    let answer = try answerer(work, asked)
    var sink = 0
    var spent: [UInt64] = []
    spent.reserveCapacity(asked.count)
    for index in asked.indices {
      let began = Timing.now()
      sink &+= try answer(index, false).hits
      spent.append(Timing.now() - began)
    }
    say("{\"ns\":\(spent),\"sink\":\(sink)}")
  }

  /// Runs all queries `times` times on each of several threads, over one open database.
  private func clients(_ work: PeerWork, _ asked: [PeerQuery], threads: Int, times: Int) throws {
    let spans = Mutex<[(UInt64, UInt64)]>([])
    let this = self
    DispatchQueue.concurrentPerform(iterations: threads) { thread in
      guard let answer = try? this.answerer(work, asked) else { return }
      let start = thread * asked.count / threads
      var sink = 0
      let began = Timing.now()
      for _ in 0..<times {
        for place in asked.indices {
          sink &+= (try? answer((place + start) % asked.count, false).hits) ?? 0
        }
      }
      let ended = Timing.now() + (sink == .min ? 1 : 0)
      spans.withLock { $0.append((began, ended)) }
    }
    let all = spans.withLock { $0 }
    guard all.count == threads, let first = all.map(\.0).min(), let last = all.map(\.1).max() else {
      throw BenchProblem("\(work.rawValue) is not answered on \(threads) threads")
    }
    say("{\"seconds\":\(Double(last - first) / 1e9)}")
  }

  /// Closes the files and opens them again, for the first query; if `isCold`, their pages leave the
  /// page cache in between.
  private mutating func open(_ work: PeerWork, _ asked: [PeerQuery], isCold: Bool) throws {
    let snapshot = answers?.path
    answers = nil
    if isCold, let snapshot { try Machine.forget(snapshot) }
    let began = Timing.now()
    answers = try PeersAnswers(index: index, directory: directory)
    let hits = try answerer(work, Array(asked.prefix(1)))(0, false).hits
    say("{\"ns\":\(Timing.now() - began),\"hits\":\(hits)}")
  }

  private func answerer(_ work: PeerWork, _ asked: [PeerQuery]) throws -> PeersAnswers.Answering {
    guard let answers else { throw BenchProblem("the index is not open") }
    return try answers.answerer(work, asked)
  }

  private func say(_ line: String) { FileHandle.standardOutput.write(Data((line + "\n").utf8)) }
}
