internal import Synchronization

/// One state of the listings: a snapshot's columns, and everything derived from them.
///
/// A generation never changes. Searchers, maps, estimators, places and decks are made from one, and
/// the rows in their answers belong to it (``ListingRow``). Work that spans several queries uses
/// one generation from start to end.
public final class Generation: Sendable {
  /// The listings as columns, and the indexes over them.
  public let index: ListingIndex
  /// Counts the generations of this process from 1.
  package let number: UInt32
  /// Values derived from this generation, each made once.
  package let attachments = Attachments()

  private static let count = Atomic<UInt32>(0)

  /// Makes a generation from an open index.
  public init(_ index: ListingIndex) {
    self.index = index
    number = Self.count.wrappingAdd(1, ordering: .relaxed).newValue
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
    guard row.generation == number, row.ordinal >= 0, Int(row.ordinal) < index.rows else {
      return nil
    }
    return Int(row.ordinal)
  }
}
