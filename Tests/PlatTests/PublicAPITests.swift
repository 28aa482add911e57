import Foundation
import Testing

/// What `import Plat` has, against the pages that promise it.
@Suite(.timeLimit(.minutes(30))) struct PublicAPITests {
  /// The types of other modules that the library exports by name.
  private let exported: Set<String>
  /// The library's own public types.
  private let own: Set<String>

  init() throws {
    let exports = try Repository.text("Sources/Plat/Exports.swift")
    exported = Set(exports.matches(of: /(?m)^@_exported .*\.(\w+)$/).map { String($0.1) })
    let sources = try Repository.swiftFiles(in: ["Sources/Plat"]).map { try Repository.text($0) }
    let types = sources.flatMap {
      $0.matches(of: /(?m)^public (?:final )?(?:class|enum|protocol|struct) (\w+)/)
    }
    own = Set(types.map { String($0.1) })
  }

  @Test func typesAreExportedByNameAndOnce() throws {
    let lines = try Repository.text("Sources/Plat/Exports.swift").split(separator: "\n").filter {
      !$0.hasPrefix("//")
    }
    for line in lines {
      #expect(
        line.wholeMatch(of: /@_exported public import (class|enum|protocol|struct) \w+\.\w+/)
          != nil,
        "\(line)")
    }
    #expect(lines.count == exported.count)
    let page = try Repository.text("docs/public-api.md")
    #expect(page.contains("the \(exported.count) types of other modules"))
  }

  @Test func promisedTypesComeWithOneImport() throws {
    let rows = try Repository.text("docs/public-api.md").split(separator: "\n").filter {
      $0.hasPrefix("| ") && !$0.hasPrefix("| Engine") && $0.hasSuffix(" |")
    }
    let named = rows.flatMap { row in
      row.matches(of: /`([A-Z]\w+)[`.]/).map { String($0.1) }
    }
    #expect(named.count > 50, "the table names types")
    let missing = Set(named).subtracting(exported).subtracting(own)
    #expect(missing.isEmpty, "\(missing.sorted())")
  }

  @Test func typesOfTheReferenceComeWithOneImport() throws {
    let topics = try Repository.text("Sources/Plat/Plat.docc/Plat.md")
    let named = topics.matches(of: /(?m)^- ``(\w+)``$/).map { String($0.1) }
    #expect(named.count > 50, "the page has topics")
    let missing = Set(named).subtracting(exported).subtracting(own)
    #expect(missing.isEmpty, "\(missing.sorted())")
  }
}
