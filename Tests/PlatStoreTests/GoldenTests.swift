import Foundation
import Plat
import PlatDecks
import PlatPlaces
import PlatRecords
import PlatTestSupport
import Testing

@testable import PlatStore

/// Databases that released versions wrote (`Golden`) open with all their contents.
@Suite(.timeLimit(.minutes(30))) struct GoldenTests {
  /// Unpacks a stored database into a directory.
  private func unpacked(_ name: String, into scratch: Scratch) throws -> String {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().path
    let path = scratch.path + "/" + name
    try SuperclusterGolden.unpacked("\(folder)/Golden/\(name).gz").write(
      to: URL(fileURLWithPath: path))
    return path
  }

  private func document(_ key: String, in store: RecordStore) throws -> String? {
    var document: [UInt8] = []
    return try store.document(key: key, into: &document) == nil
      ? nil : String(decoding: document, as: UTF8.self)
  }

  private func version(_ path: String) throws -> Int64? {
    try StoreConnection(path: path, mode: .read).integer("PRAGMA user_version")
  }

  @Test func recordsOfVersion1AreReadAndBroughtToTheCurrentVersion() throws {
    let scratch = try Scratch()
    let path = try unpacked("records-1.sqlite", into: scratch)
    for mode in [RecordStore.Mode.read, .write, .read] {
      let store = try RecordStore.open(path: path, mode: mode)
      #expect(try store.count() == 2 && store.changeNumber() == 4)
      #expect(try store.note("snapshot") == "abc-4" && store.verify() == [])
      #expect(try document("b", in: store) == #"{"listingKey":"b"}"#)
      let changes = try store.changes(since: 1)
      #expect(changes.changed == [1] && changes.deletedKeys == ["c"])
      // What was written before is not in the history, and is not taken for all of it.
      let history = try store.history(since: 0, limit: 10)
      #expect(history.entries.isEmpty && history.forgotten == 4 && !history.follows(3))
    }
    #expect(try version(path) == 3)
  }

  @Test func recordsOfVersion2AreReadAndWritten() throws {
    let scratch = try Scratch()
    let path = try unpacked("records-2.sqlite", into: scratch)
    let store = try RecordStore.open(path: path, mode: .write)
    #expect(try store.count() == 2 && store.changeNumber() == 1 && store.verify() == [])
    #expect(
      try document("a", in: store)
        == #"{"listingKey":"a","standardStatus":"Active","listPrice":500000,"city":"Indio","#
        + #""latitude":33.72,"longitude":-116.21}"#)
    #expect(try store.delete(keys: ["a"]).changeNumber == 2)
    #expect(try store.history(since: 1, limit: 10).entries.map(\.key) == [Array("a".utf8)])
    #expect(try store.verify() == [] && version(path) == 3)
  }

  @Test func placesOfVersion1AreReadAndWritten() throws {
    let scratch = try Scratch()
    let path = try unpacked("places-1.sqlite", into: scratch)
    guard let read = try PlaceStore.read(path: path) else {
      Issue.record("there is no store")
      return
    }
    let rows = try read.rows().map { "\($0.row.kind) \($0.row.id) \($0.hasBoundary)" }
    #expect(rows == ["city indio-ca true"])
    let boundary = try read.boundary(kind: "city", id: "indio-ca") ?? []
    #expect(String(decoding: boundary, as: UTF8.self).hasPrefix(#"{"type":"Polygon""#))
    try PlaceStore.create(path: path).change { (rows) throws(StoreError) in
      rows.map { PlaceStore.Row(kind: "city", id: $0.row.id + "-2", document: $0.row.document) }
    }
    let all = try read.rows().map { "\($0.row.id) \($0.hasBoundary)" }
    #expect(try all == ["indio-ca true", "indio-ca-2 false"] && version(path) == 1)
  }

  @Test func swipesOfVersion1AreReadAndWritten() throws {
    let scratch = try Scratch()
    let path = try unpacked("swipes-1.sqlite", into: scratch)
    let store = SwipeStore(path: path)
    let swipes = try store.swipes(of: "ann")
    #expect(swipes.map(\.listingKey) == ["a", "b"] && swipes.map(\.action) == [.like, .dislike])
    #expect(swipes.map(\.time) == [1_796_043_395_539, 1_796_043_395_618])
    try store.put(
      SwipeStore.Swipe(listingKey: "c", action: .like, time: 1), of: "ann", endingBefore: .min)
    #expect(try store.swipes(of: "ann").count == 3 && version(path) == 1)
  }
}
