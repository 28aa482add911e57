import Foundation
import Glibc
import PlatFiles
import PlatTestSupport
import Testing

@testable import PlatSnapshot

/// Files that change while they are open: the change is detected, and missing pages do not end the
/// process.
@Suite(.timeLimit(.minutes(30))) struct ChangeTests {
  /// A file of a few megabytes, so that most of its pages have not been read.
  private func writeLarge(to path: String) throws {
    var writer = try SnapshotWriter(path: path, changeNumber: 3)
    try writer.add("a", (0..<400_000).map { UInt64($0) &* 0x9E37_79B9_7F4A_7C15 })
    try addSample(to: &writer)
    try writer.finish()
  }

  /// Overwrites some bytes of a file in place.
  private func overwrite(_ path: String, at offset: UInt64, with bytes: [UInt8]) throws {
    let handle = try #require(FileHandle(forWritingAtPath: path))
    try handle.seek(toOffset: offset)
    try handle.write(contentsOf: Data(bytes))
    try handle.close()
  }

  /// Waits for the file system's clock to tick, so that a change gets another time.
  private func waitForATick(_ path: String) throws {
    let other = path + ".tick"
    let before = try #require(FileStamp.of(path: path))
    var now = before
    while now.modified == before.modified {
      try write([1], to: other)
      now = try #require(FileStamp.of(path: other))
    }
    try FileManager.default.removeItem(atPath: other)
  }

  @Test func aFileThatIsWrittenToIsKnownToHaveChanged() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path)
    let mapped = try Snapshot.open(path: path)
    let memory = try Snapshot.open(path: path, residence: .memory)
    #expect(mapped.isUnchanged && memory.isUnchanged)
    #expect(mapped.stamp == FileStamp.of(path: path) && mapped.stamp == memory.stamp)
    try waitForATick(path)
    try overwrite(path, at: 200, with: [9])
    #expect(!mapped.isUnchanged && memory.isUnchanged)
    #expect(FileStamp.of(path: path) != mapped.stamp)
    #expect(FileStamp.of(path: scratch.file("none")) == nil)
  }

  @Test func aFileThatIsRemovedOrRenamedIsStillTheSame() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path)
    let snapshot = try Snapshot.open(path: path)
    try FileManager.default.moveItem(atPath: path, toPath: scratch.file("b.plat"))
    #expect(snapshot.isUnchanged)
    try writeSample(to: path, changeNumber: 8)
    #expect(snapshot.isUnchanged && FileStamp.of(path: path) != snapshot.stamp)
    try FileManager.default.removeItem(atPath: scratch.file("b.plat"))
    #expect(snapshot.isUnchanged)
  }

  @Test(arguments: [0, 1, 4_096, 5_000, 100_000, 3_000_000]) func missingPagesAreZeros(
    _ length: Int
  ) throws {
    #expect(Snapshot.surviveMissingPages() && Snapshot.surviveMissingPages())
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeLarge(to: path)
    let snapshot = try Snapshot.open(path: path)
    let other = try Snapshot.open(path: path)
    #expect(snapshot.isUnchanged)
    try truncate(path, to: length)
    #expect(!snapshot.isUnchanged)
    let column = try snapshot.column("a", of: UInt64.self)
    // From the end to the start, so that each page is missing by itself; then another mapping of
    // the same file.
    var sum: UInt64 = 0
    for row in stride(from: column.count - 1, through: 0, by: -300) {
      sum &+= column[row, default: 0]
    }
    #expect(column[column.count - 1] == 0)
    if length < 4_096 { #expect(sum == 0) }
    readEverything(snapshot)
    readEverything(other)
    #expect(snapshot.verify().contains { $0.code == .wrongLength })
    // A file of the old length is not the old file: missing pages were read as zeros.
    try truncate(path, to: Int(snapshot.fileLength))
    #expect(!snapshot.isUnchanged)
  }

  @Test func threadsThatReadWhileAFileIsCutGoOn() throws {
    #expect(Snapshot.surviveMissingPages())
    let scratch = try Scratch()
    for round in 0..<4 {
      let path = scratch.file("\(round).plat")
      try writeLarge(to: path)
      let snapshot = try Snapshot.open(path: path)
      let group = DispatchGroup()
      for _ in 0..<3 {
        group.enter()
        Thread.detachNewThread {
          for _ in 0..<20 { readEverything(snapshot) }
          group.leave()
        }
      }
      for length in [2_000_000, 70_000, 0] { try truncate(path, to: length) }
      group.wait()
      #expect(!snapshot.isUnchanged)
    }
  }

  @Test func otherFaultsEndTheProcessAsBefore() async {
    await #expect(processExitsWith: .signal(SIGBUS)) {
      _ = Snapshot.surviveMissingPages()
      let scratch = try Scratch()
      let path = scratch.file("other")
      try write([UInt8](repeating: 1, count: 10_000), to: path)
      let descriptor = unsafe open(path, O_RDONLY)
      let address = unsafe mmap(nil, 10_000, PROT_READ, MAP_SHARED, descriptor, 0)
      try truncate(path, to: 0)
      let byte = unsafe address?.load(fromByteOffset: 5_000, as: UInt8.self) ?? 0
      exit(byte == 0 ? 0 : 3)
    }
    await #expect(processExitsWith: .signal(SIGBUS)) {
      _ = Snapshot.surviveMissingPages()
      kill(getpid(), SIGBUS)
      sleep(5)
    }
  }

  @Test func anyErrorOfWhatIsMadePassesASnapshotOver() throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    for change: UInt64 in 1...3 { try writeSample(to: directory.nextPath(), changeNumber: change) }
    try FileManager.default.createSymbolicLink(
      atPath: scratch.file("000004.plat"), withDestinationPath: scratch.file("nowhere"))
    let opened = try directory.openNewest { (snapshot) throws(SnapshotError) in
      if snapshot.changeNumber > 1 {
        throw SnapshotError(.inconsistentSections, path: snapshot.path, reason: "no")
      }
      return snapshot.changeNumber
    }
    #expect(opened.contents == 1 && opened.entry?.number == 1)
    #expect(
      opened.refusals.map(\.code) == [.notFound, .inconsistentSections, .inconsistentSections])
    let known = try directory.openNewest(endingAt: { $0.number == 2 }) {
      (snapshot) throws(SnapshotError) in
      if snapshot.changeNumber > 2 {
        throw SnapshotError(.inconsistentSections, path: snapshot.path, reason: "no")
      }
      return snapshot.changeNumber
    }
    #expect(known.contents == nil && known.entry?.number == 2 && known.refusals.count == 2)
  }

  @Test func aFileThatChangesWhileItIsOpenedIsPassedOver() throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    for change: UInt64 in 1...2 { try writeSample(to: directory.nextPath(), changeNumber: change) }
    let newest = scratch.file("000002.plat")
    let opened = try directory.openNewest { (snapshot) throws(SnapshotError) in
      if snapshot.path == newest { _ = unsafe Glibc.truncate(newest, 4_000) }
      return snapshot.changeNumber
    }
    #expect(opened.contents == 1 && opened.refusals.map(\.code) == [.changed])
  }

  @Test func adviceFitsTheSystemsError() {
    let tooMany = SnapshotError.system("open", EMFILE, path: "x")
    #expect(tooMany.isTransient && tooMany.remedy.contains("ulimit -n"))
    let broken = SnapshotError.system("pread", EIO, path: "x")
    #expect(!broken.isTransient && broken.remedy.contains("disk"))
  }
}
