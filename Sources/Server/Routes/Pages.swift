internal import Glibc
internal import PlatCommon

/// The files of the map page: read once when the server starts, from folders that it is told.
struct Pages: Sendable {
  private let files: [String: PageFile]

  /// Reads the files of folders; of two with one name the first counts.
  init(folders: [String]) {
    var files: [String: PageFile] = [:]
    for folder in folders {
      guard let directory = unsafe opendir(folder) else { continue }
      defer { unsafe closedir(directory) }
      while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
          unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
        }
        guard files[name] == nil, let mediaType = Self.mediaType(name), let body = Self.read(folder + "/" + name)
        else { continue }
        files[name] = PageFile(mediaType: mediaType, body)
      }
    }
    self.files = files
  }

  /// The file of a name; a problem where there is none.
  func answer(_ name: String) throws(Problem) -> Answer {
    if let file = files[name] { return Answer(mediaType: file.mediaType, file: file) }
    if name == "index.html" {
      throw .notFound("this server was started without the map page; `plat serve --help` says how to have it")
    }
    throw .notFound("there is no file \(name.shortened())")
  }

  /// The media types that files can have.
  static let mediaTypes = [
    "text/html", "text/javascript", "text/css", "image/svg+xml", "image/png", "application/json", "text/plain",
  ]

  private static func mediaType(_ name: String) -> String? {
    switch name.split(separator: ".").last {
    case "html": "text/html; charset=utf-8"
    case "js", "mjs": "text/javascript; charset=utf-8"
    case "css": "text/css; charset=utf-8"
    case "svg": "image/svg+xml"
    case "png": "image/png"
    case "json": "application/json"
    case "txt": "text/plain; charset=utf-8"
    default: nil
    }
  }

  private static func read(_ path: String) -> [UInt8]? {
    guard let file = unsafe fopen(path, "rb") else { return nil }
    defer { unsafe fclose(file) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      let count = unsafe fread(&piece, 1, piece.count, file)
      if count == 0 { return unsafe ferror(file) == 0 ? bytes : nil }
      bytes += piece.prefix(count)
      if bytes.count > 32 << 20 { return nil }
    }
  }
}
