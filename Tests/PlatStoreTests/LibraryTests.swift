import Testing

@testable import PlatStore

/// Which versions of SQLite lose commits, and that commits do not checkpoint.
@Suite(.timeLimit(.minutes(30))) struct LibraryTests {
  @Test func theVersionsThatLoseCommitsAreKnown() {
    let good = [3_006_023, 3_044_006, 3_044_009, 3_050_007, 3_050_099, 3_051_003, 3_052_000]
    let bad = [
      3_007_000, 3_040_001, 3_044_005, 3_045_000, 3_050_000, 3_050_006, 3_051_000, 3_051_002,
    ]
    for version in good { #expect(!StoreLibrary.losesConcurrentCommits(version), "\(version)") }
    for version in bad { #expect(StoreLibrary.losesConcurrentCommits(version), "\(version)") }
    #expect(StoreLibrary.version.hasPrefix("3."))
    #expect((StoreLibrary.warning != nil) == StoreLibrary.losesConcurrentCommits)
    #expect(StoreLibrary.warning?.contains(StoreLibrary.version) ?? true)
  }

  @Test func aWatchedLogIsCheckpointedOnDemandAlone() throws {
    let scratch = try Scratch()
    let path = scratch.path + "/notes.sqlite"
    let schema = StoreSchema(
      of: "the notes", mark: 7, migrations: ["CREATE TABLE notes(number INTEGER PRIMARY KEY, x)"])
    let connection = try schema.openForWriting(path, expecting: .anything)
    let watch = try connection.watchLog()
    for _ in 0..<3_000 {
      try connection.run("INSERT INTO notes(x) VALUES (zeroblob(4000))")
    }
    #expect(watch.frames > 3_000)
    let done = try connection.checkpoint()
    #expect(done.isWhole && done.frames == watch.frames)
    try connection.run("INSERT INTO notes(x) VALUES (1)")
    #expect(watch.frames < 10, "the log is begun again")
    // A reader keeps the pages that came after what it sees.
    let reader = try StoreConnection(path: path, mode: .read)
    try reader.run("BEGIN")
    #expect(try reader.integer("SELECT count(*) FROM notes") == 3_001)
    try connection.run("INSERT INTO notes(x) VALUES (2)")
    #expect(try !connection.checkpoint().isWhole)
    try reader.run("COMMIT")
    #expect(try connection.checkpoint().isWhole)
  }
}
