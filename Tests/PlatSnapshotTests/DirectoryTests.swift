import Foundation
import Synchronization
import Testing

@testable import PlatSnapshot

@Suite(.timeLimit(.minutes(30))) struct DirectoryTests {
  @Test func namesAndTheirOrder() throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    #expect(try directory.entries() == [])
    #expect(try directory.nextPath() == scratch.file("000001.plat"))
    let newest = try directory.openNewest()
    #expect(newest.snapshot == nil && newest.entry == nil && newest.refusals == [])
    let others = [
      "1.plat", "000000.plat", "0000007.plat", "-00001.plat", "+00001.plat", "000009.plat.tmp",
      "x.plat",
      "records.sqlite",
      "00000a.plat", "99999999999999999999.plat", ".plat", ".000005.plat.1-1.tmp",
    ]
    for name in ["000002.plat", "000010.plat", "1000000.plat", "999999.plat"] + others {
      try write([], to: scratch.file(name))
    }
    #expect(try directory.entries().map(\.number) == [1_000_000, 999_999, 10, 2])
    #expect(try directory.nextPath() == scratch.file("1000001.plat"))
    #expect(throws: SnapshotError.self) {
      try SnapshotDirectory(path: scratch.file("none")).entries()
    }
  }

  @Test func theNewestWholeSnapshotIsTakenAndTheOthersExplained() throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    for change: UInt64 in 1...5 { try writeSample(to: directory.nextPath(), changeNumber: change) }
    try truncate(scratch.file("000005.plat"), to: 1_000)
    var bytes = try contents(of: scratch.file("000004.plat"))
    let place = try #require(try Snapshot.open(path: scratch.file("000004.plat")).section("u64"))
      .offset
    bytes[Int(place)] ^= 4
    try write(bytes, to: scratch.file("000004.plat"))
    try FileManager.default.createDirectory(
      atPath: scratch.file("000006.plat"), withIntermediateDirectories: false)

    let quick = try directory.openNewest()
    #expect(quick.snapshot?.changeNumber == 4)
    #expect(quick.entry == SnapshotDirectory.Entry(number: 4, path: scratch.file("000004.plat")))
    #expect(quick.refusals.map(\.code) == [.notAFile, .wrongLength])

    let thorough = try directory.openNewest(verifying: true)
    #expect(thorough.snapshot?.changeNumber == 3)
    #expect(thorough.refusals.map(\.code) == [.notAFile, .wrongLength, .damagedSection])
    #expect(thorough.refusals.last?.section == "u64")
  }

  @Test func theOldestAreRemoved() throws {
    let scratch = try Scratch()
    let directory = SnapshotDirectory(path: scratch.path)
    for change: UInt64 in 1...4 { try writeSample(to: directory.nextPath(), changeNumber: change) }
    let oldest = try Snapshot.open(path: scratch.file("000001.plat"))
    #expect(try directory.removeOldest(keeping: 2).map(\.number) == [2, 1])
    #expect(try directory.removeOldest(keeping: 2) == [])
    #expect(scratch.names == ["000003.plat", "000004.plat"])
    #expect(oldest.verify() == [])
    #expect(try directory.nextPath() == scratch.file("000005.plat"))
    #expect(try directory.removeOldest(keeping: -1).count == 2)
  }

  @Test func aCrashAtAnyCallLeavesTheOldSnapshotOrTheNew() throws {
    let scratch = try Scratch()
    let live = scratch.file("live")
    try FileManager.default.createDirectory(atPath: live, withIntermediateDirectories: false)
    let directory = SnapshotDirectory(path: live)
    try writeSample(to: directory.nextPath(), changeNumber: 1)
    // The directory is copied before each system call, as a crash at that moment would leave it.
    let crashes = Atomic<Int>(0)
    let root = scratch.path
    let file = try OutputFile(path: directory.nextPath()) { _ in
      let number = crashes.add(1, ordering: .relaxed).newValue
      _ = try? SnapshotDirectory(path: live).removeLeftovers()
      return (try? FileManager.default.copyItem(atPath: live, toPath: "\(root)/crash-\(number)"))
        == nil ? 5 : 0
    }
    var writer = try SnapshotWriter(file: file, changeNumber: 2)
    try addSample(to: &writer)
    try writer.add("large", [UInt64](repeating: 5, count: 300_000))
    try writer.finish()
    let count = crashes.load(ordering: .relaxed)
    #expect(count >= 8)
    var seen: Set<UInt64> = []
    for number in 1...count {
      let crashed = SnapshotDirectory(path: "\(root)/crash-\(number)")
      let newest = try crashed.openNewest(verifying: true)
      #expect(newest.refusals == [])
      let snapshot = try #require(newest.snapshot)
      seen.insert(snapshot.changeNumber)
      try crashed.removeLeftovers()
      let left = try FileManager.default.contentsOfDirectory(atPath: crashed.path)
      #expect(Set(left).subtracting(["000001.plat", "000002.plat"]) == [])
    }
    #expect(seen == [1, 2])
    #expect(try directory.openNewest(verifying: true).snapshot?.changeNumber == 2)
  }
}
