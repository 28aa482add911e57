import Foundation
import PlatCommon
import PlatGeometry
import PlatTestSupport
import Synchronization
import Testing

@testable import Plat

/// Areas under short names: the same name on every server, stored on disk, bounded, and evicted.
@Suite(.timeLimit(.minutes(30))) struct AreaStoreTests {
  private func square(_ number: Int, side: Double = 0.5) throws -> Polygon {
    let (west, east) = (Double(number % 300) - 150, Double(number % 300) - 150 + side)
    let south = Double(number / 300) - 40
    return try Polygon(
      parsing:
        "POLYGON((\(west) \(south),\(east) \(south),\(east) \(south + side),\(west) \(south)))")
  }

  @Test func aNameIsOfTheShapeAloneAndOutlastsARestart() throws {
    let (one, two) = (try Scratch(), try Scratch())
    let store = AreaStore(directory: one.path)
    #expect(try store.polygon(named: "0123456789abcdef") == nil)
    #expect(!FileManager.default.fileExists(atPath: one.path + "/areas.sqlite"))
    var names: [String] = []
    for number in 0..<20 {
      let polygon = try square(number)
      let kept = store.keep(polygon)
      #expect(kept.failure == nil && AreaStore.isName(kept.name))
      #expect(store.keep(polygon).name == kept.name)
      #expect(AreaStore(directory: two.path).keep(polygon).name == kept.name)
      names.append(kept.name)
    }
    #expect(Set(names).count == 20)
    // A constant, because URLs with it are stored elsewhere.
    #expect(names[0] == "c23aadd350e750db")
    for store in [store, AreaStore(directory: one.path), AreaStore(directory: two.path)] {
      for (number, name) in names.enumerated() {
        #expect(try store.polygon(named: name) == square(number))
      }
    }
    for text in ["", "0", "0123456789ABCDEF", "0123456789abcdeg", "0123456789abcdef0", "'; --"] {
      #expect(!AreaStore.isName(text))
      #expect(try store.polygon(named: text) == nil)
    }
  }

  @Test func theAreaThatNobodyUsedForLongestMakesRoom() throws {
    let scratch = try Scratch()
    let hands = TestHands()
    var limits = AreaStore.Limits()
    (limits.areas, limits.inMemory) = (5, 2)
    func store() -> AreaStore {
      AreaStore(directory: scratch.path, clock: hands.clock, limits: limits)
    }
    var names: [String] = []
    for number in 0..<5 {
      names.append(store().keep(try square(number)).name)
      hands.pass(1_000)
    }
    // The first is posted again; the second is read a day later.
    #expect(store().keep(try square(0)).name == names[0])
    hands.pass(100_000_000)
    #expect(try store().polygon(named: names[1]) != nil)
    for number in 5..<8 {
      hands.pass(1_000)
      names.append(store().keep(try square(number)).name)
    }
    let isThere = try names.map { try store().polygon(named: $0) != nil }
    #expect(isThere == [true, true, false, false, false, true, true, true])
    // Areas in memory are distinguished from those on disk.
    let used = store()
    for name in [names[5], names[6], names[7]] { _ = try used.polygon(named: name) }
    #expect(!used.keeps(names[5]) && used.keeps(names[6]) && used.keeps(names[7]))
  }

  @Test func theBytesAreBoundedAsWell() throws {
    let scratch = try Scratch()
    let shape = try square(1).encoded.count
    var limits = AreaStore.Limits()
    limits.bytes = shape * 3
    let store = AreaStore(directory: scratch.path, limits: limits)
    let names = try (0..<6).map { store.keep(try square($0)).name }
    let again = AreaStore(directory: scratch.path, limits: limits)
    #expect(
      try names.map { try again.polygon(named: $0) != nil }
        == [false, false, false, true, true, true])
  }

  @Test func aDirectoryThatCannotBeWrittenKeepsAreasInMemory() throws {
    let store = AreaStore(directory: "/proc/no-such-directory")
    let kept = store.keep(try square(3))
    #expect(kept.failure != nil)
    #expect(try store.polygon(named: kept.name) == square(3))
    #expect(try AreaStore(directory: "/proc/no-such-directory").polygon(named: kept.name) == nil)
  }

  @Test func aFileOfSomethingElseIsLeftAlone() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/areas.sqlite"
    try Data("not a database, and longer than a header of one".utf8).write(
      to: URL(fileURLWithPath: path))
    let store = AreaStore(directory: scratch.path)
    let kept = store.keep(try square(3))
    #expect(kept.failure != nil)
    #expect(throws: PlatError.self) {
      try AreaStore(directory: scratch.path).polygon(named: kept.name)
    }
    #expect(try Data(contentsOf: URL(fileURLWithPath: path)).count == 47)
  }

  @Test func aFileThatIsRemovedIsMadeAgain() throws {
    let scratch = try Scratch()
    let store = AreaStore(directory: scratch.path)
    let first = store.keep(try square(1)).name
    for suffix in ["", "-wal", "-shm"] {
      try? FileManager.default.removeItem(atPath: scratch.path + "/areas.sqlite" + suffix)
    }
    let second = store.keep(try square(2)).name
    let again = AreaStore(directory: scratch.path)
    #expect(try again.polygon(named: second) != nil)
    #expect(try again.polygon(named: first) == nil && store.polygon(named: first) != nil)
  }

  @Test func whatNamesAnArea() {
    let references: [(String, AreaReference?)] = [
      ("area:0123456789abcdef", .area("0123456789abcdef")),
      (" 0123456789abcdef ", .area("0123456789abcdef")),
      ("area:x", .area("x")), ("place:palm-springs-ca", .place("palm-springs-ca")),
      ("POLYGON((0 0,1 0,1 1,0 0))", nil), ("0123456789abcde", nil), ("", nil),
      (#"{"type":"Polygon"}"#, nil), ("Place:x", nil),
    ]
    for (text, reference) in references { #expect(AreaReference(text) == reference, "\(text)") }
  }
}

/// A clock set by a test.
private final class TestHands: Sendable {
  private let time = Mutex<Int64>(1_000_000_000)
  var clock: WallClock { WallClock { [self] in time.withLock { $0 } } }
  func pass(_ milliseconds: Int64) { time.withLock { $0 += milliseconds } }
}
