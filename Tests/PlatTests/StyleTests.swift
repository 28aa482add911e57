import Foundation
import Testing

/// Style rules that neither the compiler nor the linter checks.
@Suite(.timeLimit(.minutes(30))) struct StyleTests {
  @Test func filesAreShort() throws {
    let files = try SourceFile.all.get()
    #expect(files.count > 200, "the files are found")
    let other =
      FileManager.default.enumerator(atPath: Repository.path("Sources"))?.compactMap {
        $0 as? String
      } ?? []
    let native = try other.filter { name in [".c", ".h", ".cpp"].contains { name.hasSuffix($0) } }
      .map { try SourceFile("Sources/" + $0) }
    for file in files + native {
      let count = file.lines.count - 1
      #expect(count <= 500, "\(file.name) has \(count) lines: part it by subject")
    }
  }

  @Test func linesFitTheirColumns() throws {
    for file in try SourceFile.all.get() {
      for (number, line) in file.longLines {
        // A row of a table of Markdown is one line, also in a literal.
        let row = line.trimmingCharacters(in: CharacterSet(charactersIn: " \","))
        if row.hasPrefix("| "), row.hasSuffix(" |") { continue }
        Issue.record("\(file.name):\(number) has \(line.count) columns: break it at 100")
      }
    }
  }

  @Test func linesOfOtherLanguagesFitTheirColumns() throws {
    let files = try SourceFile.others()
    for kind in [".py", ".mjs", ".js", ".css", ".html", ".c", ".h", ".cpp", ".hpp", ".md"] {
      #expect(files.contains { $0.name.hasSuffix(kind) }, "files of \(kind) are found")
    }
    for name in ["Makefile", "scripts/lint", "scripts/siege", ".ci/run", "ruff.toml"] {
      #expect(files.contains { $0.name == name }, "\(name) is found")
    }
    for file in files where !Self.writtenElsewhere.contains(file.name) {
      for (number, line) in file.name.hasSuffix(".md") ? file.longProse : file.longLines {
        Issue.record("\(file.name):\(number) has \(line.count) columns: break it at 100")
      }
    }
  }

  /// Files that a program writes.
  private static let writtenElsewhere = ["Benchmarks/RESULTS.md"]

  @Test func longLinesAreFound() {
    let long = String(repeating: "word ", count: 21)
    let page = [
      long, "| " + long + "|", "[a page](of.md) " + long, "https://example.org/ " + long,
      "```swift", long, "```", "1. " + long, "short",
    ]
    let file = SourceFile("page.md", text: page.joined(separator: "\n"))
    #expect(file.longProse.map(\.number) == [1, 8])
    #expect(file.longLines.map(\.number) == [1, 2, 3, 4, 6, 8])
    let border = [String(repeating: "é", count: 100), String(repeating: "é", count: 101)]
    let text = SourceFile("a.py", text: border.joined(separator: "\n"))
    #expect(text.longLines.map(\.number) == [2], "characters count, not bytes")
  }

  @Test func nothingTrapsOnPurpose() throws {
    // Split, so that this file does not contain them.
    let words = [
      "try" + "!", "as" + "! ", "fatal" + "Error(", "unowned" + "(unsafe)",
      "precondition" + "Failure(",
    ]
    // A fuzz target traps on purpose: that is how it reports. So does memory that cannot be had.
    for file in try SourceFile.all.get()
    where !file.name.hasPrefix("Fuzz/") && file.name != "Sources/PlatCommon/OutOfMemory.swift" {
      for word in words {
        for number in file.lineNumbers(of: word) {
          Issue.record(
            "\(file.name):\(number): \(word) ends the process: throw an error, or give a value")
        }
      }
    }
  }

  @Test func nothingIsLeftForLater() throws {
    for file in try SourceFile.all.get() {
      for word in ["TO" + "DO", "FIX" + "ME"] {
        for number in file.lineNumbers(of: word, anywhere: true) {
          Issue.record("\(file.name):\(number): \(word): do it, or leave it out")
        }
      }
    }
  }

  @Test func arrowsPointDown() throws {
    let manifest = try Manifest()
    let modules = Set(manifest.targets.filter(\.isModule).map(\.name))
    #expect(modules.count >= 15, "the manifest is read: \(modules)")
    var above: Set<String> = []
    for target in manifest.targets {
      for dependency in target.dependencies where modules.contains(dependency) {
        #expect(
          above.contains(dependency),
          "\(target.name) depends on \(dependency), which comes later in Package.swift")
      }
      above.insert(target.name)
    }
  }

  @Test func importsAreDeclared() throws {
    // Modules of Swift and the system that do not slow hot paths; Foundation is only for programs.
    let system: Set = ["Swift", "Glibc", "Musl", "Darwin", "Dispatch", "Synchronization"]
    for target in try Manifest().targets {
      let allowed = system.union(target.dependencies).union(
        target.isModule ? [] : ["Foundation", "FoundationEssentials"])
      for file in try SourceFile.all(in: target.folder) {
        for line in file.lines where line.contains("import ") {
          let words = line.split(separator: " ")
          guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
            words[..<place].allSatisfy({
              $0.hasPrefix("@") || ["public", "package", "internal", "private"].contains($0)
            })
          else { continue }
          // `import struct Module.Name` names the kind first.
          let kinds: Set = [
            "class", "struct", "enum", "protocol", "func", "typealias", "let", "var",
          ]
          let isOne = place + 2 < words.count && kinds.contains(String(words[place + 1]))
          let path = words[place + (isOne ? 2 : 1)]
          let name = String(path.prefix { $0 != "." })
          #expect(
            allowed.contains(name),
            "\(file.name) imports \(name), which Package.swift does not give to \(target.name)")
        }
      }
    }
  }

  @Test func oneFileImportsTheCLibrary() throws {
    let folders = ["Sources", "Benchmarks", "Fuzz", "samples"]
    let libraries = ["Glibc", "Musl", "Darwin", "Bionic"]
    let one = "Sources/PlatCommon/CLibrary.swift"
    for file in try folders.flatMap({ try SourceFile.all(in: $0) }) where file.name != one {
      for library in libraries {
        for word in ["import " + library, "canImport(" + library] {
          for number in file.lineNumbers(of: word) {
            Issue.record("\(file.name):\(number): import PlatCommon, which has the C library")
          }
        }
      }
    }
    #expect(try SourceFile(one).holds("import Glibc"))
  }

  @Test func librariesPrintNothing() throws {
    for target in try Manifest().targets where target.isModule {
      for file in try SourceFile.all(in: target.folder) {
        for word in [" print(", " debugPrint(", " dump("] {
          for number in file.lineNumbers(of: word) {
            Issue.record("\(file.name):\(number): a library prints nothing")
          }
        }
      }
    }
  }

  @Test func everyModuleHasTests() throws {
    let manifest = try Manifest()
    for target in manifest.targets where target.isModule {
      #expect(manifest.tested.contains(target.name), "\(target.name) has no tests in Package.swift")
      let tests = try SourceFile.all(in: "Tests/\(target.name)Tests").filter { $0.holds("@Test") }
      #expect(!tests.isEmpty, "there is no test in Tests/\(target.name)Tests")
    }
  }

  @Test func everyTestHasATimeLimit() throws {
    for file in try SourceFile.all(in: "Tests") where file.holds("@Test") {
      var isSuite = false
      for (place, line) in file.lines.enumerated() {
        let number = "\(file.name):\(place + 1)"
        if line.hasPrefix("@Suite") {
          #expect(line.contains(".timeLimit(.minutes("), "\(number): a suite without a time limit")
          isSuite = true
        }
        // A test belongs to a suite, or to an extension of one.
        if line.hasPrefix("extension ") || line.hasPrefix("}") { isSuite = line.hasPrefix("e") }
        if line.contains("@Test"), !line.contains("\""), !line.contains("//") {
          #expect(isSuite, "\(number): a test outside a suite has no time limit")
        }
      }
    }
  }

  @Test func noTestWaitsForEver() throws {
    for file in try SourceFile.all(in: "Tests")
    where file.name != "Tests/PlatTestSupport/Waiting.swift" {
      for number in file.lineNumbers(of: "sched_" + "yield") {
        Issue.record("\(file.name):\(number): wait with holdsSoon, which ends")
      }
      for (place, line) in file.lines.enumerated()
      where line.contains("while ") && line.hasSuffix("{}") {
        // A loop without a body may read to the end of something; it may not poll a shared counter.
        let isWaiting = ["counters.", ".withLock", ".load("].contains { line.contains($0) }
        #expect(!isWaiting, "\(file.name):\(place + 1): wait with holdsSoon, which ends")
      }
    }
  }

  @Test func uncheckedConformancesSayWhy() throws {
    for file in try SourceFile.all(in: "Sources") where file.holds("@unchecked Sendable") {
      let lines = file.lines
      for number in file.lineNumbers(of: "@unchecked Sendable") {
        let near = lines[max(0, number - 13)...min(lines.count - 1, number + 2)]
        #expect(
          near.contains { $0.contains("//") },
          "\(file.name):\(number): say why no two threads meet here")
      }
    }
  }

  @Test func textIsPlain() throws {
    for file in try SourceFile.all.get() {
      #expect(
        file.text.hasSuffix("\n") && !file.text.hasSuffix("\n\n"),
        "\(file.name) ends with one line's end")
      #expect(
        !file.holds("\r") && !file.holds("\t"), "\(file.name) holds a tab or a carriage return")
    }
  }
}
