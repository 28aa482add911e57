internal import Glibc

/// The names of the snapshots in an index directory.
enum SnapshotNames {
  /// The names in ascending order; none where the directory cannot be read.
  static func inDirectory(_ path: String) -> [String] {
    guard let directory = unsafe opendir(path) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
        unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
      }
      if name.hasSuffix(".plat") { names.append(name) }
    }
    return names.sorted()
  }
}
