import Glibc
import PlatFiles
import Synchronization
import Testing

@testable import PlatSnapshot

@Suite(.timeLimit(.minutes(30))) struct WriterTests {
  @Test func theSameCallsMakeTheSameBytes() throws {
    let scratch = try Scratch()
    try writeSample(to: scratch.file("a.plat"))
    try writeSample(to: scratch.file("b.plat"))
    #expect(try contents(of: scratch.file("a.plat")) == contents(of: scratch.file("b.plat")))
  }

  @Test func largeColumnsComeBack() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    // Sizes around the writer's buffer of 1 MiB.
    let sizes = [(1 << 18) - 1, 1 << 18, (1 << 18) + 1, 700_001]
    var writer = try SnapshotWriter(path: path, changeNumber: 1)
    for size in sizes {
      try writer.add("c\(size)", (0..<UInt32(size)).map { $0 &* 2_654_435_761 })
      try writer.add("b\(size)", bytes: [UInt8](repeating: 7, count: size * 4).span)
    }
    try writer.finish()
    let snapshot = try Snapshot.open(path: path)
    #expect(snapshot.verify() == [])
    for size in sizes {
      let column = try snapshot.column("c\(size)", of: UInt32.self)
      let span = column.span
      var wrong = 0
      for index in span.indices where span[index] != UInt32(index) &* 2_654_435_761 { wrong += 1 }
      #expect(span.count == size && wrong == 0)
      let bytes = try snapshot.bytes("b\(size)")
      let copy = bytes.span.array
      #expect(copy == [UInt8](repeating: 7, count: size * 4))
    }
  }

  @Test func namesAreChecked() throws {
    let scratch = try Scratch()
    for name in ["", "a b", "ä", "a/b", String(repeating: "n", count: 32)] {
      #expect(throws: SnapshotError.self, "\(name)") {
        var writer = try SnapshotWriter(path: scratch.file("a.plat"), changeNumber: 1)
        try writer.add(name, [1] as [UInt8])
      }
    }
    var writer = try SnapshotWriter(path: scratch.file("a.plat"), changeNumber: 1)
    try writer.add("a", [1] as [UInt8])
    var code: SnapshotError.Code?
    do throws(SnapshotError) { try writer.add("a", [1] as [UInt16]) } catch { code = error.code }
    #expect(code == .duplicateName)
    writer.cancel()
    #expect(scratch.names == [])
  }

  @Test func anAbandonedWriterLeavesNothing() throws {
    let scratch = try Scratch()
    do {
      var writer = try SnapshotWriter(path: scratch.file("a.plat"), changeNumber: 1)
      try writer.add("a", [1] as [UInt8])
      #expect(scratch.names.count == 1)
    }
    #expect(scratch.names == [])
  }

  @Test func aFileIsNeverOverwritten() throws {
    let scratch = try Scratch()
    let path = scratch.file("a.plat")
    try writeSample(to: path, changeNumber: 1)
    #expect {
      try writeSample(to: path, changeNumber: 2)
    } throws: {
      ($0 as? SnapshotError)?.code == .alreadyExists
    }
    #expect(try Snapshot.open(path: path).changeNumber == 1)
    #expect(scratch.names == ["a.plat"])
  }

  @Test func aDirectoryThatIsNotThere() throws {
    let scratch = try Scratch()
    #expect {
      try writeSample(to: scratch.file("none/a.plat"))
    } throws: {
      ($0 as? SnapshotError)?.code == .notFound && "\($0)".contains("open failed")
    }
  }

  @Test(arguments: [
    (ENOSPC, SnapshotError.Code.noSpace), (EIO, .inputOutput), (EDQUOT, .noSpace),
    (EROFS, .permissionDenied),
  ])
  func everyCallThatFailsIsReportedAndUndone(number: Int32, code: SnapshotError.Code) throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    try writeSample(to: directory.nextPath(), changeNumber: 1)
    var fatal = 0
    var seen: Set<TemporaryFile.Call> = []
    while true {
      let calls = Atomic<Int>(0)
      let target = fatal
      let failed = Mutex<TemporaryFile.Call?>(nil)
      do throws(SnapshotError) {
        let file = try OutputFile(path: directory.nextPath()) { call in
          guard calls.add(1, ordering: .relaxed).oldValue == target else { return 0 }
          failed.withLock { $0 = call }
          return number
        }
        var writer = try SnapshotWriter(file: file, changeNumber: 2)
        try addSample(to: &writer)
        try writer.finish()
        break
      } catch {
        let call = failed.withLock { $0 }
        if let call { seen.insert(call) }
        #expect(error.code == code && error.systemError == number)
        #expect(error.reason.hasPrefix(call?.rawValue ?? "?"))
        let newest = try directory.openNewest(verifying: true)
        #expect(newest.refusals == [])
        if call == .unlink || call == .syncDirectory {
          // The file already has its name, and is complete; the error says that the last step
          // failed.
          #expect(newest.snapshot?.changeNumber == 2)
          if let entry = newest.entry { #expect(unsafe unlink(entry.path) == 0) }
        } else {
          #expect(newest.snapshot?.changeNumber == 1)
        }
        #expect(scratch.names == ["000001.plat"])
      }
      fatal += 1
    }
    // A snapshot replaces no other file.
    #expect(seen == Set(TemporaryFile.Call.allCases).subtracting([.rename]))
    #expect(try directory.openNewest().snapshot?.changeNumber == 2)
  }
}
