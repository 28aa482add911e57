/// The names of the sections that make a snapshot a listings index, and the version of that set.
///
/// `indexes/FORMAT.md` describes each of them.
public enum IndexLayout {
  /// The version of this layout; a reader refuses any other.
  public static let version: UInt64 = 4
  /// Rows in a block.
  public static let blockRows = 64
  /// The greatest number of rows: row numbers are 32-bit, and a block's rows never pass it.
  public static let rowLimit = Int(UInt32.max) - 64

  /// `u64`: layout version, rows, rows with coordinates.
  static let header = "index"
  /// `f64`: radius, extent, minZoom, maxZoom, minPoints.
  static let clusterOptions = "pyramid"
  /// `i32`: the column of longitudes, in steps of 1e-7 degree.
  static let longitudes = "longitude"
  /// `i32`: the column of latitudes, in steps of 1e-7 degree.
  static let latitudes = "latitude"
  /// `u32`: the record number of each row.
  static let recordNumbers = "record"
  /// The listing key of each row (``KeyTable``): `.bytes`, `.lengths` (`u8`), `.blocks` (`u64`).
  static let keys = "listingKey"
  /// `u64`: rows and their numbers by turns, where a number is not the one that the key gives
  /// (``ListingNumbers``); missing where there are none.
  static let movedNumbers = "listingKey.moved"
  /// `u32`: the place of each row's key among all keys in ascending order of bytes.
  static let keyRanks = "listingKey.rank"
  /// `u32`: the rows in ascending order of their keys.
  static let keyOrder = "listingKey.order"
  /// The number column of the date that listings are sorted by (``ListedDate``).
  static let listedDate = "listedDate"
  /// `u8`: for each row 1 more than the least zoom at which it and the row before stand in
  /// different items.
  static let partingZoom = "partingZoom"
  /// `u32`: for each zoom of the pyramid how far a row lies from its cluster's centre along an
  /// axis.
  static let clusterReach = "pyramid.reach"
  /// `i32`: the nodes of the packed tree.
  static let treeNodes = "tree"
  /// `u8`: for each box of the packed tree, the least parting zoom with which a row under it stands
  /// alone.
  static let treeAlone = "tree.alone"

  /// `i64`: a number column's base and step.
  static func frame(_ name: String) -> String { name + ".frame" }
  /// `u64`: evenly spaced quantiles of a sample of a number column's stored numbers.
  static func quantiles(_ name: String) -> String { name + ".quantiles" }
  /// `u32`: how many rows have each code of a code column, from code 0.
  static func counts(_ name: String) -> String { name + ".counts" }
  /// Strings: a code column's dictionary, folded for matching.
  static func folded(_ name: String) -> String { name + ".fold" }
  /// The zone map's least values of a column.
  static func low(_ name: String) -> String { name + ".low" }
  /// The zone map's greatest values of a column.
  static func high(_ name: String) -> String { name + ".high" }
  /// `u32`: the rows in a secondary order.
  static func order(_ name: String) -> String { "order." + name }
  /// One of the sections of a zoom of the pyramid.
  static func pyramid(_ zoom: Int, _ part: String) -> String { "pyramid.\(zoom).\(part)" }
}
