import Foundation
import PlatIndex
import PlatListings
import PlatLive
import PlatRecords
import PlatSnapshot
import PlatTestSupport
import Testing

/// A writer over some listings, and the listings that it should hold.
final class WriterScene {
  private let directory: URL
  let index: ListingIndex
  private(set) var records: RecordStore
  private(set) var writer: ListingWriter
  var listings: [String: PlainListing] = [:]

  private var path: String { directory.appending(path: "records.sqlite").path }

  init(_ base: [PlainListing]) throws {
    directory = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for listing in base { listings[listing.key] = listing }
    records = try RecordStore.open(
      path: directory.appending(path: "records.sqlite").path, mode: .create)
    var batch = RecordBatch()
    for listing in base { batch.append(key: listing.key, document: listing.json) }
    if !batch.isEmpty { _ = try records.upsert(batch) }
    index = try TestWorld.index(base, changeNumber: records.changeNumber())
    writer = try ListingWriter(index, records)
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  /// Ends the writer and begins another one over the same snapshot.
  func restart() throws {
    records = try RecordStore.open(path: path)
    writer = try ListingWriter(index, records)
  }

  func put(_ new: [PlainListing]) throws -> WriteReceipt {
    let receipt = try writer.write(new.map { .upsert(document: Array($0.json.utf8)) })
    for listing in new { listings[listing.key] = listing }
    return receipt
  }

  func world(_ name: String) throws -> TestWorld {
    try TestWorld(name, listings.values.sorted { $0.key < $1.key }, in: writer.generation)
  }

  /// What a build of the records makes.
  func built() throws -> ListingIndex {
    var documents: [(ordinal: Int, document: [UInt8])] = []
    var scan = try records.scan()
    var batch = RecordBatch()
    while try scan.next(into: &batch) {
      for place in 0..<batch.count {
        documents.append((batch.ordinals[place], batch.documentArray(at: place)))
      }
    }
    return try TestWorld.index(
      documents: documents, changeNumber: writer.changeNumber, keeping: writer.generation.base)
  }

  /// Expects the merged index to be, byte for byte, what a build of the records makes.
  func expectSections(_ note: String) throws {
    let built = try built()
    let merged = writer.generation.whole.index
    #expect(merged.rows == built.rows, "\(note)")
    for section in built.snapshot.sections {
      let own = merged.snapshot.section(section.name)
      #expect(
        own?.checksum == section.checksum && own?.count == section.count,
        "\(note): section \(section.name)")
    }
    #expect(merged.snapshot.sections.count == built.snapshot.sections.count, "\(note)")
  }
}
