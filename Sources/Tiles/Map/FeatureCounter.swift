internal import Index

/// Counts the features of a zoom: clusters with enough matches, and each match that is in none of them.
struct FeatureCounter {
  let index: ListingIndex
  let mask: MatchMask
  let zoom: Int

  /// All matches, less those that a cluster stands for, and the clusters.
  var count: Int {
    let pyramid = index.pyramid
    var total = mask.count(0..<index.located)
    guard let clusters = pyramid.zoom(zoom) else { return total }
    for cluster in 0..<clusters.count {
      let matches = mask.count(clusters.rows(cluster))
      if matches >= pyramid.options.minPoints { total -= matches - 1 }
    }
    return total
  }
}
