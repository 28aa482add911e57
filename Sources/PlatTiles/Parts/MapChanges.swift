internal import PlatGeometry
internal import PlatIndex
internal import PlatListings

/// What was written since the snapshot of a map: added listings, rows that are gone, and the
/// clusters in which listings came or went.
struct MapChanges: Sendable {
  /// One part of added listings.
  struct Part: Sendable {
    let part: GenerationPart
    let state: MapIndex
    let anchored: AnchoredRows
  }

  /// The snapshot's rows that are gone.
  let removed: RemovedRows
  /// The added listings, part by part.
  let parts: [Part]
  /// The snapshot's clusters that are not as they were.
  let clusters: ChangedClusters
  /// A frame in which the prices of all parts can be stored.
  let priceFrame: ColumnFrame

  /// The memory for what is kept of queries to one added part.
  private static let cacheBytes = 1 << 20

  /// Finds what was written; nil where nothing was.
  ///
  /// - Parameters:
  ///   - generation: The generation.
  ///   - base: What is kept of its snapshot.
  ///   - previous: What an earlier map of the same snapshot knows, of which as much is taken as
  ///     still holds.
  /// - Complexity: O(rows gone), and what ``AnchoredRows`` takes for each part that the earlier map
  ///   did not have.
  init?(_ generation: Generation, of base: MapIndex, following previous: MapChanges?) {
    if generation.isWhole { return nil }
    removed = generation.parts[0].removed
    var clusters = previous?.clusters ?? ChangedClusters(of: base.index)
    var parts: [Part] = []
    var frame = base.index.numbers(.listPrice)?.frame
    for part in generation.parts.dropFirst() {
      if let other = part.index.numbers(.listPrice)?.frame {
        frame = frame?.joined(with: other) ?? other
      }
      if let known = previous?.parts.first(where: { $0.part.index === part.index }) {
        parts.append(Part(part: part, state: known.state, anchored: known.anchored))
        continue
      }
      let anchored = AnchoredRows(part.index, on: base.index) { key, position in
        previous?.anchor(key: key, at: position)
      }
      clusters.insert(anchored)
      parts.append(
        Part(
          part: part,
          state: MapIndex(part.index, addedTo: base, cacheBytes: Self.cacheBytes),
          anchored: anchored))
    }
    for row in removed.rows where previous?.removed.contains(Int(row)) != true {
      clusters.insert(clustersHolding: Int(row))
    }
    self.parts = parts
    self.clusters = clusters
    priceFrame = frame ?? ColumnFrame(base: 0, step: 1)
  }

  /// The anchor of a listing of some part, which depends on its key and position alone.
  private func anchor(key: String, at position: Coordinate) -> Anchor? {
    for part in parts {
      if let row = part.part.index.row(key: key), part.part.index.position(row) == position {
        return part.anchored.anchor(ofRow: row)
      }
    }
    return nil
  }
}
