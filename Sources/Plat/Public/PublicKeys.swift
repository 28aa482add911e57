internal import PlatListings

/// Keys of documents that the operator made public, in addition to the public fields of the
/// catalogue.
///
/// They are stored with the index until the next build sets others (`plat build --public`,
/// ``BuildOptions/publicKeys``). Names are compared ignoring case, blanks and signs.
public struct PublicKeys: Sendable, Equatable {
  /// The given names in order, without duplicates.
  public private(set) var names: [String] = []
  private var folded = FoldedNames([])

  /// Makes an empty set of keys.
  public init() {}

  /// Takes names.
  ///
  /// - Throws: ``ParameterError`` for the first name that cannot be public: one that says it is
  ///   private (`Field.isPrivate`), is blank, or has more than 96 letters.
  public init(_ names: [String]) throws(ParameterError) {
    for name in names {
      let folded = FoldedName(name)
      func refusal(_ expected: String) -> ParameterError {
        ParameterError("public", name, .badValue, expected: expected)
      }
      if folded.count == 0 { throw refusal("the name of a key") }
      if folded.isCut { throw refusal("a name of at most \(FoldedName.capacity) letters") }
      if Field.isPrivate(folded) {
        throw refusal(
          """
          a key that the public may see; names of this kind are private and never shown \
          (docs/FIELDS.md)
          """
        )
      }
    }
    self.init(trusted: names)
  }

  /// Takes names that were already checked.
  init(trusted names: [String]) {
    var seen: Set<[UInt8]> = []
    self.names = names.filter { seen.insert(Array(folded: $0)).inserted }
    folded = FoldedNames(self.names)
  }

  /// Reads one name a line; blank lines and lines that begin with `#` are skipped.
  ///
  /// - Throws: ``ParameterError``, as ``init(_:)``.
  public init(lines text: String) throws(ParameterError) { try self.init(Self.names(in: text)) }

  /// The names in a text, one a line; lines that begin with `#` are comments.
  public static func names(in text: String) -> [String] {
    text.split(whereSeparator: \.isNewline).compactMap { line in
      var name = line.drop { $0.isWhitespace }
      while name.last?.isWhitespace == true { name.removeLast() }
      return name.isEmpty || name.first == "#" ? nil : String(name)
    }
  }

  /// Whether a key was named.
  func contains(_ name: FoldedName) -> Bool { !names.isEmpty && folded.contains(name) }

  /// Whether both hold the same names in the same order.
  public static func == (left: PublicKeys, right: PublicKeys) -> Bool { left.names == right.names }

  /// The name of the record store's note that holds them.
  static let note = "publicKeys"
}
