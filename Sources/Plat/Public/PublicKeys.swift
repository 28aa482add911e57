internal import PlatListings

/// Keys of documents that the operator named as public, beside the public fields of the catalogue.
///
/// They are kept with the index until the next build names others (`plat build --public`,
/// ``BuildOptions/publicKeys``). Names are compared without case, blanks and signs.
public struct PublicKeys: Sendable, Equatable {
  /// The names as they were given, each once, in their order.
  public private(set) var names: [String] = []
  private var folded = FoldedNames([])

  /// No keys.
  public init() {}

  /// Takes names.
  ///
  /// - Throws: ``ParameterError`` about the first name that cannot be public: one that says it is
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
          "a key that the public may see; names of this kind are private and never shown (docs/FIELDS.md)"
        )
      }
    }
    self.init(trusted: names)
  }

  /// Takes names that were checked before.
  init(trusted names: [String]) {
    var seen: Set<[UInt8]> = []
    self.names = names.filter { seen.insert(Array(folded: $0)).inserted }
    folded = FoldedNames(self.names)
  }

  /// Reads names, one a line; blank lines and what stands behind `#` at the start of a line do not
  /// count.
  ///
  /// - Throws: ``ParameterError``, as ``init(_:)``.
  public init(lines text: String) throws(ParameterError) { try self.init(Self.names(in: text)) }

  /// The names in a text with one a line; lines that begin with `#` are comments.
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

  /// The name of the note that keeps them in the record store.
  static let note = "publicKeys"
}
