public import PlatGeometry
internal import PlatKernels

/// A cluster of a zoom with matching listings.
public struct FoundCluster: Sendable {
  /// Its number in the zoom.
  public let number: Int
  /// All of its rows.
  public let rows: Range<Int>
  /// The first and the last matching row.
  public let matches: ClosedRange<Int>
  /// The mean position of all its listings.
  public let centre: MercatorPoint
  /// Whether it has too few matches for a cluster; its listings are shown instead.
  public let isFew: Bool
  /// The summary of its matches; empty if there are too few.
  public let summary: RowSummary
  /// How its matches split; meaningless if there are too few.
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

/// A query for clusters of a zoom.
public struct ClusterSearch: Sendable {
  /// The box that must contain a cluster's centre; nil for any.
  ///
  /// Clusters with too few matches are found nevertheless.
  public let box: MercatorBox?
  /// Whether every listing with a position matches.
  public let matchesAll: Bool

  /// Takes the query's parts.
  public init(within box: MercatorBox?, matchesAll: Bool) {
    self.box = box
    self.matchesAll = matchesAll
  }
}

extension MatchMask {
  /// Finds the clusters with matching listings among given ones, and summarises the matches of
  /// those that have enough.
  ///
  /// - Parameters:
  ///   - clusters: Numbers of the zoom's clusters, in any order; the mask must know their blocks.
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
    // A piece at a time, so that the kernel's output stays in the first-level cache.
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
              // The next cluster's nodes are not known; the kernel returns it after the last
              // result.
              let next = unsafe base[count]
              learnNodes(under: Int(next.first_match)..<Int(next.last_match) + 1)
            }
            start += done
          }
        }
      }
    }
  }

  /// Whether a zoom's clusters are summarised without the words of their blocks: true for large
  /// clusters if all rows match.
  public func knows(_ zoom: ClusterZoom, matchingAll: Bool) -> Bool {
    unsafe matchingAll && index.clusterSums.sums(of: zoom) != nil
  }

  /// Finds clusters of a zoom, given in the kernels' form.
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
