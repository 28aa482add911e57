import Foundation
import Glibc

@testable import PlatSnapshot

/// A separate directory for one test, removed when the test ends.
final class Scratch {
  let path: String

  init() throws {
    path = NSTemporaryDirectory() + "snapshot-tests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func file(_ name: String) -> String { path + "/" + name }

  var names: [String] {
    ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
  }
}

/// Reads a whole file.
func contents(of path: String) throws -> [UInt8] {
  [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
}

/// Writes a whole file.
func write(_ bytes: [UInt8], to path: String) throws {
  try Data(bytes).write(to: URL(fileURLWithPath: path))
}

/// Writes the small file that most tests use: each element type, a section without elements, and a
/// table of strings.
func writeSample(to path: String, changeNumber: UInt64 = 7) throws(SnapshotError) {
  var writer = try SnapshotWriter(path: path, changeNumber: changeNumber)
  try addSample(to: &writer)
  try writer.finish()
}

/// Adds the sections of the small file.
func addSample(to writer: inout SnapshotWriter) throws(SnapshotError) {
  try writer.add("u8", [1, 2, 3] as [UInt8])
  try writer.add("u16", [1, .max] as [UInt16])
  try writer.add("u32", (0..<65).map { UInt32($0) * 1_000_003 })
  try writer.add("u64", [0, 1, .max] as [UInt64])
  try writer.add("i8", [-1, 0, 1] as [Int8])
  try writer.add("i16", [.min, 0, .max] as [Int16])
  try writer.add("i32", [.min, 0, .max] as [Int32])
  try writer.add("i64", [.min, 0, .max] as [Int64])
  try writer.add("f32", [-0.5, 0, .infinity] as [Float])
  try writer.add("f64", [-0.5, 0, .pi] as [Double])
  try writer.add("none", [] as [Int32])
  try writer.add("text", bytes: Array("{\"a\":1}".utf8).span)
  var names = StringTableBuilder()
  for name in ["Palm Springs", "", "La Quinta", "Cañon"] { names.append(name) }
  try writer.add("city", strings: names)
}

/// Reads everything in the small file through every accessor; returns a sum, so that the compiler
/// keeps the reads.
@discardableResult
func readEverything(_ snapshot: Snapshot) -> UInt64 {
  var sum: UInt64 = snapshot.changeNumber
  func add<T: ColumnElement>(_ type: T.Type, _ name: String, _ number: (T) -> UInt64) {
    guard let column = try? snapshot.column(name, of: type) else { return }
    for index in column.paddedSpan.indices { sum &+= number(column.paddedSpan[index]) }
    for index in column.span.indices { sum &+= number(column.span[index]) }
    for index in [-1, 0, column.count, .max, .min] {
      if let element = column[index] { sum &+= number(element) }
    }
  }
  for section in snapshot.sections {
    add(UInt8.self, section.name) { UInt64($0) }
    add(UInt16.self, section.name) { UInt64($0) }
    add(UInt32.self, section.name) { UInt64($0) }
    add(UInt64.self, section.name) { $0 }
    add(Int8.self, section.name) { UInt64(bitPattern: Int64($0)) }
    add(Int16.self, section.name) { UInt64(bitPattern: Int64($0)) }
    add(Int32.self, section.name) { UInt64(bitPattern: Int64($0)) }
    add(Int64.self, section.name) { UInt64(bitPattern: $0) }
    add(Float.self, section.name) { UInt64($0.bitPattern) }
    add(Double.self, section.name) { $0.bitPattern }
    if let bytes = try? snapshot.bytes(section.name) {
      for index in bytes.paddedSpan.indices { sum &+= UInt64(bytes.paddedSpan[index]) }
    }
    if section.name.hasSuffix(StringTable.offsetsSuffix) {
      let name = String(section.name.dropLast(StringTable.offsetsSuffix.count))
      if let table = try? StringTable(name, in: snapshot) {
        for index in -1...table.count {
          sum &+= UInt64(table.string(at: index).utf8.count) &+ UInt64(table.bytes(at: index).count)
        }
      }
    }
  }
  snapshot.prefetch(snapshot.sections.map(\.name) + ["absent"])
  return sum
}
