import Foundation

/// Public data from other sources: the extracts in `Tests/Data`, and the larger collection they
/// come from.
///
/// The larger collection is the folder in the environment variable `PLAT_DATA`, or `../shared/data`
/// next to the repository. Most checkouts do not have it (`PLAT_DATA=none` hides it). A test that
/// needs it is then skipped, with ``hint`` as the reason. A file has the same bytes in both.
public enum RealData {
  /// A set of files.
  public enum Collection: Sendable {
    /// The files in the repository.
    case extracts
    /// The larger collection, which includes the extracts.
    case larger
  }

  private static let repository = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { folder, _ in
    folder.deletingLastPathComponent()
  }
  private static let extracts = repository.appendingPathComponent("Tests/Data")
  private static let larger =
    ProcessInfo.processInfo.environment["PLAT_DATA"].map { URL(fileURLWithPath: $0) }
    ?? repository.deletingLastPathComponent().appendingPathComponent("shared/data")

  /// The reason for skipping a test that needs the larger collection.
  public static let hint =
    "needs the larger test data: set PLAT_DATA to its folder (Tests/Data/README.md)"

  /// Whether the larger collection has a file or folder.
  public static func isThere(_ path: String) -> Bool { exists(larger.appendingPathComponent(path)) }

  /// The path of an extract or a larger file, for a reader of plain and gzip files.
  public static func path(_ path: String) -> String {
    let candidates = [
      extracts.appendingPathComponent(path), extracts.appendingPathComponent(path + ".gz"),
      larger.appendingPathComponent(path),
    ]
    return (candidates.first(where: exists) ?? candidates[0]).path
  }

  /// The bytes of a file, decompressed.
  public static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try SuperclusterGolden.unpacked(self.path(path)))
  }

  /// The bytes of a file of the larger collection.
  public static func largerBytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: larger.appendingPathComponent(path)))
  }

  /// The text of a file, decompressed.
  public static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// The files of a collection below a folder whose names have an ending, as sorted paths for
  /// ``bytes(_:)``.
  public static func files(of collection: Collection, below folder: String, ending: String = "")
    throws -> [String]
  {
    let root = (collection == .extracts ? extracts : larger).appendingPathComponent(folder)
    guard
      let walker = FileManager.default.enumerator(
        at: root, includingPropertiesForKeys: [.isRegularFileKey])
    else {
      throw CocoaError(.fileNoSuchFile, userInfo: [NSFilePathErrorKey: root.path])
    }
    var names: [String] = []
    for case let file as URL in walker where file.path.hasSuffix(ending) {
      guard try file.resourceValues(forKeys: [.isRegularFileKey]).isRegularFile == true else {
        continue
      }
      names.append((folder.isEmpty ? "" : folder + "/") + file.path.dropFirst(root.path.count + 1))
    }
    return names.sorted()
  }

  private static func exists(_ file: URL) -> Bool {
    FileManager.default.fileExists(atPath: file.path)
  }
}
