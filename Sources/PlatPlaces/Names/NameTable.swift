/// Distinct names, with a search for those within a few typing errors of a text.
///
/// Names are sorted by length, each with a mask of its symbols. A search visits the possible
/// lengths, skips names whose masks differ by too much (two instructions each), and measures the
/// rest. It misses no name within the distance: each typing error changes the length by at most
/// one, and the mask by one bit in each direction.
struct NameTable: Sendable {
  private var bytes: [UInt8] = []
  private var starts: [UInt32] = [0]
  private var masks: [UInt64] = []
  /// The first name of each length.
  private var lengthStarts: [Int] = []
  /// The caller's number of each name.
  private var numbers: [Int32] = []
  /// The index of each of the caller's numbers; -1 for a duplicate or empty name.
  private var placesOfNumbers: [Int32] = []
  private var exact: [[UInt8]: Int32] = [:]

  /// A name within a search's distance.
  struct Find {
    /// The caller's number of the name.
    let number: Int32
    let distance: Int
  }

  /// Makes a table of names in symbols (``NameSymbols``); a name's number is its index in the
  /// array.
  ///
  /// Of duplicates the first is kept.
  ///
  /// - Complexity: O(n log n) in the names.
  init(_ names: [[UInt8]]) {
    exact.reserveCapacity(names.count)
    var kept: [Int32] = []
    kept.reserveCapacity(names.count)
    for (number, name) in names.enumerated() where !name.isEmpty && exact[name] == nil {
      exact[name] = Int32(number)
      kept.append(Int32(number))
    }
    kept.sort { (names[Int($0)].count, $0) < (names[Int($1)].count, $1) }
    let longest = kept.last.map { names[Int($0)].count } ?? 0
    lengthStarts = [Int](repeating: kept.count, count: longest + 2)
    for (place, number) in kept.enumerated().reversed() {
      lengthStarts[names[Int(number)].count] = place
    }
    for length in stride(from: longest, through: 0, by: -1) {
      lengthStarts[length] = min(lengthStarts[length], lengthStarts[length + 1])
    }
    for number in kept {
      let name = names[Int(number)]
      bytes.append(contentsOf: name)
      starts.append(UInt32(bytes.count))
      masks.append(NameSymbols.mask(name.span))
    }
    numbers = kept
    placesOfNumbers = [Int32](repeating: -1, count: names.count)
    for (place, number) in kept.enumerated() { placesOfNumbers[Int(number)] = Int32(place) }
  }

  /// The number of names.
  var count: Int { numbers.count }

  /// The symbols of the name with a number; empty for an unknown number.
  func name(_ number: Int32) -> [UInt8] {
    guard number >= 0, Int(number) < placesOfNumbers.count, placesOfNumbers[Int(number)] >= 0 else {
      return []
    }
    let place = Int(placesOfNumbers[Int(number)])
    return Array(bytes[Int(starts[place])..<Int(starts[place + 1])])
  }

  /// The number of a name, or nil.
  func number(of name: [UInt8]) -> Int32? { exact[name] }

  /// All names within a distance of at least 1 of a text, including an equal name.
  ///
  /// - Complexity: O(names of similar length), a nanosecond each, and O(length) for each that
  ///   passes the masks.
  func names(within most: Int, of text: [UInt8]) -> [Find] {
    guard let pattern = EditPattern(text) else { return [] }
    let longest = lengthStarts.count - 2
    let low = max(1, text.count - most)
    let high = min(longest, text.count + most)
    guard low <= high else { return [] }
    let mask = NameSymbols.mask(text.span)
    var finds: [Find] = []
    let masks = masks.span
    let all = bytes.span
    for place in lengthStarts[low]..<lengthStarts[high + 1] {
      let other = masks[place]
      guard (mask & ~other).nonzeroBitCount <= most, (other & ~mask).nonzeroBitCount <= most else {
        continue
      }
      let distance = pattern.distance(
        to: all.extracting(Int(starts[place])..<Int(starts[place + 1])), atMost: most)
      if distance <= most { finds.append(Find(number: numbers[place], distance: distance)) }
    }
    return finds
  }

  /// The approximate memory, in bytes.
  var byteCount: Int {
    bytes.count * 2 + starts.count * 4 + masks.count * 8 + numbers.count * 4 + exact.count * 64
  }
}
