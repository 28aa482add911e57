internal import PlatCommon
public import PlatGeometry
internal import PlatKernels
public import PlatListings
public import PlatSnapshot
internal import Synchronization

/// A listings index, open for reading: the columns, the tree, the pyramid and the orders of one
/// snapshot.
///
/// Opening finds the sections and checks that they are consistent; it reads no rows. An index never
/// changes and may be used by any number of threads at once.
///
/// A row is a listing's number in the index's row order, from 0. Rows `0 ..< located` have a
/// position; the others follow.
@safe
public final class ListingIndex: Sendable {
  /// The snapshot that holds the index.
  public let snapshot: Snapshot
  /// The number of listings.
  public let rows: Int
  /// The number of listings with a position.
  public let located: Int
  /// The number of blocks of 64 rows.
  public let blocks: Int
  /// The longitude of each row in steps of 1e-7 degree; meaningless from ``located`` on.
  public let longitudes: MappedColumn<Int32>
  /// The latitude of each row in steps of 1e-7 degree; meaningless from ``located`` on.
  public let latitudes: MappedColumn<Int32>
  /// The listing key of each row.
  public let keys: KeyTable
  /// The numbers of listings in the ids of a map.
  public let listingNumbers: ListingNumbers
  /// The rank of each row's key among all keys.
  public let keyRanks: MappedColumn<UInt32>
  /// The rows in ascending key order.
  public let keyOrder: MappedColumn<UInt32>
  /// The record number of each row in the record store.
  public let recordNumbers: MappedColumn<UInt32>
  /// The date for sorting listings (``ListedDate``).
  public let listedDate: NumberColumn
  /// The clusters of every zoom.
  public let pyramid: ClusterPyramid

  private let numberColumns: [NumberColumn?]
  private let codeColumns: [CodeColumn?]
  private let orders: [MappedColumn<UInt32>]
  /// The nodes of the packed tree, 64 numbers each: sixteen wests, souths, easts and norths.
  public let treeNodes: MappedColumn<Int32>
  /// The first node of each level of the tree, from the level of the blocks up, then the number of
  /// nodes.
  public let treeLevels: [Int]
  /// The tree as the kernels see it; `treeNodes` keeps it alive.
  nonisolated(unsafe) let tree: plat_tree
  /// Buffers of finished queries for reuse, and the totals that those queries read.
  let finished = Mutex(FinishedSelections())
  /// Summaries of clusters, made when a map first needs them.
  let knownSums = Once<ClusterSums>()
  /// The memory of released masks, for reuse.
  let spareMasks = Mutex<[MaskMemory]>([])

  /// Finds the sections of an index in a snapshot.
  ///
  /// - Throws: A `SnapshotError` for the section that is missing or inconsistent.
  /// - Complexity: O(number of sections).
  public init(_ snapshot: Snapshot) throws(SnapshotError) {
    self.snapshot = snapshot
    let header = try snapshot.column(IndexLayout.header, of: UInt64.self)
    func refuse(_ section: String, _ reason: String) -> SnapshotError {
      SnapshotError(.inconsistentSections, path: snapshot.path, section: section, reason: reason)
    }
    guard header.count == 3, header[0] == IndexLayout.version else {
      throw refuse(
        IndexLayout.header,
        """
        the layout is version \(header[0, default: 0]), expected \(IndexLayout.version); \
        build the index again
        """
      )
    }
    guard let rows = header[1].flatMap({ Int(exactly: $0) }), rows <= IndexLayout.rowLimit,
      let located = header[2].flatMap({ Int(exactly: $0) }), located <= rows
    else { throw refuse(IndexLayout.header, "the row counts are invalid") }
    self.rows = rows
    self.located = located
    blocks = (rows + IndexLayout.blockRows - 1) / IndexLayout.blockRows

    func column<T: ColumnElement>(_ name: String) throws(SnapshotError) -> MappedColumn<T> {
      let column = try snapshot.column(name, of: T.self)
      guard column.count == rows else {
        throw refuse(name, "\(column.count) elements for \(rows) rows")
      }
      return column
    }
    longitudes = try column(IndexLayout.longitudes)
    latitudes = try column(IndexLayout.latitudes)
    keyRanks = try column(IndexLayout.keyRanks)
    keyOrder = try column(IndexLayout.keyOrder)
    recordNumbers = try column(IndexLayout.recordNumbers)
    keys = try KeyTable(rows: rows, in: snapshot)
    listingNumbers = try ListingNumbers(keys, rows: rows, in: snapshot)
    listedDate = try NumberColumn(IndexLayout.listedDate, rows: rows, in: snapshot)

    var orders: [MappedColumn<UInt32>] = []
    for sort in SortOrder.stored { orders.append(try column(IndexLayout.order(sort.name))) }
    self.orders = orders
    var numbers = [NumberColumn?](repeating: nil, count: Field.allCases.count)
    for field in IndexBuilder.numberFields where !IndexBuilder.coordinateFields.contains(field) {
      numbers[field.ordinal] = try NumberColumn(field.key, rows: rows, in: snapshot)
    }
    numberColumns = numbers
    var codes = [CodeColumn?](repeating: nil, count: Field.allCases.count)
    for field in IndexBuilder.codeFields {
      let isLeftOut =
        IndexBuilder.rareFields.contains(field) && !StringTable.isThere(field.key, in: snapshot)
      codes[field.ordinal] =
        isLeftOut
        ? try CodeColumn(missing: field.key, rows: rows, path: snapshot.path)
        : try CodeColumn(field.key, rows: rows, in: snapshot)
    }
    codeColumns = codes
    treeNodes = try snapshot.column(IndexLayout.treeNodes, of: Int32.self)
    treeLevels = PackedTree.levelStarts(
      blocks: (located + IndexLayout.blockRows - 1) / IndexLayout.blockRows)
    unsafe tree = try PackedTree.view(
      of: treeNodes, blocks: (located + IndexLayout.blockRows - 1) / IndexLayout.blockRows,
      section: IndexLayout.treeNodes, path: snapshot.path)
    pyramid = try ClusterPyramid(
      in: snapshot, rows: rows, located: located,
      treeNodes: treeNodes.count / PackedTree.nodeNumbers)
  }

