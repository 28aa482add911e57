import Plat
import PlatFeeds
import PlatIndex
import PlatSnapshot

/// Opens a file with corrected checksums; if it is valid, reads all of it.
func runSnapshot(_ bytes: [UInt8]) {
  var file = SnapshotBytes(bytes: bytes)
  file.mend()
  tour(file.bytes)
}

/// Opens an index with some changes, and runs every kind of query.
func runIndex(_ bytes: [UInt8]) {
  var file = IndexEdits.apply(bytes)
  file.mend()
  tour(file.bytes)
}

/// Reads a feed, builds an index from it, and runs every kind of query.
///
/// The builder's output must be valid.
func runBuild(_ bytes: [UInt8]) {
  var builder = IndexBuilder()
  FeedRun(bytes).read { _ = try? builder.add($0) }
  guard builder.count > 0, let file = try? BaseIndex.file(of: builder) else { return }
  guard let snapshot = try? Snapshot.open(bytes: file.span, name: "built"),
    snapshot.verify().isEmpty,
    let index = try? ListingIndex(snapshot), index.rows == builder.count
  else { fatalError("the builder wrote an index that is refused") }
  IndexTour(index).run()
}

/// Opens bytes as a snapshot and as an index, in memory, and reads everything.
private func tour(_ bytes: [UInt8]) {
  guard let snapshot = try? Snapshot.open(bytes: bytes.span, name: "fuzz") else { return }
  _ = snapshot.verify()
  for section in snapshot.sections {
    let suffix = ".offsets"
    guard section.name.hasSuffix(suffix),
      let table = try? StringTable(String(section.name.dropLast(suffix.count)), in: snapshot)
    else { continue }
    for index in -1...table.count { _ = table.string(at: index) }
  }
  guard let index = try? ListingIndex(snapshot) else { return }
  IndexTour(index).run()
}

/// Changes to an index file, encoded as bytes.
///
/// The first byte selects a base; each change is a section, a kind of change, a position and a
/// value.
enum IndexEdits {
  /// Values near limits.
  private static let values: [UInt64] = [
    0, 1, 2, 63, 64, 65, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000,
    0xFFFF_FFFF,
    0x7FFF_FFFF_FFFF_FFFF, 0x8000_0000_0000_0000, .max, .max - 1, 0x7FF0_0000_0000_0000,
    0x7FF8_0000_0000_0000,
    0xFFF0_0000_0000_0000, 0x4330_0000_0000_0000, 1_800_000_000, 900_000_000, 2_494_967_296,
  ]

  /// The changed file of a base.
  static func apply(_ bytes: [UInt8]) -> SnapshotBytes {
    var dice = Dice(bytes)
    var file = BaseIndex.file(Int(dice.number(1)))
    for _ in 0..<64 where !dice.isEmpty {
      let section = Int(dice.number(1)) % max(file.sections, 1)
      let change = dice.number(1)
      let place = Int(dice.number(2))
      let raw = dice.number(4)
      let value = change & 0x80 == 0 ? values[Int(raw) % values.count] : raw
      let (count, size) = file.elements(section)
      let contents = file.contents(section)
      switch change & 0x0F {
      case 0: file.set(value, 8, at: file.entry(section) + [32, 40, 48][place % 3])
      case 1: file.bytes[file.entry(section) + 31] = UInt8(truncatingIfNeeded: raw % 13)
      case 2: file.bytes[file.entry(section) + place % 31] = UInt8(truncatingIfNeeded: raw)
      case 3:
        // Swaps the bytes of two sections of equal size.
        let other = file.contents(Int(raw) % max(file.sections, 1))
        if other.count == contents.count {
          let bytes = file.bytes[contents]
          file.bytes.replaceSubrange(contents, with: file.bytes[other])
          file.bytes.replaceSubrange(other, with: bytes)
        }
      case 4 where count > 0:
        for element in 0..<count { file.set(value, size, at: contents.lowerBound + element * size) }
      case 5 where !contents.isEmpty:
        // Includes the padding, which is zero in a valid file.
        let padded = contents.count / size
        file.set(value, size, at: contents.lowerBound + (padded - 1 - place % padded) * size)
      case 6 where count > 0:
        // Flips some bits of an element, so that it stays near its old value.
        let at = contents.lowerBound + place % count * size
        file.set(file.number(at: at, size) ^ (raw & 0xFF), size, at: at)
      default:
        if count > 0 { file.set(value, size, at: contents.lowerBound + place % count * size) }
      }
    }
    return file
  }

  /// Each base without a change, and a change of each section.
  static var seeds: [[UInt8]] {
    var seeds = BaseIndex.counts.indices.map { [UInt8($0)] }
    for section in 0..<BaseIndex.file(2).sections {
      for change: UInt8 in [4, 7] {
        seeds.append([2, UInt8(section & 0xFF), change, 0, 0, UInt8(section % 26), 0, 0, 0])
      }
    }
    return seeds
  }
}
