internal import PlatGeometry
public import PlatListings
internal import PlatSnapshot

/// Collects listings and writes them as the sections of a snapshot.
///
/// Listings come in any order; a listing with a known key replaces the earlier one. The order in
/// which keys first came is the input order of the cluster pass. The same listings in the same
/// order produce the same bytes.
///
///     var builder = IndexBuilder()
///     let number = builder.add(listing)
///     var writer = try SnapshotWriter(path: path, changeNumber: 1)
///     try builder.write(to: &writer, options: ClusterOptions())
///     try writer.finish()
///
/// - Complexity: About 300 bytes of memory a listing while it collects, and as much again while it
///   writes.
public struct IndexBuilder {
  /// The error for a listing beyond an index's maximum.
  public struct Full: Error, Sendable, CustomStringConvertible {
    /// One sentence for people.
    public var description: String { "an index holds at most \(IndexLayout.rowLimit) listings" }
  }

  /// The fields stored as columns of numbers.
  static let numberFields = Field.definitions.filter { $0.storage == .number }.map(\.field)
  /// The fields stored as columns of codes.
  static let codeFields = Field.definitions.filter { $0.storage == .code }.map(\.field)

  var keys = DictionaryBuilder()
  var numbers = [[Int64]](repeating: [], count: numberFields.count)
  var codes = [[UInt32]](repeating: [], count: codeFields.count)
  var dictionaries = [DictionaryBuilder](repeating: DictionaryBuilder(), count: codeFields.count)
  /// The modification time of each record, by record number.
  var modifiedTimes: [Int64] = []
  /// The listing services of hidden records, which the columns do not store.
  var hiddenSources: [UInt32: [UInt8]] = [:]
  /// The records that have a number but no row.
  var hidden: Set<UInt32> = []
  /// Fields whose column is written even where no listing has a value.
  var keptFields: Set<Field> = []
  /// The numbers of the records in the record store, where they are not the order of adding.
  package var storeNumbers: [UInt32] = []

  /// Starts with no listings.
  public init() {}

  /// The number of listings, without hidden ones.
  public var count: Int { keys.texts.count - hidden.count }

  /// The number of hidden listings.
  public var hiddenCount: Int { hidden.count }

  /// The number of listings with a position, without hidden ones.
  public var located: Int { values(.longitude).reduce(0) { $0 + ($1 == Listing.missing ? 0 : 1) } }

  /// Adds a listing, or replaces the one with its key.
  ///
  /// Data that the public may not see does not enter the snapshot: a hidden listing only gets a
  /// record number; one without an address is written without street and slug, and its position is
  /// rounded (``ListingDisplay/coarse(_:)``).
  ///
  /// - Parameters:
  ///   - listing: A listing that has a key.
  ///   - display: The parts of the listing that the public may see.
  /// - Returns: The listing's record number, counted from 0 in the order in which keys first came,
  ///   and whether the key was known before.
  /// - Complexity: O(size of the listing), amortised; allocates nothing for known texts.
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

  /// Reserves room for a total number of listings.
  ///
  /// The number is a guess: more may come. Without it the columns and the key table are copied each
  /// time they double, into memory that the system has to provide.
  public mutating func reserve(_ listings: Int) {
    let listings = min(listings, Self.mostReserved)
    keys.reserve(listings)
    modifiedTimes.reserveCapacity(listings)
    for column in numbers.indices { numbers[column].reserveCapacity(listings) }
    for column in codes.indices { codes[column].reserveCapacity(listings) }
  }

  /// The maximum number of listings to reserve room for at once: a few gigabytes, of which only the
  /// used part takes memory.
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