  /// The number of blocks that have rows with a position.
  public var locatedBlocks: Int { (located + IndexLayout.blockRows - 1) / IndexLayout.blockRows }

  /// The rows of a block that have a position, as bits.
  package func locatedRows(ofBlock block: Int) -> UInt64 {
    let count = located - block * IndexLayout.blockRows
    if count >= IndexLayout.blockRows { return ~0 }
    return count > 0 ? (1 << UInt64(count)) &- 1 : 0
  }

  /// The column of a number, date or flag field; nil if the field has none.
  public func numbers(_ field: Field) -> NumberColumn? { numberColumns[field.ordinal] }

  /// The column of a text field; nil if the field has none.
  public func codes(_ field: Field) -> CodeColumn? { codeColumns[field.ordinal] }

  /// The rows in a secondary order; nil if the order is not stored.
  ///
  /// Row numbers of a damaged file may be anything: check them.
  public func order(_ sort: SortOrder) -> MappedColumn<UInt32>? {
    SortOrder.stored.firstIndex(of: sort).map { orders[$0] }
  }

  /// The box around the positions of a block's rows; empty for a block without any.
  public func box(block: Int) -> Box {
    guard block >= 0, block < blocks, block * IndexLayout.blockRows < located else { return .empty }
    let node = block / PackedTree.fanOut * PackedTree.nodeNumbers + block % PackedTree.fanOut
    func side(_ number: Int) -> Int32 { treeNodes[node + number * PackedTree.fanOut, default: 0] }
    return Box(west: side(0), south: side(1), east: side(2), north: side(3))
  }

  /// The position of a row, or nil if it has none.
  public func position(_ row: Int) -> Coordinate? {
    guard row >= 0, row < located, let longitude = longitudes[row], let latitude = latitudes[row]
    else { return nil }
    return Coordinate(longitude: longitude, latitude: latitude)
  }

  /// The row of a listing key, or nil if no listing has it.
  ///
  /// - Complexity: O(log rows).
  public func row(key: String) -> Int? {
    let (rank, found) = rank(key: key)
    guard found, let row = keyOrder[rank], row < rows else { return nil }
    return Int(row)
  }

  /// How many listing keys sort before a key, and whether a listing has it.
  ///
  /// - Complexity: O(log rows).
  public func rank(key: String) -> (rank: Int, found: Bool) {
    var key = key
    let keys = keys
    return key.withUTF8 { utf8 in
      let wanted = unsafe Span(_unsafeElements: utf8)
      var low = 0
      var high = rows
      while low < high {
        let middle = (low + high) / 2
        if KeySort.precedes(keys.bytes(at: Int(keyOrder[middle, default: 0])), wanted) {
          low = middle + 1
        } else {
          high = middle
        }
      }
      guard low < rows else { return (low, false) }
      return (low, !KeySort.precedes(wanted, keys.bytes(at: Int(keyOrder[low, default: 0]))))
    }
  }

  /// The box around all positions.
  public var bounds: Box {
    var box = Box.empty
    for place in max(0, treeNodes.count - PackedTree.nodeNumbers)..<treeNodes.count {
      let side = place % PackedTree.nodeNumbers / PackedTree.fanOut
      let number = treeNodes[place, default: 0]
      switch side {
      case 0: box.west = min(box.west, number)
      case 1: box.south = min(box.south, number)
      case 2: box.east = max(box.east, number)
      default: box.north = max(box.north, number)
      }
    }
    return box
  }
}
