import Foundation
import Testing

@testable import PlatSnapshot

/// The committed file of each version of the format: written the same forever, and read while the
/// version is readable.
@Suite(.timeLimit(.minutes(30))) struct GoldenTests {
  static let path = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .appendingPathComponent(
      "Golden/version-1.plat"
    ).path

  @Test func versionOneIsWrittenAsEver() throws {
    let scratch = try Scratch()
    try writeSample(to: scratch.file("a.plat"))
    #expect(try contents(of: scratch.file("a.plat")) == contents(of: Self.path))
  }

  @Test func versionOneIsRead() throws {
    let snapshot = try Snapshot.open(path: Self.path)
    #expect(snapshot.verify() == [])
    #expect(snapshot.changeNumber == 7 && snapshot.formatVersion == 1)
    let column = try snapshot.column("i64", of: Int64.self)
    #expect(column[2] == .max)
    #expect(try StringTable("city", in: snapshot).string(at: 3) == "Cañon")
  }

  @Test func theConstantsOfTheSpecification() throws {
    let bytes = try contents(of: Self.path)
    #expect(Array(bytes[..<8]) == [0x89, 0x50, 0x4C, 0x41, 0x54, 0x0D, 0x0A, 0x01])
    let nothing: [UInt8] = []
    let checksum = Checksum.of(nothing.span)
    #expect(checksum == 0x2D06_8005_38D3_94C2)
    #expect(ElementType.allCases.map(\.rawValue) == Array(1...11))
    #expect(ElementType.allCases.map(\.size) == [1, 1, 2, 4, 8, 1, 2, 4, 8, 4, 8])
  }

  @Test func theWorkedExampleOfTheSpecification() throws {
    let specification = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent(
        "../../indexes/FORMAT.md")
    var example: [UInt8] = []
    for line in try String(contentsOf: specification, encoding: .utf8).split(separator: "\n") {
      let words = line.split(separator: " ")
      guard line.hasPrefix("    "), let first = words.first, first.count == 8,
        let offset = Int(first, radix: 16)
      else {
        continue
      }
      example += [UInt8](repeating: 0, count: offset - example.count)
      example += words.dropFirst().compactMap { UInt8($0, radix: 16) }
    }
    let scratch = try Scratch()
    var writer = try SnapshotWriter(path: scratch.file("a.plat"), changeNumber: 7)
    try writer.add("listPrice", [350_000, 420_000, 1_250_000] as [UInt32])
    try writer.finish()
    #expect(try contents(of: scratch.file("a.plat")) == example)
  }
}
