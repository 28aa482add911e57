internal import PlatSnapshot
internal import Synchronization

/// One state of the listings: a snapshot's columns, the listings that were written since, and
/// everything derived from them.
///
/// A generation is made of parts, each an index: the first is the snapshot's, the others hold what
/// was added later. Rows that were deleted or replaced stay in their part and are marked.
///
/// A generation never changes. Searchers, maps, estimators, places and decks are made from one, and
/// the rows in their answers belong to it (``ListingRow``). Work that spans several queries uses
/// one generation from start to end.
public final class Generation: Sendable {
  /// The index of the snapshot that later writes are laid over.
  package let base: ListingIndex
  /// The snapshot's listings, and behind them those that were added since, oldest first.
  package let parts: [GenerationPart]
  /// How many listings there are.
  public let count: Int
  /// Whether the snapshot's rows are all there is.
  package let isWhole: Bool
  /// The number of the last change that it holds.
  package let changeNumber: UInt64
  /// Counts the generations of this process from 1.
  package let number: UInt32
  /// Values derived from this generation, each made once.
  package let attachments = Attachments()

  private static let numbers = Atomic<UInt32>(0)

  /// Makes a generation from an open index.
  public convenience init(_ index: ListingIndex) { self.init(index, removed: RemovedRows()) }

  /// Makes a generation of a snapshot's index and what was written since.
  ///
  /// - Parameters:
  ///   - index: The snapshot's index.
  ///   - removed: Its rows that were deleted or replaced.
  ///   - added: Indexes of the listings that were added, each with its rows that are gone again.
  ///   - changeNumber: The number of the last change; the snapshot's where it is not given.
  package init(
    _ index: ListingIndex, removed: RemovedRows,
    added: [(index: ListingIndex, removed: RemovedRows)] = [], changeNumber: UInt64? = nil
  ) {
    base = index
    var parts = [GenerationPart(index: index, start: 0, removed: removed)]
    for part in added {
      let start = parts[parts.count - 1].end
      parts.append(GenerationPart(index: part.index, start: start, removed: part.removed))
    }
    self.parts = parts
    count = parts.reduce(0) { $0 + $1.count }
    isWhole = parts.count == 1 && removed.isEmpty
    self.changeNumber = changeNumber ?? index.snapshot.changeNumber
    number = Self.numbers.wrappingAdd(1, ordering: .relaxed).newValue
  }

  /// The listings as columns, and the indexes over them.
  ///
  /// - Precondition: The generation has no written parts (`isWhole`).
  public var index: ListingIndex {
    precondition(isWhole, "a generation with written parts has no single index")
    return base
  }

  /// The row with an ordinal.
  package func row(_ ordinal: Int) -> ListingRow { ListingRow(ordinal, of: number) }

  /// The rows with some ordinals, in their order.
  package func rows(_ ordinals: [Int]) -> [ListingRow] {
    ordinals.map { ListingRow($0, of: number) }
  }

  /// The rows with some ordinals, in their order.
  package func rows(_ ordinals: [UInt32]) -> [ListingRow] {
    ordinals.map { ListingRow(Int($0), of: number) }
  }

  /// The ordinal of a row; nil if the row belongs to another generation.
  package func ordinal(of row: ListingRow) -> Int? {
    guard row.generation == number, row.ordinal >= 0,
      Int(row.ordinal) < parts[parts.count - 1].end
    else { return nil }
    return Int(row.ordinal)
  }

  /// The place of the part that holds an ordinal; of the last one for numbers beyond.
  package func place(of ordinal: Int) -> Int {
    parts.firstIndex { ordinal < $0.end } ?? parts.count - 1
  }

  /// The ordinal of the listing with a key; nil where there is none.
  ///
  /// - Complexity: O(parts × log rows).
  package func ordinal(key: String) -> Int? {
    for part in parts {
      if let row = part.index.row(key: key), !part.removed.contains(row) { return part.start + row }
    }
    return nil
  }
}
