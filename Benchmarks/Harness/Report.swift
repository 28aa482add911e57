import Foundation

/// Collects rows, prints them as a table, and adds them to a file.
final class Report {
  /// One measured row.
  struct Row {
    let work: String
    let count: Int
    /// The unit: microseconds, milliseconds, seconds, bytes.
    let unit: String
    let values: [(name: String, value: Double)]
    let target: String
    let checksum: UInt64
  }

  private var rows: [Row] = []
  private let options: BenchOptions

  init(_ options: BenchOptions) { self.options = options }

  /// Adds a row and prints it.
  func add(_ row: Row) {
    rows.append(row)
    var line = row.work.padded(44) + String(row.count).leading(10) + "  "
    line +=
      row.values.map { "\($0.name) \(Self.short($0.value))" }.joined(separator: ", ")
      + " \(row.unit)"
    let text = line.padded(112) + (row.target.isEmpty ? "" : "to reach \(row.target)") + "\n"
    FileHandle.standardOutput.write(Data(text.utf8))
  }

  /// Adds the rows to the file of results.
  func save() throws {
    guard let path = options.results else { return }
    var text = ""
    for row in rows {
      let values = row.values.map { "\"\($0.name)\":\(Self.short($0.value))" }.joined(
        separator: ",")
      text += """
        {"work":"\(row.work)","listings":\(row.count),"unit":"\(row.unit)",\(values),\
        "toReach":"\(row.target)",\
        "checksum":\(row.checksum),"seed":\(options.seed),"repetitions":\(options.repetitions),\
        "machine":"\(Machine.name)"}\n
        """
    }
    let isThere = FileManager.default.fileExists(atPath: path)
    guard isThere || FileManager.default.createFile(atPath: path, contents: nil),
      let file = FileHandle(forWritingAtPath: path)
    else { throw BenchProblem("\(path) cannot be written") }
    try file.seekToEnd()
    try file.write(contentsOf: Data(text.utf8))
    try file.close()
  }

  /// Four significant digits.
  static func short(_ value: Double) -> String {
    let text = String(format: "%.4g", value)
    return text.contains("e") ? String(format: "%.0f", value) : text
  }
}

/// The machine of the measurements.
enum Machine {
  /// The processor's name and the number of processors.
  static let name: String = {
    let text = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let line = text.split(separator: "\n").first { $0.hasPrefix("model name") }
    let model = line.flatMap { $0.split(separator: ":").last }.map {
      $0.trimmingCharacters(in: .whitespaces)
    }
    return "\(model ?? "unknown"), \(ProcessInfo.processInfo.activeProcessorCount) processors"
  }()

  /// The peak memory of this process, in bytes.
  static var peakResidentBytes: Int {
    var usage = rusage()
    unsafe getrusage(0, &usage)
    return usage.ru_maxrss * 1024
  }

  /// The length of a file; 0 if it is missing.
  static func bytes(of path: String) -> Int {
    ((try? FileManager.default.attributesOfItem(atPath: path))?[.size] as? NSNumber)?.intValue ?? 0
  }

  /// Asks the system to drop a file's pages from its cache, so that the next reader waits for the
  /// disk; mapped pages stay.
  static func forget(_ path: String) throws {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw BenchProblem("\(path) cannot be read") }
    defer { close(file) }
    fdatasync(file)
    posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED)
  }
}

extension String {
  func padded(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
  func leading(_ width: Int) -> String {
    String(repeating: " ", count: max(0, width - count)) + self
  }
}
