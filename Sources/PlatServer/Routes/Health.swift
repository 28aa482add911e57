internal import Plat
internal import PlatJSON

/// What `/api/health` tells.
struct Health {
  private let listings: ListingsDatabase
  private let generation: Int
  private let isDraining: Bool
  private let isUnchanged: Bool
  private let passedOver: [SnapshotError]

  init(_ call: borrowing Call) {
    listings = call.generation.listings
    generation = call.generation.number
    isDraining = call.service.isDraining
    isUnchanged = listings.isUnchanged
    passedOver = call.service.damage.passedOver
  }

  /// Whether requests are welcome.
  var isReady: Bool { !isDraining && isUnchanged }

  /// Writes it as an object.
  func write(_ writer: inout JSONWriter) {
    let snapshot = listings.index.snapshot
    writer.beginObject()
    writer.member("status", isDraining ? "draining" : isUnchanged ? "ready" : "damaged")
    writer.key("live")
    writer.bool(true)
    writer.key("ready")
    writer.bool(isReady)
    writer.member("listings", Int64(listings.shownCount))
    writer.member("generation", Int64(generation))
    writer.key("changeNumber")
    writer.integer(snapshot.changeNumber)
    writer.key("snapshot")
    writer.beginObject()
    writer.member("file", Self.name(snapshot.path))
    writer.key("changeNumber")
    writer.integer(snapshot.changeNumber)
    writer.key("unchanged")
    writer.bool(isUnchanged)
    writer.endObject()
    writer.key("records")
    writer.beginObject()
    do throws(PlatError) {
      let number = try listings.recordsChangeNumber()
      writer.key("changeNumber")
      writer.integer(number)
    } catch {
      writer.member("problem", Problem.library(error).detail)
    }
    writer.endObject()
    writer.key("passedOver")
    writer.beginArray()
    for refusal in passedOver {
      writer.beginObject()
      writer.member("snapshot", Self.name(refusal.path))
      writer.member(
        "reason", refusal.section.map { "section \($0): \(refusal.reason)" } ?? refusal.reason)
      writer.endObject()
    }
    writer.endArray()
    writer.endObject()
  }

  /// The name of a file without its directory.
  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
