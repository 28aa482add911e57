/// The structure in `Package.swift`: targets in order, their folders, and their allowed imports.
struct Manifest {
  struct Target {
    var name: String
    var folder: String
    var dependencies: [String]
    var isModule: Bool
    /// The number of the comment `// Floor N` above it.
    var floor = 0
  }

  let targets: [Target]
  let tested: Set<String>

  init() throws {
    let text = try Repository.text("Package.swift")
    var found: [(place: String.Index, target: Target)] = []
    for match in text.matches(of: /\n    module\(\s*"(\w+)",\s*\[([^\]]*)\]\s*\)/) {
      let name = String(match.1)
      found.append(
        (
          match.range.lowerBound,
          Target(
            name: name, folder: "Sources/" + name, dependencies: Self.names(match.2), isModule: true
          )
        ))
    }
    for match in text.matches(
      of: /executableTarget\(\s*name: "([\w-]+)",\s*dependencies: \[([^\]]*)\],\s*path: "([^"]+)"/)
    {
      found.append(
        (
          match.range.lowerBound,
          Target(
            name: String(match.1), folder: String(match.3), dependencies: Self.names(match.2),
            isModule: false)
        ))
    }
    let floors = text.matches(of: /\/\/ Floor (\d+)/).map {
      (place: $0.range.lowerBound, number: Int($0.1) ?? 0)
    }
    targets = found.sorted { $0.place < $1.place }.map { place, target in
      var target = target
      target.floor = floors.last { $0.place < place }?.number ?? 0
      return target
    }
    tested = Set(text.matches(of: /\n    tests\(\s*"(\w+)"/).map { String($0.1) })
  }

  private static func names(_ list: Substring) -> [String] {
    list.matches(of: /"([\w-]+)"/).map { String($0.1) }
  }
}
