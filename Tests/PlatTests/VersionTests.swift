import Foundation
import PlatCommon
import Testing

/// One version, and a changelog entry for it.
@Suite(.timeLimit(.minutes(30))) struct VersionTests {
  @Test func theChangelogBeginsWithTheVersion() throws {
    let headings = try Repository.text("CHANGELOG.md").components(separatedBy: "\n").filter {
      $0.hasPrefix("## ")
    }
    let first = try #require(headings.first, "CHANGELOG.md has no version")
    let isCurrent = first.hasPrefix("## [\(PlatVersion.current)] - ")
    #expect(isCurrent, "CHANGELOG.md begins with \(first), PlatVersion is \(PlatVersion.current)")
    for heading in headings {
      let isDated = heading.contains(/^## \[\d+\.\d+\.\d+\] - \d{4}-\d{2}-\d{2}$/)
      let isOpen = heading == first && heading.hasSuffix("] - unreleased")
      #expect(isDated || isOpen, "CHANGELOG.md: \(heading) is no `## [1.2.3] - 2026-01-31`")
    }
  }

  @Test func theVersionStandsInOneFile() throws {
    let holders = try SourceFile.all(in: "Sources").filter {
      $0.holds("\"\(PlatVersion.current)\"")
    }
    #expect(holders.map(\.name) == ["Sources/PlatCommon/PlatVersion.swift"])
  }
}
