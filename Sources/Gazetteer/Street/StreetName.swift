/// A street's name in its parts: direction, name, suffix.
public struct StreetName: Sendable, Hashable {
  /// The name without direction and suffix, in symbols; never empty where the text holds a name.
  let core: [UInt8]
  /// The number of the direction, from 1; 0 for none.
  public let direction: UInt8
  /// The number of the suffix, from 1; 0 for none.
  public let suffix: UInt8

  /// Takes a street's name apart: `N Palm Canyon Dr`, `E. Fifth Street`, `Avenida Montezuma`.
  public init(_ text: String) { self.init(PlaceText.words(text)[...]) }

  init(_ words: ArraySlice<PlaceText.Word>) {
    var rest = words.map(PlaceWords.text)[...]
    var direction: UInt8 = 0
    var suffix: UInt8 = 0
    if rest.count > 1, let last = rest.last.flatMap(StreetWords.direction) {
      // Behind a suffix, or at least behind a name of its own.
      if rest.count > 2 || StreetWords.suffix(rest[rest.startIndex]) == nil {
        direction = last
        rest = rest.dropLast()
      }
    }
    if rest.count > 1, let last = rest.last.flatMap(StreetWords.suffix) {
      // A name that is a direction keeps it: North Avenue, West Street.
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

  /// The number of a direction's word, such as `N` or `North`; 0 for any other text.
  public static func direction(_ text: String) -> UInt8 { StreetWords.direction(text.lowercased()) ?? 0 }

  /// The number of a suffix's word, such as `Dr` or `Drive`; 0 for any other text.
  public static func suffix(_ text: String) -> UInt8 {
    StreetWords.suffix(String(text.lowercased().filter { $0 != "." && $0 != " " })) ?? 0
  }

  /// What it costs that a street is called this one, by direction and suffix alone.
  public func cost(direction other: UInt8, suffix otherSuffix: UInt8) -> Double {
    var cost = 0.0
    if direction != other { cost += direction == 0 || other == 0 ? 0.7 : 5 }
    if suffix != otherSuffix { cost += suffix == 0 || otherSuffix == 0 ? 0.3 : 4 }
    return cost
  }
}

/// Distinct street names, and which of them a text may mean.
public struct StreetTable: Sendable {
  private let table: NameTable
  private let owners: [[Int32]]

  /// A street that a text may mean.
  public struct Find: Sendable {
    /// The street's place in the array that the table was made of.
    public let number: Int
    /// The typing errors between.
    public let edits: Int
    /// What these cost (natural logarithm).
    public let cost: Double
  }

  /// Takes streets; several may share a core name.
  ///
  /// - Complexity: O(n log n).
  public init(_ streets: [StreetName]) {
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

  /// The streets whose core name is that of another, or some typing errors away; the nearest first.
  ///
  /// - Complexity: O(names of about that length).
  public func streets(like street: StreetName, allowsErrors: Bool, limit: Int = 6) -> [Find] {
    if !allowsErrors {
      return (table.number(of: street.core).map { owners[Int($0)] } ?? []).map {
        Find(number: Int($0), edits: 0, cost: 0)
      }
    }
    let most = Model.edits(length: street.core.count)
    guard most > 0 else { return [] }
    let finds = table.names(within: min(most, 2), of: street.core).filter { $0.distance > 0 }
      .map { (find: $0, cost: TypingModel.cost(of: street.core, from: table.name($0.number))) }
      .sorted { ($0.cost, $0.find.number) < ($1.cost, $1.find.number) }
    return finds.prefix(limit).flatMap { find in
      owners[Int(find.find.number)].map { Find(number: Int($0), edits: find.find.distance, cost: find.cost) }
    }
  }

  /// About how many bytes the table takes.
  public var byteCount: Int { table.byteCount + owners.count * 40 }
}
