import Plat

/// The program's text for an error, with the remedy if one of its own verbs is the remedy.
enum Advice {
  /// The error's text, and the command to type.
  static func text(for error: any Error) -> String {
    guard let error = error as? PlatError, case .noIndex(let path, let absence) = error else {
      return "\(error)"
    }
    let shown = path.shortened(to: 200)
    return switch absence {
    case .missing: "\(error); make it with plat build INPUT --out \(shown)"
    case .file where path.hasSuffix(".plat"):
      "\(error); name the directory that it lies in, or plat inspect \(shown)"
    case .file:
      "\(error); make an index of it with plat build \(shown) --out \(name(of: shown))"
    case .empty:
      "\(error); name an index directory, or make one with plat build INPUT --out DIRECTORY"
    }
  }

  /// A name for the index of a file: the file's name up to its first dot.
  private static func name(of path: String) -> String {
    let name = path.split(separator: "/").last ?? "index"
    let stem = name.prefix { $0 != "." }
    return "indexes/" + (stem.isEmpty ? "index" : stem)
  }
}
