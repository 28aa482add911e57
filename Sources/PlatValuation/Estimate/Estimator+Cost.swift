internal import PlatGeometry
internal import PlatIndex

extension Estimator {
  /// About how many microseconds an analysis takes: the fit, and the blocks around the home that
  /// the searches read.
  ///
  /// - Complexity: Some microseconds.
  package func estimatedMicroseconds(of subject: Subject) -> Double {
    guard
      let circle = try? Circle(center: subject.coordinate, radiusMeters: 4 * Length.metersPerMile)
    else { return 0 }
    return 250 + 0.2 * Double(search.columns.index.estimatedBlocks(in: circle.boundingBoxes))
  }
}
