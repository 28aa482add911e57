/// The buildable land of Southern California: east of the coast, without mountains, bays and
/// airfields.
enum Land {
  /// A corner of a shape: latitude and longitude in degrees.
  typealias Corner = (latitude: Double, longitude: Double)

  /// The coast from San Luis Obispo to the Mexican border, within about half a kilometre.
  static let coast: [Corner] = [
    (35.600, -121.150), (35.100, -120.640), (34.600, -120.650), (34.448, -120.471),
    (34.470, -120.230), (34.432, -119.930), (34.408, -119.880), (34.415, -119.820),
    (34.400, -119.740),
    (34.406, -119.690), (34.418, -119.630), (34.392, -119.520), (34.373, -119.477),
    (34.320, -119.400),
    (34.275, -119.300), (34.240, -119.268), (34.190, -119.245), (34.145, -119.210),
    (34.090, -119.060),
    (34.045, -118.940), (34.003, -118.806), (34.030, -118.740), (34.036, -118.680),
    (34.039, -118.580),
    (34.010, -118.498), (33.985, -118.474), (33.962, -118.457), (33.910, -118.427),
    (33.840, -118.393),
    (33.803, -118.398), (33.775, -118.428), (33.742, -118.411), (33.735, -118.360),
    (33.708, -118.294),
    (33.740, -118.272), (33.766, -118.210), (33.757, -118.145), (33.738, -118.107),
    (33.656, -118.003),
    (33.607, -117.929), (33.593, -117.875), (33.542, -117.785), (33.463, -117.715),
    (33.419, -117.620),
    (33.372, -117.565), (33.194, -117.386), (33.145, -117.345), (33.037, -117.297),
    (32.960, -117.268),
    (32.866, -117.255), (32.851, -117.273), (32.815, -117.280), (32.797, -117.257),
    (32.748, -117.254),
    (32.690, -117.252), (32.668, -117.243), (32.690, -117.222), (32.680, -117.190),
    (32.620, -117.140),
    (32.579, -117.133), (32.537, -117.123),
  ]

  /// Inland areas that are not built on.
  private static let wild: [[Corner]] = [
    // San Gabriel and San Bernardino mountains
    [
      (34.330, -118.420), (34.270, -118.300), (34.232, -118.210), (34.212, -118.130),
      (34.175, -118.050),
      (34.165, -118.000), (34.148, -117.900), (34.158, -117.850), (34.150, -117.710),
      (34.170, -117.650),
      (34.175, -117.550), (34.185, -117.450), (34.205, -117.320), (34.150, -117.160),
      (34.060, -116.980),
      (34.050, -116.700), (34.300, -116.700), (34.370, -117.500), (34.440, -117.900),
      (34.500, -118.080),
      (34.430, -118.300),
    ],
    // Santa Monica Mountains
    [
      (34.070, -118.530), (34.118, -118.500), (34.132, -118.620), (34.138, -118.750),
      (34.130, -118.900),
      (34.065, -118.950), (34.050, -118.800), (34.056, -118.600),
    ],
    // Santa Ana Mountains
    [
      (33.845, -117.640), (33.820, -117.550), (33.700, -117.400), (33.600, -117.350),
      (33.500, -117.420),
      (33.560, -117.540), (33.650, -117.575), (33.740, -117.640),
    ],
    // Chino Hills State Park
    [
      (33.960, -117.760), (33.950, -117.690), (33.900, -117.660), (33.895, -117.740),
      (33.925, -117.800),
    ],
    // Griffith Park
    [(34.148, -118.325), (34.148, -118.282), (34.118, -118.278), (34.118, -118.318)],
    // Verdugo Mountains
    [(34.235, -118.330), (34.220, -118.255), (34.195, -118.255), (34.200, -118.300)],
    // San Diego Bay
    [
      (32.722, -117.200), (32.720, -117.172), (32.700, -117.160), (32.668, -117.120),
      (32.610, -117.100),
      (32.610, -117.128), (32.680, -117.160), (32.708, -117.215),
    ],
    // Mission Bay
    [(32.795, -117.245), (32.795, -117.212), (32.762, -117.212), (32.765, -117.245)],
    // Miramar airfield
    [(32.895, -117.180), (32.895, -117.050), (32.848, -117.050), (32.848, -117.160)],
    // Los Angeles airport
    [(33.951, -118.436), (33.951, -118.380), (33.932, -118.380), (33.932, -118.436)],
    // The harbour of Los Angeles and Long Beach
    [(33.778, -118.265), (33.770, -118.205), (33.720, -118.205), (33.715, -118.270)],
    // Laguna Canyon
    [(33.640, -117.800), (33.630, -117.755), (33.565, -117.745), (33.575, -117.800)],
    // Lake Elsinore
    [(33.675, -117.375), (33.682, -117.345), (33.650, -117.325), (33.640, -117.345)],
    // Lake Mathews
    [(33.870, -117.455), (33.865, -117.410), (33.830, -117.410), (33.830, -117.460)],
    // Box Springs and the Badlands
    [(34.000, -117.305), (33.995, -117.270), (33.955, -117.275), (33.960, -117.305)],
    // Mexico
    [
      (32.537, -117.140), (32.545, -117.000), (32.560, -116.860), (32.400, -116.860),
      (32.400, -117.140),
    ],
  ]

  /// Whether houses can be built at a point.
  static func isBuildable(_ latitude: Double, _ longitude: Double) -> Bool {
    isInland(latitude, longitude) && !wild.contains { contains($0, latitude, longitude) }
  }

  /// The distance to the coast in kilometres, in a flat approximation: within a few percent up to
  /// 20 km.
  static func kilometresToCoast(_ latitude: Double, _ longitude: Double) -> Double {
    let east = 111.3 * Portable.cosine(degrees: latitude)
    var least = Double.infinity
    for index in 1..<coast.count {
      let ax = (coast[index - 1].longitude - longitude) * east
      let ay = (coast[index - 1].latitude - latitude) * 111
      let bx = (coast[index].longitude - longitude) * east
      let by = (coast[index].latitude - latitude) * 111
      let dx = bx - ax
      let dy = by - ay
      let along = min(max(-(ax * dx + ay * dy) / (dx * dx + dy * dy), 0), 1)
      let x = ax + along * dx
      let y = ay + along * dy
      least = min(least, x * x + y * y)
    }
    return least.squareRoot()
  }

  /// Whether a point lies east of the coast: a ray to the west crosses it an odd number of times.
  private static func isInland(_ latitude: Double, _ longitude: Double) -> Bool {
    var inside = false
    for index in 1..<coast.count
    where crosses(coast[index - 1], coast[index], latitude: latitude, eastOf: longitude) {
      inside.toggle()
    }
    return inside
  }

  private static func contains(_ shape: [Corner], _ latitude: Double, _ longitude: Double) -> Bool {
    var inside = false
    var last = shape.count - 1
    for index in shape.indices {
      if crosses(shape[last], shape[index], latitude: latitude, eastOf: longitude) {
        inside.toggle()
      }
      last = index
    }
    return inside
  }

  /// Whether the edge crosses the parallel west of the point.
  private static func crosses(_ a: Corner, _ b: Corner, latitude: Double, eastOf longitude: Double)
    -> Bool
  {
    guard (a.latitude > latitude) != (b.latitude > latitude) else { return false }
    let share = (latitude - a.latitude) / (b.latitude - a.latitude)
    return a.longitude + share * (b.longitude - a.longitude) < longitude
  }
}
