/// The parts of a street's name: direction, name, suffix.
package struct StreetName: Sendable, Hashable {
  /// The name without direction and suffix, in symbols; never empty if the text has a name.
  let core: [UInt8]
  /// The number of the direction, from 1; 0 for none.
  package let direction: UInt8
  /// The number of the suffix, from 1; 0 for none.
  package let suffix: UInt8

  /// Splits a street's name into its parts: `N Palm Canyon Dr`, `E. Fifth Street`,
  /// `Avenida Montezuma`.
  package init(_ text: String) { self.init(PlaceText.words(text)[...]) }

  init(_ words: ArraySlice<PlaceText.Word>) {
    var rest = words.map(PlaceWords.text)[...]
    var direction: UInt8 = 0
    var suffix: UInt8 = 0
    if rest.count > 1, let last = rest.last.flatMap(StreetWords.direction) {
      // After a suffix, or at least after another name.
      if rest.count > 2 || StreetWords.suffix(rest[rest.startIndex]) == nil {
        direction = last
        rest = rest.dropLast()
      }
    }
    if rest.count > 1, let last = rest.last.flatMap(StreetWords.suffix) {
      // A name that is itself a direction keeps it: North Avenue, West Street.
      suffix = last
      rest = rest.dropLast()
    }
    if direction == 0, rest.count > 1, let first = rest.first.flatMap(StreetWords.direction) {
      direction = first
      rest = rest.dropFirst()
    }
    var name: [UInt8] = []
    for (place, word) in zip(rest.indices, rest) {
      if !name.isEmpty { name.append(0x20) }
      name.append(contentsOf: StreetWords.canonical(word, isLast: place == rest.endIndex - 1).utf8)
    }
    core = NameSymbols.symbols(name)
    self.direction = direction
    self.suffix = suffix
  }

  /// Other readings of a name with typing errors at its end, with their costs: a misspelled suffix
  /// as last word, or a suffix joined to the name.
  var variants: [(street: StreetName, cost: Double)] {
    guard suffix == 0 else { return [] }
    var found: [(street: StreetName, cost: Double)] = []
    if let blank = core.lastIndex(of: 0), blank > 0,
      StreetWords.isNearlySuffix(Array(core[(blank + 1)...]))
    {
      found.append((StreetName(core: Array(core[..<blank]), direction: direction, suffix: 0), 4))
    }
    for length in 2...4 where core.count >= length + 3 {
      let end = core.suffix(length).map { $0 == 0 ? " " : String(UnicodeScalar($0 + 0x60)) }
        .joined()
      if let suffix = StreetWords.suffix(end), !core.suffix(length + 1).contains(0) {
        found.append(
          (StreetName(core: Array(core.dropLast(length)), direction: direction, suffix: suffix), 4))
      }
    }
    return found
  }

  private init(core: [UInt8], direction: UInt8, suffix: UInt8) {
    self.core = core
    self.direction = direction
    self.suffix = suffix
  }

  /// The number of a direction, such as `N` or `North`; 0 for any other text.
  package static func direction(_ text: String) -> UInt8 {
    StreetWords.direction(text.lowercased()) ?? 0
  }

  /// The number of a suffix, such as `Dr` or `Drive`; 0 for any other text.
  package static func suffix(_ text: String) -> UInt8 {
    StreetWords.suffix(String(text.lowercased().filter { $0 != "." && $0 != " " })) ?? 0
  }

  /// The cost of the differences in direction and suffix alone.
  package func cost(direction other: UInt8, suffix otherSuffix: UInt8) -> Double {
    var cost = 0.0
    if direction != other { cost += direction == 0 || other == 0 ? 0.7 : 5 }
    if suffix != otherSuffix { cost += suffix == 0 || otherSuffix == 0 ? 0.3 : 4 }
    return cost
  }
}

/// Distinct street names, with a search for those that a text may mean.
package struct StreetTable: Sendable {
  private let table: NameTable
  private let owners: [[Int32]]

  /// A street that a text may mean.
  package struct Find: Sendable {
    /// The street's index in the array that the table was made from.
    package let number: Int
    /// The number of typing errors.
    package let edits: Int
    /// The cost of these errors (natural logarithm).
    package let cost: Double
  }

  /// Makes a table of streets; several may share a core name.
  ///
  /// - Complexity: O(n log n).
  package init(_ streets: [StreetName]) {
    var numbers: [[UInt8]: Int] = [:]
    var names: [[UInt8]] = []
    var owners: [[Int32]] = []
    for (place, street) in streets.enumerated() where !street.core.isEmpty {
      if let known = numbers[street.core] {
        owners[known].append(Int32(place))
      } else {
        numbers[street.core] = names.count
        names.append(street.core)
        owners.append([Int32(place)])
      }
    }
    table = NameTable(names)
    self.owners = owners
  }

  /// The streets with the same core name, or with one some typing errors away; the nearest first.
  ///
  /// - Complexity: O(names of similar length).
  package func streets(like street: StreetName, allowsErrors: Bool, limit: Int = 6) -> [Find] {
    if !allowsErrors {
      return (table.number(of: street.core).map { owners[Int($0)] } ?? []).map {
        Find(number: Int($0), edits: 0, cost: 0)
      }
    }
    var costs: [Int32: (edits: Int, cost: Double)] = [:]
    func take(_ core: [UInt8], _ cost: Double, including exact: Bool) {
      let most = NameModel.edits(length: core.count)
      if most == 0, exact, let number = table.number(of: core) { costs[number] = (1, cost) }
      guard most > 0 else { return }
      for find in table.names(within: min(most, 2), of: core) where exact || find.distance > 0 {
        let own =
          cost
          + (find.distance == 0 ? 0 : TypingModel.cost(of: core, from: table.name(find.number)))
        if let known = costs[find.number], known.cost <= own { continue }
        costs[find.number] = (find.distance + (exact ? 1 : 0), own)
      }
    }
    take(street.core, 0, including: false)
    for variant in street.variants { take(variant.street.core, variant.cost, including: true) }
    let sorted = costs.sorted { ($0.value.cost, $0.key) < ($1.value.cost, $1.key) }
    return sorted.prefix(limit).flatMap { number, find in
      owners[Int(number)].map { Find(number: Int($0), edits: find.edits, cost: find.cost) }
    }
  }

  /// The approximate memory, in bytes.
  package var byteCount: Int { table.byteCount + owners.count * 40 }
}
