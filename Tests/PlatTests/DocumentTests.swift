import Foundation
import PlatIndex
import PlatTestSupport
import Testing

@testable import Plat

/// The documents agree with the code.
@Suite(.timeLimit(.minutes(30))) struct DocumentTests {
  private static let pages = [
    "README.md", "CONTRIBUTING.md", "CHANGELOG.md", "docs/ARCHITECTURE.md", "docs/CMA.md",
    "docs/COMMUNITY.md",
    "docs/CAPACITY.md", "docs/DEPLOYMENT.md", "docs/FIELDS.md", "docs/HTTP.md", "docs/MAP.md",
    "docs/PAGE.md", "docs/PLACES.md", "docs/SEARCH.md", "docs/WRITING.md", "docs/public-api.md",
    "indexes/FORMAT.md",
    "samples/README.md", "Benchmarks/README.md", "Benchmarks/NOTES.md", "SECURITY.md",
    "Sources/Plat/Plat.docc/Plat.md", "Sources/Plat/Plat.docc/Tour.md",
  ]

  /// Compares a table of a page, found by its first line, with the expected one.
  private func expect(
    table: [String], in page: String, sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    var lines = try Repository.text(page).components(separatedBy: "\n")
    let first = try #require(
      lines.firstIndex(of: table[0]), "\(page) has no table that begins with \(table[0])")
    let end = lines[first...].firstIndex { !$0.hasPrefix("|") } ?? lines.count
    let kept = Array(lines[first..<end])
    if Golden.isWritten {
      lines.replaceSubrange(first..<end, with: table)
      try lines.joined(separator: "\n").write(
        toFile: Repository.path(page), atomically: true, encoding: .utf8)
    } else if kept != table {
      let place =
        zip(kept, table).enumerated().first { $1.0 != $1.1 }?.offset ?? min(kept.count, table.count)
      Issue.record(
        """
        \(page) is behind the code from line \(first + place + 1); run the tests with \
        PLAT_WRITE_GOLDEN=1
        kept: \(place < kept.count ? kept[place] : "(the table's end)")
        new:  \(place < table.count ? table[place] : "(the table's end)")
        """, sourceLocation: sourceLocation)
    }
  }

  @Test func everyFieldIsDocumented() throws {
    var table = [
      "| key | what it is | read as | values | stored | where |",
      "| --- | --- | --- | --- | --- | --- |",
    ]
    for definition in Field.definitions {
      var names = definition.aliases.joined(separator: ", ")
      if !definition.standIns.isEmpty {
        names += (names.isEmpty ? "else " : "; else ") + definition.standIns.joined(separator: ", ")
      }
      let secret = definition.visibility == .private ? " †" : ""
      table.append(
        """
        | `\(definition.field.key)`\(secret) | \(definition.summary) | \(names) \
        | \(Self.values(definition)) | \(Self.stored(definition)) \
        | \(Self.place(definition.storage)) |
        """)
    }
    try expect(table: table, in: "docs/FIELDS.md")
  }

  private static func values(_ definition: FieldDefinition) -> String {
    switch definition.kind {
    case .text(let most): return "text, at most \(plain(Double(most))) bytes"
    case .lookup(let words): return words.joined(separator: ", ")
    case .number(let scale, let least, let most, let rounds):
      let unit = definition.unit.isEmpty ? "" : " " + definition.unit
      let step = rounds || scale == 1 ? "" : ", in steps of 1/\(scale)"
      return "\(plain(least)) to \(plain(most))\(unit)\(step)"
    case .date: return "ISO 8601, 1800 to 2199"
    case .flag: return "true, false"
    case .json: return "JSON"
    }
  }

  private static func stored(_ definition: FieldDefinition) -> String {
    if definition.storage == .code { return "code" }
    guard definition.storage == .number else { return "" }
    switch definition.kind {
    case .number(let scale, _, _, _):
      return scale == 1
        ? "the number"
        : "\(definition.unit.isEmpty ? "number" : definition.unit) × \(plain(Double(scale)))"
    case .date: return "seconds since 1970"
    case .flag: return "1 or 0"
    default: return ""
    }
  }

  private static func place(_ storage: FieldStorage) -> String {
    switch storage {
    case .number: "number"
    case .code: "code"
    case .key: "keys"
    case .document: "document"
    }
  }

  /// A number without an exponent; with commas between thousands if it has five digits or more.
  private static func plain(_ number: Double) -> String {
    var digits = String(Int64(number.magnitude))
    var place = digits.count > 4 ? digits.count - 3 : 0
    while place > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: place))
      place -= 3
    }
    return (number < 0 ? "-" : "") + digits
  }

  @Test func everyParameterIsDocumented() throws {
    var table = ["| parameter | option | what it does | example |", "| --- | --- | --- | --- |"]
    for parameter in SearchParameter.all {
      table.append(
        """
        | `\(parameter.name)` | `--\(parameter.optionName)` | \(parameter.summary) \
        | `\(parameter.example)` |
        """
      )
    }
    try expect(table: table, in: "docs/SEARCH.md")
  }

  @Test func everyMapPropertyIsDocumented() throws {
    var table = ["| property | of | what it is |", "| --- | --- | --- |"]
    for property in MapProperty.allCases {
      let owner =
        MapProperty.ofClusters.contains(property)
        ? "clusters"
        : MapProperty.ofListings.contains(property) ? "listings" : "a tile over its limit"
      table.append("| `\(property.name)` | \(owner) | \(property.meaning) |")
    }
    try expect(table: table, in: "docs/MAP.md")
  }

  /// The page of `samples` uses only properties, layers and zooms that tiles have.
  @Test func mapPageDrawsWhatTilesHave() throws {
    let page = try Repository.text("samples/map.html")
    let names = Set(MapProperty.allCases.map(\.name))
    for match in page.matches(of: /(?:\["(?:get|has)", |money\()"([^"]+)"/) {
      #expect(
        names.contains(String(match.1)), "samples/map.html: tiles have no property \(match.1)")
    }
    for match in page.matches(of: /source-?[lL]ayer"?: "([^"]+)"/) {
      let isLayer = [VectorTile.layer, VectorTile.truncationLayer].contains(String(match.1))
      #expect(isLayer, "samples/map.html: tiles have no layer \(match.1)")
    }
    #expect(
      page.contains("maxzoom: \(ClusterOptions().maxZoom + 1)"), "tiles beyond that show the same")
  }

  @Test func formatNamesEverySection() throws {
    let format = try Repository.text("indexes/FORMAT.md")
    let chapter = try #require(format.components(separatedBy: "\n## ").first { $0.hasPrefix("7 ") })
    var documented: [(pattern: String, types: String)] = []
    var isListOfSections = false
    for line in chapter.components(separatedBy: "\n") {
      if !line.hasPrefix("|") { isListOfSections = false }
      if line.hasPrefix("| name ") { isListOfSections = true }
      guard isListOfSections, line.hasPrefix("| `") else { continue }
      let cells = line.components(separatedBy: "|").map { $0.trimmingCharacters(in: .whitespaces) }
      documented.append((cells[1].replacingOccurrences(of: "`", with: ""), cells[2]))
    }
    let fields = Set(Field.allCases.map(\.key))
    func pattern(of name: String) -> [String] {
      var parts = name.components(separatedBy: ".")
      if name.hasPrefix("order."), SortOrder(rawValue: parts[1]) != nil { return ["order.S"] }
      if parts[0] == "pyramid", parts.count == 3, Int(parts[1]) != nil {
        return ["pyramid.Z." + parts[2]]
      }
      guard fields.contains(parts[0]) else { return [name] }
      parts[0] = "F"
      return [name, parts.joined(separator: ".")]
    }
    var seen: Set<String> = []
    for section in try Fixtures.many.get().database.index.snapshot.sections {
      let patterns = pattern(of: section.name)
      guard let entry = documented.first(where: { patterns.contains($0.pattern) }) else {
        Issue.record("FORMAT.md does not name the section \(section.name)")
        continue
      }
      seen.insert(entry.pattern)
      let typed =
        entry.types.contains(section.type.name) || entry.types.contains(" to ")
        || entry.types.hasPrefix("as ")
      #expect(
        typed, "FORMAT.md says that \(section.name) is \(entry.types), and not \(section.type.name)"
      )
    }
    for entry in documented {
      #expect(seen.contains(entry.pattern), "no index has the section \(entry.pattern)")
    }
  }

  /// Chapter 7.6 of FORMAT.md: each character by itself, independent of language, without accents.
  @Test(arguments: [
    ("Palm SPRINGS 92", "palm springs 92"), ("ÉÑÜ", "enu"), ("ΟΔΟΣ", "οδοσ"), ("İ", "i"),
    ("straße", "strasse"), ("Ø", "o"), ("ά", "α"), ("e\u{301}", "e"), ("e\u{20D7}", "e\u{20D7}"),
    ("\u{1100}\u{1161}", "\u{AC00}"), ("Ａ", "ａ"), (" x ", " x "),
  ]) func foldingIsAsTheFormatSays(_ text: String, _ folded: String) {
    #expect(TextFolding.fold(Array(text.utf8).span) == Array(folded.utf8))
    #expect(TextFolding.fold(Array(folded.utf8).span) == Array(folded.utf8))
  }

  @Test func theTableOfFloorsIsThatOfTheManifest() throws {
    let targets = try Manifest().targets
    let floors = Set(targets.map(\.floor)).sorted(by: >)
    #expect(floors == Array((0...9).reversed()), "\(floors)")
    var table = ["| floor | modules |", "| --- | --- |"]
    for floor in floors {
      let names = targets.filter { $0.floor == floor }.map { "`\($0.name)`" }
      table.append("| \(floor) | \(names.joined(separator: ", ")) |")
    }
    try expect(table: table, in: "docs/ARCHITECTURE.md")
  }

  @Test func architectureNamesEveryModule() throws {
    let headings = Set(try Repository.text("docs/ARCHITECTURE.md").components(separatedBy: "\n"))
    for target in try Manifest().targets {
      #expect(
        headings.contains("### \(target.name)"),
        "docs/ARCHITECTURE.md has no section on \(target.name)")
    }
  }

  @Test func codeOfThePagesIsTested() throws {
    let tested = try ["samples/embedding/main.swift", "Tests/PlatTests/TourTests.swift"].map {
      name in
      try Repository.text(name).components(separatedBy: "\n").map {
        $0.trimmingCharacters(in: .whitespaces)
      }
    }
    var blocks = 0
    for page in Self.pages {
      for block in Self.blocks("swift", of: try Repository.text(page)) {
        blocks += 1
        let lines = block.map {
          $0.components(separatedBy: "  // ")[0].trimmingCharacters(in: .whitespaces)
        }.filter {
          !$0.isEmpty && !$0.hasPrefix("//")
        }
        .filter {
          !["import Plat", "import Foundation"].contains($0) && !$0.hasPrefix(".package(")
        }
        let missing = tested.map { code -> String? in
          var rest = code[...]
          for line in lines {
            guard let place = rest.firstIndex(of: line) else { return line }
            rest = rest[(place + 1)...]
          }
          return nil
        }
        #expect(
          missing.contains { $0 == nil },
          """
          \(page): this line is in no compiled example, or out of order: \
          \(missing.compactMap(\.self).last ?? "")
          """
        )
      }
    }
    #expect(blocks >= 5, "there is code in the pages")
  }

  /// The fenced blocks of a language.
  private static func blocks(_ language: String, of text: String) -> [[String]] {
    var blocks: [[String]] = []
    var current: [String]?
    for line in text.components(separatedBy: "\n") {
      if line.hasPrefix("```") {
        if let done = current { blocks.append(done) }
        current = current == nil && line == "```" + language ? [] : nil
      } else {
        current?.append(line)
      }
    }
    return blocks
  }

  @Test func commandsOfThePagesAreThere() throws {
    let targets = Set(
      try Repository.text("Makefile").components(separatedBy: "\n").compactMap { line in
        line.contains(":") && line.first?.isLetter == true
          ? line.components(separatedBy: ":")[0] : nil
      })
    let options = Set(
      try CommandHelp.verbs.flatMap { verb in
        try Repository.text(CommandHelp.file(verb)).components(separatedBy: "\n").compactMap {
          line in
          line.hasPrefix("  --") ? line.split(separator: " ").first.map(String.init) : nil
        }
      })
    for page in Self.pages {
      for line in try Repository.text(page).components(separatedBy: "\n") {
        for part in line.components(separatedBy: "`make ").dropFirst() {
          let target = String(part.prefix { $0.isLetter || $0 == "-" })
          #expect(targets.contains(target), "\(page): there is no make \(target)")
        }
        guard line.hasPrefix("$ plat ") || line.hasPrefix("    $ plat ") else { continue }
        for word in line.split(separator: " ") where word.hasPrefix("--") {
          let option = String(word.split(separator: "=")[0])
          #expect(options.contains(option), "\(page): plat has no \(option)")
        }
      }
    }
  }

  /// Tables, code and lines with links may be longer.
  @Test func proseHasAtMostAHundredColumns() throws {
    for page in Self.pages {
      var isCode = false
      for (number, line) in try Repository.text(page).components(separatedBy: "\n").enumerated() {
        if line.hasPrefix("```") { isCode.toggle() }
        if isCode || line.hasPrefix("|") || line.contains("](") { continue }
        #expect(line.count <= 100, "\(page):\(number + 1) has \(line.count) columns")
      }
    }
  }

  @Test func linksLeadSomewhere() throws {
    for page in Self.pages {
      let folder = URL(fileURLWithPath: Repository.path(page)).deletingLastPathComponent()
      let text = try Repository.text(page)
      for match in text.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !match.1.contains(":") {
        let target = folder.appendingPathComponent(String(match.1)).path
        #expect(FileManager.default.fileExists(atPath: target), "\(page): there is no \(match.1)")
      }
      let isPlain = !text.contains("\t") && text.hasSuffix("\n")
      #expect(isPlain, "\(page) holds a tab, or does not end with a line's end")
    }
  }
}
