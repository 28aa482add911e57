internal import PlatGeometry
public import PlatListings
internal import PlatSnapshot

/// Gathers listings and lays them out as the sections of a snapshot.
///
/// Listings come in any order; one whose key came before takes the earlier one's place. The order
/// in which keys first came is the input order of the cluster pass. The same listings in the same
/// order make the same bytes.
///
///     var builder = IndexBuilder()
///     let number = builder.add(listing)
///     var writer = try SnapshotWriter(path: path, changeNumber: 1)
///     try builder.write(to: &writer, options: ClusterOptions())
///     try writer.finish()
///
/// - Complexity: About 300 bytes of memory a listing while it gathers, as much again while it
///   writes.
public struct IndexBuilder {
  /// Adding a listing beyond the number that an index can hold.
  public struct Full: Error, Sendable, CustomStringConvertible {
    /// One sentence for people.
    public var description: String { "an index holds at most \(IndexLayout.rowLimit) listings" }
  }

  /// The fields that become columns of numbers.
  static let numberFields = Field.definitions.filter { $0.storage == .number }.map(\.field)
  /// The fields that become columns of codes.
  static let codeFields = Field.definitions.filter { $0.storage == .code }.map(\.field)

  var keys = DictionaryBuilder()
  var numbers = [[Int64]](repeating: [], count: numberFields.count)
  var codes = [[UInt32]](repeating: [], count: codeFields.count)
  var dictionaries = [DictionaryBuilder](repeating: DictionaryBuilder(), count: codeFields.count)
  /// When each record was last changed, by record number.
  var modifiedTimes: [Int64] = []
  /// The listing services of hidden records, which the columns do not have.
  var hiddenSources: [UInt32: [UInt8]] = [:]
  /// The records that have a number but become no rows.
  var hidden: Set<UInt32> = []

  /// Starts with no listings.
  public init() {}

  /// How many listings there are, without those that are hidden.
  public var count: Int { keys.texts.count - hidden.count }

  /// How many listings are hidden.
  public var hiddenCount: Int { hidden.count }

  /// How many of those that are not hidden have a position.
  public var located: Int { values(.longitude).reduce(0) { $0 + ($1 == Listing.missing ? 0 : 1) } }

  /// Adds a listing, or puts it in the place of the one that has its key.
  ///
  /// What the public may not see of it does not come into the snapshot: a hidden listing gets a
  /// record number and nothing else, one without an address is laid out without street and slug,
  /// its position rounded (``ListingDisplay/coarse(_:)``).
  ///
  /// - Parameters:
  ///   - listing: A listing that has a key.
  ///   - display: What of it the public may see.
  /// - Returns: The listing's record number, counted from 0 in the order in which keys first came,
  ///   and whether the key was there before.
  /// - Complexity: O(size of the listing), amortised; allocates nothing for texts that are known.
  public mutating func add(
    _ listing: borrowing Listing, display: ListingDisplay = .whole
  ) throws(Full) -> (record: Int, replaced: Bool) {
    let before = keys.texts.count
    guard before < IndexLayout.rowLimit else { throw Full() }
    let texts = listing.texts.span
    let record = Int(keys.code(texts.extracting(listing.textRanges[Field.listingKey.ordinal]))) - 1
    let replaced = record < before
    if display == .hidden {
      hidden.insert(UInt32(record))
    } else if !hidden.isEmpty {
      hidden.remove(UInt32(record))
    }
    for (column, field) in Self.numberFields.enumerated() {
      let value = Self.shown(listing.numbers[field.ordinal], field, display)
      if replaced { numbers[column][record] = value } else { numbers[column].append(value) }
    }
    for (column, field) in Self.codeFields.enumerated() {
      let isShown = display == .whole || Self.isShown(field, display)
      let code =
        isShown ? dictionaries[column].code(texts.extracting(listing.textRanges[field.ordinal])) : 0
      if replaced { codes[column][record] = code } else { codes[column].append(code) }
    }
    noteIdentity(of: record, listing, display, replaced: replaced)
    return (record, replaced)
  }

  /// Makes room for so many listings in all.
  ///
  /// A guess: more may come. Without it the columns and the table of keys are copied each time they
  /// double, into memory that the system has to bring.
  public mutating func reserve(_ listings: Int) {
    let listings = min(listings, Self.mostReserved)
    keys.reserve(listings)
    modifiedTimes.reserveCapacity(listings)
    for column in numbers.indices { numbers[column].reserveCapacity(listings) }
    for column in codes.indices { codes[column].reserveCapacity(listings) }
  }

  /// Room is made for no more listings than this at once: some gigabytes, of which only what is
  /// used takes memory.
  private static let mostReserved = 20_000_000

  private static func shown(_ value: Int64, _ field: Field, _ display: ListingDisplay) -> Int64 {
    switch display {
    case .whole: value
    case .hidden: Listing.missing
    case .withoutAddress:
      value != Listing.missing && coordinateFields.contains(field)
        ? ListingDisplay.coarse(value) : value
    }
  }

  private static func isShown(_ field: Field, _ display: ListingDisplay) -> Bool {
    display == .withoutAddress && !ListingDisplay.addressFields.contains(field)
  }

  /// The values of a number field by record number.
  func values(_ field: Field) -> [Int64] {
    Self.numberFields.firstIndex(of: field).map { numbers[$0] } ?? []
  }
}
