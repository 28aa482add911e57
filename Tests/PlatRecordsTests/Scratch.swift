import Foundation
import PlatStore

@testable import PlatRecords

/// A temporary directory for one test, removed at its end.
final class Scratch: Sendable {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "records-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  /// The store's path.
  var store: String { path + "/records.sqlite" }

  /// All files except the store itself, its lock, and SQLite's companion files.
  var strangers: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).filter {
      !["records.sqlite", "records.sqlite-wal", "records.sqlite-shm", "records.sqlite.lock"]
        .contains($0)
    }.sorted()
  }
}

/// The expected contents of the store, in the simplest form.
struct Model {
  struct Row: Equatable {
    var ordinal: Int
    var document: String
    var modified: Int64?
  }

  var rows: [String: Row] = [:]
  var change: UInt64 = 0
  var next = 0

  mutating func upsert(_ key: String, _ document: String, _ modified: Int64?) {
    if let row = rows[key] {
      if row.document == document, row.modified == modified { return }
      rows[key] = Row(ordinal: row.ordinal, document: document, modified: modified)
    } else {
      rows[key] = Row(ordinal: next, document: document, modified: modified)
      next += 1
    }
    change += 1
  }

  mutating func delete(_ key: String) {
    if rows.removeValue(forKey: key) != nil { change += 1 }
  }
}

/// Reads a whole store by a scan.
func everything(in store: RecordStore) throws -> [String: Model.Row] {
  var rows: [String: Model.Row] = [:]
  var batch = RecordBatch()
  var scan = try store.scan()
  var last = -1
  while try scan.next(into: &batch, bytes: 1_000) {
    for index in 0..<batch.count {
      precondition(batch.ordinals[index] > last, "a scan goes up")
      last = batch.ordinals[index]
      rows[batch.keyText(at: index)] = Model.Row(
        ordinal: last, document: batch.documentText(at: index), modified: batch.modified(at: index))
    }
  }
  return rows
}

extension RecordBatch {
  init(_ records: [(key: String, document: String)]) {
    self.init()
    for record in records { append(key: record.key, document: record.document) }
  }

  func documentText(at index: Int) -> String {
    let bytes = document(at: index)
    return String(decoding: (0..<bytes.count).map { bytes[$0] }, as: UTF8.self)
  }
}

extension RecordStore {
  func text(ordinal: Int) throws(StoreError) -> String? {
    var bytes: [UInt8] = []
    return try document(ordinal: ordinal, into: &bytes)
      ? String(decoding: bytes, as: UTF8.self) : nil
  }

  func text(key: String) throws(StoreError) -> String? {
    var bytes: [UInt8] = []
    return try document(key: key, into: &bytes) == nil
      ? nil : String(decoding: bytes, as: UTF8.self)
  }
}

/// The error that a call throws, or nil if it throws none.
func refusal<T>(_ body: () throws(StoreError) -> T) -> StoreError? {
  do throws(StoreError) {
    _ = try body()
    return nil
  } catch {
    return error
  }
}
