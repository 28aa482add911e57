import Foundation

/// The bytes of a file of the shared data, which lies beside the repository.
func sharedData(_ path: String) throws -> [UInt8] { try Array(Data(contentsOf: sharedURL(path))) }

/// Where the shared data has a file or folder.
func sharedURL(_ path: String) -> URL {
  URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "shared/data/\(path)")
}

/// The files below a folder of the shared data whose names end so, as paths within it, sorted.
func sharedFiles(below folder: String, ending: String) throws -> [String] {
  let root = sharedURL(folder)
  guard let files = FileManager.default.enumerator(atPath: root.path()) else { throw CocoaError(.fileNoSuchFile) }
  return files.compactMap { $0 as? String }.filter { $0.hasSuffix(ending) }.map { "\(folder)/\($0)" }.sorted()
}
