internal import Plat
internal import PlatJSON

/// The answer of `/api/health`.
struct Health: Sendable {
  private let listings: ListingsDatabase
  private let generation: Int
  private let isDraining: Bool
  private let isUnchanged: Bool
  private let passedOver: [SnapshotError]
  /// The change number of the records, or the reason why they are unreadable.
  private let records: Result<UInt64, PlatError>
  /// The state of merges; nil for an index that cannot be written to.
  private let merges: MergeState?

  init(_ call: borrowing Call) {
    let listings = call.generation.listings
    self.listings = listings
    generation = call.generation.number
    isDraining = call.context.isDraining
    isUnchanged = listings.isUnchanged
    passedOver = call.context.damage.passedOver
    merges = call.context.served.listings.live?.mergeState
    do throws(PlatError) { records = .success(try listings.recordsChangeNumber()) } catch {
      records = .failure(error)
    }
  }

  /// Whether the server accepts requests.
  var isReady: Bool { !isDraining && isUnchanged }

  /// The reason why the records are unreadable.
  private var problem: String? {
    guard case .failure(let error) = records else { return nil }
    return Problem.library(error).detail
  }

  /// Its members.
  static let described = DescribedObject<Health>([
    .member("status") { $0.isDraining ? "draining" : $0.isUnchanged ? "ready" : "damaged" },
    .member("live") { _ in true },
    .member("ready") { $0.isReady },
    .member("listings") { $0.listings.shownCount },
    .member("generation") { $0.generation },
    .member("changeNumber") { $0.listings.changeNumber },
    .object("snapshot", by: snapshot) { $0 },
    .object("records", by: records) { $0 },
    .object("written", "What was written since the snapshot.", by: written) { $0 },
    .object("merging", "What is not merged into a snapshot yet.", by: merging) { $0 },
    .object("sqlite", "The library that holds the documents.", by: sqlite) { $0 },
    .list("passedOver", by: refusal) { $0.passedOver },
  ])

  private static let snapshot = DescribedObject<Health>([
    .member("file") { name($0.listings.origin.path) },
    .member("changeNumber") { $0.listings.origin.changeNumber },
    .member("unchanged") { $0.isUnchanged },
  ])

  private static let records = DescribedObject<Health>([
    .optional("changeNumber") { try? $0.records.get() },
    .optional("problem") { $0.problem },
  ])

  private static let written = DescribedObject<Health>([
    .member("listings", as: .integer(least: 0)) { $0.listings.writtenSize.listings },
    .member("removed", as: .integer(least: 0)) { $0.listings.writtenSize.removed },
  ])

  private static let merging = DescribedObject<Health>([
    .member("changes", as: .integer(least: 0)) { $0.merges?.unmerged.count ?? 0 },
    .member("bytes", as: .integer(least: 0)) { $0.merges?.unmerged.bytes ?? 0 },
    .member("running") { $0.merges?.isMerging ?? false },
    .member("merges", as: .integer(least: 0)) { $0.merges?.merges ?? 0 },
    .optional("lastSeconds") { $0.merges?.seconds },
    .member("failures", as: .integer(least: 0)) { $0.merges?.failures ?? 0 },
    .optional("failure") { $0.merges?.failure },
  ])

  private static let sqlite = DescribedObject<Health>([
    .member("version") { _ in StoreLibrary.version },
    .member("losesConcurrentCommits") { _ in StoreLibrary.losesConcurrentCommits },
  ])

  private static let refusal = DescribedObject<SnapshotError>([
    .member("snapshot") { name($0.path) },
    .member("reason") { error in
      error.section.map { "section \($0): \(error.reason)" } ?? error.reason
    },
  ])

  /// The name of a file without its directory.
  private static func name(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }
}
