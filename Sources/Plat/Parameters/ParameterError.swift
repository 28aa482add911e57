public import PlatCommon

/// A parameter that cannot be: which one, what its value is, and what was expected.
public struct ParameterError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Reason: Equatable, Sendable {
    /// There is no such parameter; perhaps another was meant.
    case unknown(nearest: String?)
    /// The value is not one that the parameter takes.
    case badValue
    /// The parameter was given more than once.
    case repeated
    /// The parameter has no meaning without another one, or with it.
    case conflict
    /// The parameter must be given.
    case missing
    /// The check of the value was ended before it was complete: its `WorkLimit` passed, or nobody
    /// waits for it.
    case ended(WorkEnded)
  }

  /// The parameter's name.
  public let parameter: String
  /// Its value, shortened.
  public let value: String
  /// What is wrong.
  public let reason: Reason
  /// What was expected, in words.
  public let expected: String

  init(_ parameter: String, _ value: String, _ reason: Reason, expected: String) {
    self.parameter = parameter.shortened()
    self.value = value.shortened()
    self.reason = reason
    self.expected = expected
  }

  /// One sentence for people.
  public var description: String {
    switch reason {
    case .unknown(let nearest):
      "there is no parameter \(parameter)"
        + (nearest.map { "; did you mean \($0)?" } ?? "; expected \(expected)")
    case .badValue: "\(parameter) is \"\(value)\", expected \(expected)"
    case .repeated: "\(parameter) is given more than once, expected \(expected)"
    case .conflict: "\(parameter) cannot be used so: expected \(expected)"
    case .missing: "\(parameter) is missing, expected \(expected)"
    case .ended(.deadline):
      "the check of \(parameter) took too long and was ended; make it simpler, or ask again"
    case .ended(.cancelled): "the check of \(parameter) was cancelled"
    }
  }

  /// The error of a name that no parameter has, with the nearest one that is.
  static func unknown(_ name: String, among names: [String]) -> ParameterError {
    let typed = name.shortened(to: 256)
    let distances = names.map { ($0, EditDistance.between($0.lowercased(), typed.lowercased())) }
    let nearest = distances.min { $0.1 < $1.1 }
    return ParameterError(
      name, "",
      .unknown(
        nearest: nearest.flatMap { $0.1 <= max(2, typed.unicodeScalars.count / 3) ? $0.0 : nil }),
      expected: "one of " + names.joined(separator: ", "))
  }
}

/// How far two words are apart.
public enum EditDistance {
  /// The least number of insertions, deletions, replacements and swaps of neighbours that make one
  /// word of the other.
  ///
  /// Words longer than 64 characters are cut there. Source: the restricted Damerau-Levenshtein
  /// distance; F. Damerau, "A technique for computer detection and correction of spelling errors"
  /// (CACM 7, 1964).
  public static func between(_ first: String, _ second: String) -> Int {
    let a = Array(first.unicodeScalars.prefix(64))
    let b = Array(second.unicodeScalars.prefix(64))
    var beforeLast = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1]
      row.reserveCapacity(b.count + 1)
      for j in b.indices {
        var best = min(row[j] + 1, last[j + 1] + 1, last[j] + (a[i] == b[j] ? 0 : 1))
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      beforeLast = last
      last = row
    }
    return last[b.count]
  }
}
