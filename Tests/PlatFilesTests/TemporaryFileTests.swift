import Foundation
import PlatCommon
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatFiles

/// Files that get their name at the end: names, failures, and leftovers of a crash.
@Suite(.timeLimit(.minutes(30))) struct TemporaryFileTests {
  private func make(
    _ scratch: Scratch, _ text: String, for name: String = "a.txt",
    fault: TemporaryFile.Fault? = nil
  ) throws -> TemporaryFile {
    let file = try TemporaryFile(for: scratch.path + "/" + name, fault: fault)
    try file.write(Array(text.utf8).span)
    return file
  }

  @Test func aFileIsWrittenUnderATemporaryNameAndRemovedWithoutAnother() throws {
    let scratch = try Scratch()
    do {
      let file = try make(scratch, "text")
      #expect(scratch.names.count == 1 && scratch.names[0].hasPrefix(".a.txt."))
      #expect(TemporaryFile.target(of: scratch.names[0]) == "a.txt")
      try file.rewind()
      try file.write(Array("T".utf8).span)
      try file.synchronise()
      #expect(scratch.text(scratch.names[0]) == "Text")
    }
    #expect(scratch.names == [])
  }

  @Test func aPublishedFileNeedsAFreeName() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/a.txt"
    try make(scratch, "one").publish(as: path)
    #expect(scratch.names == ["a.txt"] && scratch.text("a.txt") == "one")
    let other = try make(scratch, "two")
    #expect(throws: SystemError("link", path: path, number: EEXIST)) {
      try other.publish(as: path)
    }
    #expect(scratch.text("a.txt") == "one")
    // It replaces the other file only on request.
    try other.replace(path)
    #expect(scratch.names == ["a.txt"] && scratch.text("a.txt") == "two")
    #expect(throws: SystemError.self) { try other.write(Array("late".utf8).span) }
  }

  @Test(arguments: TemporaryFile.Call.allCases)
  func aCallThatFailsIsNamedAndLeavesNoFile(call: TemporaryFile.Call) throws {
    let scratch = try Scratch()
    let fault: TemporaryFile.Fault = { $0 == call ? ENOSPC : 0 }
    let path = scratch.path + "/a.txt"
    do throws(SystemError) {
      let file = try TemporaryFile(for: path, fault: fault)
      try file.write(Array("text".utf8).span)
      try file.synchronise()
      if call == .rename { try file.replace(path) } else { try file.publish(as: path) }
      Issue.record("\(call) did not fail")
    } catch {
      #expect(error.call == call.rawValue && error.number == ENOSPC)
    }
    // After the link the file has its name.
    #expect(scratch.names == (call == .unlink || call == .syncDirectory ? ["a.txt"] : []))
  }

  @Test func onlyFilesThatACrashLeftAreRemoved() throws {
    let scratch = try Scratch()
    let live = try make(scratch, "live")
    let left = [".a.txt.99999-1.tmp", "a.txt.99999-2.tmp", ".b.txt.99999-3.tmp"]
    let others = [
      ".a.txt.tmp", ".a.txt.1-.tmp", ".a.txt.x-1.tmp", "a.txt.notes.tmp", ".a.txt.1-2-3.tmp",
      ".a.txt.1-2",
    ]
    for name in left + others + [".a.txt.99999-1.tmp-wal"] { try scratch.write("left", name) }
    let removed = try TemporaryFile.removeLeftovers(in: scratch.path, companions: ["-wal"]) {
      $0 == "a.txt"
    }
    #expect(removed.sorted() == [left[0], left[1]])
    let liveName = FilePath.split(live.path).name
    #expect(scratch.names == (others + [left[2], liveName]).sorted())
    #expect(throws: SystemError.self) {
      try TemporaryFile.removeLeftovers(in: scratch.path + "/none") { _ in true }
    }
  }
}

/// Locks, names and stamps.
@Suite(.timeLimit(.minutes(30))) struct FileSystemTests {
  @Test func anExclusiveLockKeepsAllOthersOutUntilItIsReleased() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/lock"
    let shared = try FileLock(path, exclusive: false)
    _ = try FileLock(path, exclusive: false)
    let isTaken = Mutex(false)
    let thread = Thread {
      if let other = try? FileLock(path, exclusive: true) {
        isTaken.withLock { $0 = true }
        other.release()
      }
    }
    thread.start()
    usleep(20_000)
    let wasTaken = isTaken.withLock { $0 }
    #expect(!wasTaken)
    shared.release()
    #expect(holdsSoon { isTaken.withLock { $0 } })
    _ = try FileLock(path, exclusive: true)
    #expect(throws: SystemError.self) {
      try FileLock(scratch.path + "/none/lock", exclusive: true)
    }
    // Without a directory nothing is locked.
    try FileLock(scratch.path + "/none/lock", exclusive: false).release()
  }

  @Test func pathsAreSplitAtTheLastSlash() {
    #expect(FilePath.split("a") == (".", "a"))
    #expect(FilePath.split("/a") == ("/", "a"))
    #expect(FilePath.split("x/y/a.b") == ("x/y", "a.b"))
  }

  @Test func aStampChangesWithTheFileAndItsIdentityWithTheNameOnly() throws {
    let scratch = try Scratch()
    try scratch.write("one", "a")
    let stamp = try #require(FileStamp.of(path: scratch.path + "/a"))
    try FileSystem.rename(scratch.path + "/a", to: scratch.path + "/b")
    #expect(FileStamp.of(path: scratch.path + "/b") == stamp)
    #expect(FileIdentity.of(path: scratch.path + "/a") == nil)
    #expect(FileSystem.length(of: scratch.path + "/b") == 3)
    let handle = try #require(FileHandle(forWritingAtPath: scratch.path + "/b"))
    try handle.write(contentsOf: Data("longer".utf8))
    try handle.close()
    #expect(FileStamp.of(path: scratch.path + "/b") != stamp)
    #expect(FileIdentity.of(path: scratch.path + "/b") == stamp.identity)
    #expect(try FileSystem.names(in: scratch.path).filter { !$0.hasPrefix(".") } == ["b"])
    #expect(throws: SystemError.self) { try FileSystem.names(in: scratch.path + "/none") }
  }
}
