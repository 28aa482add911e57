import PlatTestSupport
import Testing

@testable import PlatSnapshot

/// A damaged file is refused with a reason, or reading all of it is harmless and `verify` reports
/// the damage.
@Suite(.timeLimit(.minutes(30))) struct DamageTests {
  /// A file small enough to break in every way.
  static func smallFile() throws -> [UInt8] {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    var writer = try SnapshotWriter(path: path, changeNumber: 0x0102_0304_0506_0708)
    try writer.add("price", [350_000, 420_000, 1_250_000] as [UInt32])
    try writer.add("none", [] as [Int64])
    var names = StringTableBuilder()
    for name in ["Indio", "", "Palm Desert"] { names.append(name) }
    try writer.add("city", strings: names)
    try writer.finish()
    return try contents(of: path)
  }

  /// Opens bytes, reads everything, and returns whether the damage was detected; nothing may trap.
  func isRefused(_ bytes: [UInt8]) -> Bool {
    do throws(SnapshotError) {
      let snapshot = try Snapshot.open(bytes: bytes.span, name: "damaged")
      readEverything(snapshot)
      let damage = snapshot.verify()
      return !damage.isEmpty && damage.allSatisfy { $0.section != nil && !$0.reason.isEmpty }
    } catch {
      return !error.reason.isEmpty && error.path == "damaged"
    }
  }

  @Test func theWholeFileIsTaken() throws {
    #expect(!isRefused(try Self.smallFile()))
  }

  @Test func everyLengthIsRefused() throws {
    let bytes = try Self.smallFile()
    for length in 0..<bytes.count {
      if !isRefused(Array(bytes[..<length])) { Issue.record("cut to \(length) bytes") }
    }
    for extra in [1, 63, 64, 4096] {
      if !isRefused(bytes + [UInt8](repeating: 0, count: extra)) {
        Issue.record("\(extra) bytes more")
      }
    }
  }

  @Test func everyFlippedBitIsSeen() throws {
    let bytes = try Self.smallFile()
    for index in bytes.indices {
      for bit in 0..<8 {
        var damaged = bytes
        damaged[index] ^= 1 << bit
        if !isRefused(damaged) { Issue.record("bit \(bit) of byte \(index)") }
      }
    }
  }

  @Test func runsOfRandomBytesAreSeen() throws {
    let bytes = try Self.smallFile()
    let seed: UInt64 = 20_140_502
    var random = SeededGenerator(seed: seed)
    for round in 0..<2_000 {
      var damaged = bytes
      let start = Int.random(in: 0..<bytes.count, using: &random)
      let end = Int.random(in: start + 1...min(start + 200, bytes.count), using: &random)
      for index in start..<end { damaged[index] = UInt8.random(in: 0...255, using: &random) }
      if damaged != bytes, !isRefused(damaged) {
        Issue.record("seed \(seed), round \(round): bytes \(start)..<\(end)")
      }
    }
  }

  @Test func randomFilesAreRefused() {
    let seed: UInt64 = 77
    var random = SeededGenerator(seed: seed)
    for round in 0..<2_000 {
      var bytes = (0..<Int.random(in: 0...600, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      if round % 2 == 0 {
        bytes.replaceSubrange(0..<min(8, bytes.count), with: SnapshotFormat.magic)
      }
      if !isRefused(bytes) { Issue.record("seed \(seed), round \(round)") }
    }
  }

  @Test func verifyNamesEveryDamagedSectionOfAFile() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path)
    var bytes = try contents(of: path)
    let whole = try Snapshot.open(path: path)
    for name in ["u16", "f64", "city.bytes"] {
      let section = try #require(whole.section(name))
      bytes[Int(section.offset)] ^= 1
    }
    let padding = try #require(whole.section("text"))
    let damagedPath = scratch.file("b.plat")
    try write(bytes, to: damagedPath)
    for residence in [Snapshot.Residence.mapped, .memory] {
      let damage = try Snapshot.open(path: damagedPath, residence: residence).verify()
      #expect(damage.map(\.section) == ["u16", "f64", "city.bytes"])
      #expect(
        damage.allSatisfy {
          $0.code == .damagedSection && $0.path == damagedPath && $0.offset != nil
        })
    }
    #expect(padding.length == 64)
  }

  @Test func paddingMustBeZeroEvenUnderARightChecksum() throws {
    let file = HandMade(sections: [("a", .uint32, 3, 256)]) { contents in contents[20] = 9 }
    let bytes = file.bytes
    let snapshot = try Snapshot.open(bytes: bytes.span, name: "padding")
    let damage = snapshot.verify()
    #expect(damage.map(\.section) == ["a"])
    #expect(damage.map(\.offset) == [128 + 20])
  }

  @Test func theRestOfAFileThatWasCutIsNotTakenForTheWhole() throws {
    let scratch = try Scratch()
    let path = scratch.file("a")
    try write([UInt8](repeating: 7, count: 10_000), to: path)
    let file = try OpenFile(path: path)
    #expect(try file.read(10_000, at: 0) == [UInt8](repeating: 7, count: 10_000))
    try truncate(path, to: 5_000)
    let error = #expect(throws: SnapshotError.self) { try file.read(10_000, at: 0) }
    #expect(error?.code == .wrongLength && error?.offset == 5_000)
  }

  @Test func aFileCutShortWhileOpenIsReported() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path)
    let snapshot = try Snapshot.open(path: path)
    let inMemory = try Snapshot.open(path: path, residence: .memory)
    try truncate(path, to: 1_000)
    let damage = snapshot.verify()
    #expect(damage.contains { $0.code == .wrongLength })
    #expect(inMemory.verify() == [])
    readEverything(inMemory)
  }
}
