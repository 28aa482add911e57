import Glibc
import Testing

@testable import PlatSnapshot

/// Files with correct checksums and invalid fields.
@Suite(.timeLimit(.minutes(30))) struct HostileTests {
  func refusal(_ file: HandMade) -> SnapshotError? {
    do throws(SnapshotError) {
      let bytes = file.bytes
      readEverything(try Snapshot.open(bytes: bytes.span, name: "hostile"))
      return nil
    } catch {
      return error
    }
  }

  func twoColumns() -> HandMade {
    HandMade(sections: [("a", .uint32, 3, 256), ("b", .float64, 64, 512)])
  }

  @Test func theHandMadeFileItselfIsTaken() {
    #expect(refusal(twoColumns()) == nil)
    #expect(refusal(HandMade(sections: [])) == nil)
  }

  @Test(
    arguments: [0, 2, 3, 64, 127, 129, 192, 383, 385, UInt64.max - 63, UInt64.max, 1 << 63]
      as [UInt64])
  func anOffsetElsewhere(offset: UInt64) {
    var file = twoColumns()
    file.sections[1] = file.sections[1].with(offset: offset)
    #expect(refusal(file)?.code == .damagedTable)
    #expect(refusal(file)?.section == "b")
  }

  @Test(
    arguments: [
      0, 65, 1 << 32, UInt64.max, UInt64.max - 62, UInt64.max / 8, UInt64.max / 4 + 1,
      10_000_000_000_000,
    ]
      as [UInt64])
  func aCountThatDoesNotFit(count: UInt64) {
    var file = twoColumns()
    file.sections[1] = file.sections[1].with(count: count)
    #expect(refusal(file)?.code == .damagedTable)
    if let length = SnapshotFormat.length(count: count, of: .float64) {
      file.sections[1] = file.sections[1].with(count: count, length: length)
      #expect(refusal(file)?.code == .damagedTable)
    }
  }

  @Test func anEndThatOverflows() {
    var file = HandMade(sections: [
      ("a", .uint32, 3, 256), ("b", .uint8, 64, 64), ("c", .uint8, 0, 0),
    ])
    file.sections[1] = file.sections[1].with(count: .max - 63, length: .max - 63)
    #expect(refusal(file)?.code == .damagedTable)
    file.sections[2] = file.sections[2].with(offset: 384 &+ (.max - 63))
    #expect(refusal(file)?.code == .damagedTable)
  }

  @Test func sectionsThatOverlapOrLeaveAGap() {
    var file = twoColumns()
    file.sections.swapAt(0, 1)
    #expect(refusal(file)?.code == .damagedTable)
    file = twoColumns()
    file.sections[1] = file.sections[1].with(count: 0, length: 0)
    #expect(refusal(file)?.code == .damagedTable)
  }

  @Test func namesThatAreNone() {
    for name in ["", "ä", "a b", "a\n", "a/b", "a\u{0}b"] {
      var file = twoColumns()
      file.sections[1] = file.sections[1].with(name: name)
      #expect(refusal(file)?.code == .damagedTable, "\(name)")
    }
    var twice = twoColumns()
    twice.sections[1] = twice.sections[1].with(name: "a")
    #expect(refusal(twice)?.code == .damagedTable)
    #expect(refusal(twice)?.section == "a")
    var longest = twoColumns()
    longest.sections[1] = longest.sections[1].with(name: String(repeating: "n", count: 31))
    #expect(refusal(longest) == nil)
  }

  @Test(arguments: [0, 12, 255])
  func anElementTypeThatIsUnknown(code: UInt8) {
    var file = twoColumns()
    var table = file.table
    table[31] = code
    file.rawTable = table
    #expect(refusal(file)?.code == .damagedTable)
  }

  @Test func otherVersionsAreRefused() {
    var file = twoColumns()
    file.header.leastReader = SnapshotFormat.current + 1
    #expect(refusal(file)?.code == .tooNew)
    file = twoColumns()
    file.header.version = SnapshotFormat.oldestReadable - 1
    #expect(refusal(file)?.code == .tooOld)
    file = twoColumns()
    file.header.version = SnapshotFormat.current + 5
    #expect(refusal(file) == nil, "a newer file that says that this reader can read it")
    file = twoColumns()
    file.patchHeader[7] = 2
    #expect(refusal(file)?.code == .tooNew)
  }

  @Test func headerFields() {
    var file = twoColumns()
    file.patchHeader[44] = 32
    #expect(refusal(file)?.code == .damagedHeader)
    for reserved in [56, 90, 119] {
      file = twoColumns()
      file.patchHeader[reserved] = 1
      #expect(refusal(file)?.code == .damagedHeader)
      #expect(refusal(file)?.offset == UInt64(reserved))
    }
    for offset: UInt64 in [0, 64, 127, 128, 895, 1 << 63, .max, .max - 127] {
      file = twoColumns()
      file.header.tableOffset = offset
      #expect(refusal(file)?.code == .damagedHeader, "\(offset)")
    }
    for count: UInt32 in [0, 1, 3, 65_536, .max] {
      file = twoColumns()
      file.header.sectionCount = count
      #expect(refusal(file)?.code == .damagedHeader, "\(count)")
    }
    for length: UInt64 in [0, 128, 10_000_000_000_000, .max] {
      file = twoColumns()
      file.header.fileLength = length
      #expect(refusal(file)?.code == .wrongLength, "\(length)")
    }
  }

  @Test func stringOffsetsThatLie() throws {
    func table(_ offsets: [UInt32], bytes: Int = 20) throws -> StringTable {
      let scratch = try Scratch()
      var writer = try SnapshotWriter(path: scratch.file("a.plat"), changeNumber: 0)
      try writer.add("s.bytes", bytes: [UInt8](repeating: 0xFF, count: bytes).span)
      try writer.add("s.offsets", offsets)
      try writer.finish()
      return try StringTable("s", in: Snapshot.open(path: scratch.file("a.plat")))
    }
    let lies = try table([0, 30, 5, .max, 7, 20])
    #expect(
      (-1...6).map { lies.range(at: $0) } == [
        0..<0, 0..<0, 0..<0, 0..<0, 0..<0, 7..<20, 0..<0, 0..<0,
      ])
    #expect(lies.string(at: 4) == String(repeating: "\u{FFFD}", count: 13))
    #expect(lies.bytes(at: .max).count == 0)
    for offsets: [UInt32] in [[], [0], [20], [1, 20], [0, 19], [0, 21]] {
      #expect(throws: SnapshotError.self, "\(offsets)") { _ = try table(offsets) }
    }
    #expect(try table([0], bytes: 0).count == 0)
  }

  @Test func aColumnOfAHundredGigabytesOpensAtOnce() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    let length: UInt64 = 100 << 30
    var file = HandMade(sections: [("big", .uint64, 0, 0)])
    file.sections[0] = file.sections[0].with(count: length / 8, length: length)
    file.header.tableOffset = 128 + length
    file.header.fileLength = 128 + length + 64
    try write(file.headerBytes, to: path)
    try truncate(path, to: Int(file.header.fileLength) - 64)
    let descriptor = unsafe open(path, O_WRONLY | O_APPEND)
    let table = file.table
    #expect(
      unsafe table.withUnsafeBytes { unsafe Glibc.write(descriptor, $0.baseAddress, $0.count) }
        == 64)
    close(descriptor)
    let column = try Snapshot.open(path: path).column("big", of: UInt64.self)
    #expect(column[Int(length / 8) - 1] == 0)
    #expect(column[Int(length / 8)] == nil)
  }
}

extension SectionInfo {
  func with(
    name: String? = nil, offset: UInt64? = nil, count: UInt64? = nil, length: UInt64? = nil
  ) -> SectionInfo {
    SectionInfo(
      name: name ?? self.name, type: type, offset: offset ?? self.offset,
      count: count ?? self.count,
      length: length ?? self.length, checksum: checksum)
  }
}
