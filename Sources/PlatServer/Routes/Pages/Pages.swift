internal import PlatCommon

/// The files of the map page: read once, when the server starts, from the given folders.
struct Pages: Sendable {
  private let files: [String: PageFile]
  /// The files in the folders that are not served, each with the reason.
  let skipped: [String]

  /// Reads the files of the folders; the first of equal names wins.
  ///
  /// - Parameter lines: Header lines for files that a browser opens as a page.
  init(folders: [String], lines: [UInt8] = []) {
    var files: [String: PageFile] = [:]
    var skipped: [String] = []
    for folder in folders {
      guard let directory = unsafe opendir(folder) else {
        skipped.append("the folder \(folder) cannot be read; its files are not served")
        continue
      }
      defer { unsafe closedir(directory) }
      while let entry = unsafe readdir(directory) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) { name in
          unsafe name.withMemoryRebound(to: CChar.self, capacity: 256) {
            unsafe String(cString: $0)
          }
        }
        guard files[name] == nil, let mediaType = Self.mediaType(name) else { continue }
        do throws(PageFault) {
          let isPage = mediaType.hasPrefix("text/html") || mediaType.hasPrefix("image/svg")
          files[name] = PageFile(
            mediaType: mediaType, lines: isPage ? lines : [], try FolderFile.read(name, in: folder))
        } catch {
          skipped.append("\(folder)/\(name) is not served: \(error.rawValue)")
        }
      }
    }
    self.files = files
    self.skipped = skipped.sorted()
  }

  /// The map page, or without its folders a page that explains how to get it.
  var first: Answer {
    let file = files["index.html"] ?? WelcomePage.file
    return Answer(mediaType: file.mediaType, file: file)
  }

  /// The file of a name; a problem if there is none.
  func answer(_ name: String) throws(Problem) -> Answer {
    if let file = files[name] { return Answer(mediaType: file.mediaType, file: file) }
    throw .notFound("there is no file \(name.shortened())")
  }

  /// The media types of page files.
  static let mediaTypes = [
    "text/html", "text/javascript", "text/css", "image/svg+xml", "image/png", "application/json",
    "text/plain",
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
}
