/// The section names that make a snapshot a listings index, and the version of this layout.
///
/// `indexes/FORMAT.md` describes each section.
public enum IndexLayout {
  /// The version of this layout; a reader refuses any other.
  public static let version: UInt64 = 4
  /// Rows per block.
  public static let blockRows = 64
  /// The maximum number of rows: row numbers are 32-bit, and a block's rows must not exceed them.
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
  /// `u64`: alternating rows and numbers, for rows whose number is not the one that the key gives
  /// (``ListingNumbers``); missing if there are none.
  static let movedNumbers = "listingKey.moved"
  /// `u32`: the rank of each row's key among all keys, in ascending byte order.
  static let keyRanks = "listingKey.rank"
  /// `u32`: the rows in ascending order of their keys.
  static let keyOrder = "listingKey.order"
  /// The number column of the date for sorting listings (``ListedDate``).
  static let listedDate = "listedDate"
  /// `u8`: for each row, 1 more than the lowest zoom at which it and the row before are in
  /// different items.
  static let partingZoom = "partingZoom"
  /// `u32`: for each zoom of the pyramid, the maximum distance of a row from its cluster's centre
  /// along an axis.
  static let clusterReach = "pyramid.reach"
  /// `i32`: the nodes of the packed tree.
  static let treeNodes = "tree"
  /// `u8`: for each box of the packed tree, the lowest parting zoom with which a row below it
  /// stands alone.
  static let treeAlone = "tree.alone"

  /// `i64`: a number column's base and step.
  static func frame(_ name: String) -> String { name + ".frame" }
  /// `u64`: evenly spaced quantiles of a sample of a number column's stored numbers.
  static func quantiles(_ name: String) -> String { name + ".quantiles" }
  /// `u32`: the number of rows with each code of a code column, from code 0.
  static func counts(_ name: String) -> String { name + ".counts" }
  /// Strings: a code column's dictionary, folded for matching.
  static func folded(_ name: String) -> String { name + ".fold" }
  /// The minima in a column's zone map.
  static func low(_ name: String) -> String { name + ".low" }
  /// The maxima in a column's zone map.
  static func high(_ name: String) -> String { name + ".high" }
  /// `u32`: the rows in a secondary order.
  static func order(_ name: String) -> String { "order." + name }
  /// A section of one zoom of the pyramid.
  static func pyramid(_ zoom: Int, _ part: String) -> String { "pyramid.\(zoom).\(part)" }
}
