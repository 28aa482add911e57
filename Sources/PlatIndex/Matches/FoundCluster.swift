public import PlatGeometry
internal import PlatKernels

/// A cluster of a zoom in which listings match.
public struct FoundCluster: Sendable {
  /// Its number in the zoom.
  public let number: Int
  /// All of its rows.
  public let rows: Range<Int>
  /// The first and the last row that matches.
  public let matches: ClosedRange<Int>
  /// The mean of all its listings' positions.
  public let centre: MercatorPoint
  /// Whether too few match for a cluster; its listings are shown instead.
  public let isFew: Bool
  /// Its matches together; nothing where they are too few.
  public let summary: RowSummary
  /// How its matches part; without meaning where they are too few.
  public let parting: ClusterPyramid.Parting

  init(_ found: plat_found, of pyramid: ClusterPyramid) {
    number = Int(found.cluster)
    rows = Int(found.first)..<Int(found.end)
    matches = Int(found.first_match)...Int(found.last_match)
    centre = MercatorPoint(x: found.x, y: found.y)
    isFew = found.is_few != 0
    summary = RowSummary(found.summary)
    parting = pyramid.parting(least: found.parting)
  }
}

/// What is asked of a zoom's clusters.
public struct ClusterSearch: Sendable {
  /// Where a cluster must have its centre; nil for anywhere.
  ///
  /// Clusters with too few matches are found nevertheless.
  public let box: MercatorBox?
  /// Whether every listing with a position matches.
  public let matchesAll: Bool

  /// Takes what is asked.
  public init(within box: MercatorBox?, matchesAll: Bool) {
    self.box = box
    self.matchesAll = matchesAll
  }
}

extension MatchMask {
  /// Finds those of some clusters in which listings match, and sums up the matches of those that
  /// have enough.
  ///
  /// - Parameters:
  ///   - clusters: Numbers of the zoom's clusters, in any order; the mask knows their blocks.
  /// - Complexity: O(clusters × log rows) once the nodes below are known; one allocation.
  public func find(_ clusters: [UInt32], of zoom: ClusterZoom, _ search: ClusterSearch)
    -> [FoundCluster]
  {
    let pyramid = index.pyramid
    let box = search.box ?? MercatorBox(west: 0, north: 0, east: .max, south: .max)
    let query = plat_cluster_query(
      least: UInt64(pyramid.options.minPoints), matches_all: search.matchesAll ? 1 : 0,
      is_bounded: search.box == nil ? 0 : 1, west: box.west, north: box.north, east: box.east,
      south: box.south)
    var view = unsafe zoom.view
    unsafe view.sums = index.clusterSums.sums(of: zoom)
    // A piece at a time, so that what the kernel tells stays in the first cache.
    let piece = 64
    return unsafe withUnsafeTemporaryAllocation(of: plat_found.self, capacity: piece) { buffer in
      unsafe [FoundCluster](unsafeUninitializedCapacity: clusters.count) { found, total in
        guard let base = buffer.baseAddress, let target = found.baseAddress else { return }
        unsafe clusters.withUnsafeBufferPointer { clusters in
          guard let first = clusters.baseAddress else { return }
          var start = 0
          while start < clusters.count {
            var done = 0
            let size = min(piece, clusters.count - start)
            let count = unsafe find(first + start, size, of: view, query, base, &done)
            for place in 0..<count {
              unsafe (target + total).initialize(to: FoundCluster(base[place], of: pyramid))
              total += 1
            }
            if done < size {
              // The next cluster's nodes are not known: it is told behind the last one.
              let next = unsafe base[count]
              learnNodes(under: Int(next.first_match)..<Int(next.last_match) + 1)
            }
            start += done
          }
        }
      }
    }
  }

  /// Whether a zoom's clusters are summed up without the words of their blocks: those of large ones
  /// where all rows match.
  public func knows(_ zoom: ClusterZoom, matchingAll: Bool) -> Bool {
    unsafe matchingAll && index.clusterSums.sums(of: zoom) != nil
  }

  /// Finds clusters of a zoom that the kernels see so.
  func find(
    _ clusters: UnsafePointer<UInt32>, _ count: Int, of zoom: plat_zoom,
    _ query: plat_cluster_query,
    _ found: UnsafeMutablePointer<plat_found>, _ done: inout Int
  ) -> Int {
    unsafe withUnsafePointer(to: zoom) { zoom in
      unsafe withUnsafePointer(to: columns) { columns in
        unsafe withUnsafePointer(to: query) { query in
          unsafe plat_clusters_find(zoom, columns, view, query, clusters, count, found, &done)
        }
      }
    }
  }
}
