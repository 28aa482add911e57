/// The likelihood that a text is a misspelling of a name: the channel of a noisy-channel speller.
///
/// A cost is a negative natural logarithm. Source of the method: M. Kernighan, K. Church, W. Gale,
/// "A spelling correction program based on a noisy channel model", COLING 1990; the figures are set
/// on measurements (`docs/PLACES.md`).
enum TypingModel {
  /// The cost of turning a name into a text by the most likely errors; both in symbols.
  ///
  /// - Complexity: O(product of the lengths).
  static func cost(of text: [UInt8], from name: [UInt8]) -> Double {
    let width = text.count + 1
    var rows = [[Double]](repeating: [Double](repeating: 0, count: width), count: 3)
    for column in 1..<max(width, 2) where column < width {
      rows[0][column] =
        rows[0][column - 1]
        + insertion(text[column - 1], after: column > 1 ? text[column - 2] : nil)
    }
    for row in 1..<(name.count + 1) {
      let (now, before, earlier) = (row % 3, (row + 2) % 3, (row + 1) % 3)
      let symbol = name[row - 1]
      let isFirst = row == 1
      let removal = deletion(symbol, after: row > 1 ? name[row - 2] : nil, isFirst: isFirst)
      rows[now][0] = rows[before][0] + removal
      for column in 1..<max(width, 2) where column < width {
        let typed = text[column - 1]
        var best = rows[before][column] + removal
        best = min(
          best,
          rows[now][column - 1] + insertion(typed, after: column > 1 ? text[column - 2] : symbol))
        best = min(
          best,
          rows[before][column - 1]
            + (typed == symbol ? 0 : substitution(symbol, typed, isFirst: isFirst)))
        if row > 1, column > 1, typed == name[row - 2], text[column - 2] == symbol, typed != symbol
        {
          best = min(best, rows[earlier][column - 2] + exchange)
        }
        rows[now][column] = best
      }
    }
    return rows[name.count % 3][width - 1]
  }

  private static let exchange = 5.0

  private static func insertion(_ typed: UInt8, after previous: UInt8?) -> Double {
    if typed == 0 { return 4 }
    guard let previous else { return 8 }
    if typed == previous { return 4.5 }
    return isNear(typed, previous) ? 6 : 7
  }

  private static func deletion(_ symbol: UInt8, after previous: UInt8?, isFirst: Bool) -> Double {
    if symbol == 0 { return 3 }
    if isFirst { return 7 }
    return symbol == previous ? 4 : 5.5
  }

  private static func substitution(_ symbol: UInt8, _ typed: UInt8, isFirst: Bool) -> Double {
    if symbol == 0 || typed == 0 { return 7.5 }
    let base =
      isNear(symbol, typed) || (isVowel(symbol) && isVowel(typed)) || isAlike(symbol, typed)
      ? 5.5 : 7.5
    return isFirst ? base + 1 : base
  }

  private static func isVowel(_ symbol: UInt8) -> Bool { [1, 5, 9, 15, 21, 25].contains(symbol) }

  /// Letters that sound alike: c and k and s, s and z, f and v, g and j, m and n.
  private static func isAlike(_ a: UInt8, _ b: UInt8) -> Bool {
    let pair = (min(a, b), max(a, b))
    return [(3, 11), (3, 19), (19, 26), (6, 22), (7, 10), (13, 14), (2, 16), (4, 20)].contains {
      $0 == pair
    }
  }

  /// Whether two symbols are neighbors on a QWERTY keyboard.
  private static func isNear(_ a: UInt8, _ b: UInt8) -> Bool {
    a < 64 && b < 64 && neighbours[Int(a)] >> UInt64(b) & 1 == 1
  }

  private static let neighbours: [UInt64] = {
    var near = [UInt64](repeating: 0, count: 64)
    let rows = ["1234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm"].map {
      NameSymbols.symbols(Array($0.utf8))
    }
    func join(_ a: UInt8, _ b: UInt8) {
      near[Int(a)] |= 1 << UInt64(b)
      near[Int(b)] |= 1 << UInt64(a)
    }
    for (number, row) in rows.enumerated() {
      for place in row.indices {
        if place + 1 < row.count { join(row[place], row[place + 1]) }
        guard number + 1 < rows.count else { continue }
        let below = rows[number + 1]
        if place < below.count { join(row[place], below[place]) }
        if place > 0, place - 1 < below.count { join(row[place], below[place - 1]) }
      }
    }
    return near
  }()
}
