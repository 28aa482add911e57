import Foundation
import Glibc
import Synchronization
import Testing

@testable import PlatStore

/// Marks, versions and migrations of a database, and read-only connections.
@Suite(.timeLimit(.minutes(30))) struct SchemaTests {
  private let schema = StoreSchema(
    of: "the notes", mark: 0x506C_4E6F,
    migrations: ["CREATE TABLE notes(x)", "INSERT INTO notes VALUES (1)"])

  private func refusal(_ body: () throws(StoreError) -> Void) -> StoreError? {
    do throws(StoreError) {
      try body()
      return nil
    } catch {
      return error
    }
  }

  @Test func aStoreIsMadeOnceAndIsDurable() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    #expect(
      refusal { () throws(StoreError) in
        _ = try schema.openForWriting(path, expecting: .store)
      }?.code == .notFound)
    for _ in 0..<2 {
      let connection = try schema.openForWriting(path, expecting: .anything)
      #expect(try schema.version(of: connection) == 2)
      #expect(try connection.integer("SELECT count(*) FROM notes") == 1)
      #expect(try connection.integer("PRAGMA synchronous") == 2)
      #expect(try connection.integer("PRAGMA application_id") == schema.mark)
      let mode = try connection.prepare("PRAGMA journal_mode")
      #expect(try mode.step() && mode.text(0) == "wal")
    }
  }

  @Test func anEmptyFileIsTakenOnlyWhereOneIsExpected() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    _ = FileManager.default.createFile(atPath: path, contents: nil)
    let error = refusal { () throws(StoreError) in
      _ = try schema.openForWriting(path, expecting: .store)
    }
    #expect(error?.code == .otherDatabase && error?.reason == "the database is empty")
    let connection = try schema.openForWriting(path, expecting: .storeOrEmpty)
    #expect(try schema.version(of: connection) == 2)
  }

  @Test func aStoreOfAnotherKindOrANewerVersionIsLeftAlone() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    let other = StoreSchema(of: "others", mark: 7, migrations: ["CREATE TABLE others(x)"])
    _ = try other.openForWriting(path, expecting: .anything)
    #expect(
      refusal { () throws(StoreError) in
        _ = try schema.openForWriting(path, expecting: .anything)
      }?.code == .otherDatabase)
    let newer = other.with(migrations: other.migrations + ["CREATE TABLE more(x)"])
    _ = try newer.openForWriting(path, expecting: .store)
    let error = refusal { () throws(StoreError) in
      _ = try other.openForWriting(path, expecting: .store)
    }
    #expect(error?.code == .tooNew)
    #expect(
      error?.reason == "others are of schema version 2, this program knows versions up to 1")
    let connection = try newer.openForWriting(path, expecting: .store)
    #expect(try connection.integer("SELECT count(*) FROM sqlite_schema") == 2)
  }

  @Test func aStepThatFailsUndoesAllStepsBeforeIt() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    _ = try schema.openForWriting(path, expecting: .anything)
    let steps = schema.migrations + ["INSERT INTO notes VALUES (2)", "INSERT INTO none VALUES (3)"]
    #expect(
      refusal { () throws(StoreError) in
        _ = try schema.with(migrations: steps).openForWriting(path, expecting: .store)
      } != nil)
    let connection = try schema.openForWriting(path, expecting: .store)
    #expect(try connection.integer("SELECT count(*) FROM notes") == 1)
  }

  @Test func manyThreadsBringOneStoreToTheCurrentVersion() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    let failures = Mutex<[String]>([])
    let schema = self.schema
    DispatchQueue.concurrentPerform(iterations: 8) { _ in
      do {
        let connection = try schema.openForWriting(path, expecting: .anything)
        let count = try connection.integer("SELECT count(*) FROM notes")
        if count != 1 { failures.withLock { $0.append("\(count ?? -1) notes") } }
      } catch {
        failures.withLock { $0.append("\(error)") }
      }
    }
    #expect(failures.withLock { $0 } == [])
  }

  @Test func aKilledMakerLeavesAStoreOrNone() async throws {
    let scratch = try Scratch()
    let path = scratch.path
    for number in 0..<4 {
      await #expect(processExitsWith: .signal(SIGKILL)) {
        [path = path as String, number = number as Int] in
        Thread.detachNewThread {
          usleep(UInt32(500 + number * 1_500))
          kill(getpid(), SIGKILL)
        }
        let schema = StoreSchema(
          of: "the notes", mark: 7, migrations: ["CREATE TABLE notes(x)"])
        for name in 0..<1_000_000 {
          _ = try schema.openForWriting("\(path)/\(number)-\(name).sqlite", expecting: .anything)
        }
      }
    }
    let schema = StoreSchema(of: "the notes", mark: 7, migrations: ["CREATE TABLE notes(x)"])
    let names = try FileManager.default.contentsOfDirectory(atPath: path)
    for name in names where name.hasSuffix(".sqlite") {
      let connection = try schema.openForWriting(path + "/" + name, expecting: .storeOrEmpty)
      #expect(try connection.integer("SELECT count(*) FROM notes") == 0)
    }
  }

  @Test func aPoolGivesEachThreadAConnectionOfItsOwn() throws {
    final class Reader: Sendable {}
    let made = Atomic<Int>(0)
    let pool = ReaderPool { () throws(StoreError) in
      made.add(1, ordering: .relaxed)
      return Reader()
    }
    let first = try pool.take()
    let second = try pool.take()
    #expect(first !== second)
    pool.giveBack(first)
    #expect(try pool.take() === first && made.load(ordering: .relaxed) == 2)
    pool.giveBack(second)
    #expect(
      refusal { () throws(StoreError) in
        try pool.withReader { (_) throws(StoreError) -> Void in throw StoreError.replaced("x") }
      }?.code == .replaced)
    // The reader that failed is not reused.
    #expect(try pool.take() !== second)
    #expect(made.load(ordering: .relaxed) == 3)
  }
}
