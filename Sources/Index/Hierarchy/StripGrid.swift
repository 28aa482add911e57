/// The items of a level in strips of latitude that are a radius high, each strip sorted by x.
///
/// The neighbours of an item within the radius lie in three runs: in the strip above, its own, and the strip below. One
/// sweep over neighbouring strips finds where each item's three runs begin, in the order of memory and without a search.
struct StripGrid {
  /// The float32 centre at each place of the strip order.
  private(set) var centres: [SIMD2<Float>] = []
  /// The item at each place.
  private(set) var items: [UInt32] = []
  /// The place of each item.
  private(set) var places: [UInt32] = []
  /// For each place, where its three runs begin, and its strip.
  private(set) var starts: [SIMD4<UInt32>] = []
  /// The first place of the strip that follows each strip, from the one above the northernmost to the one below the
  /// southernmost: strip `s` ends at `stripStarts[s + 1]`.
  private(set) var stripStarts: [UInt32] = []
  /// How far to the east and west of an item its neighbours may lie: the radius, and the rounding of float32.
  let reach: Float

  /// There are no more strips than this: with a tiny radius they are higher than it.
  private static let stripLimit = Double(1 << 22)

  init(_ level: ClusterLevel, radius: Double) {
    reach = Float(radius) * 1.000_001 + 0x1p-22
    let count = level.count
    // The centre in double precision and the one in float32 may differ by 2^-25.
    let height = max(radius * 1.000_001 + 0x1p-24, 1 / Self.stripLimit)
    var northernmost = Int.max
    var southernmost = 0
    var keys = [StripKey]()
    keys.reserveCapacity(count)
    centres.reserveCapacity(count)
    for item in 0..<count {
      let x = Float(level.x(item))
      let y = Float(level.y(item))
      let strip = Int((Double(y) / height).rounded(.down))
      northernmost = min(northernmost, strip)
      southernmost = max(southernmost, strip)
      let scaled = min(Double(x) * 0x1p32, 0x1p32 - 1)
      keys.append(StripKey(key: UInt64(strip) << 32 | UInt64(max(0, scaled)), item: UInt32(item), x: x, y: y))
    }
    guard count > 0 else { return }
    // Strips are counted from one above the northernmost, so that it has a neighbour too.
    let base = northernmost - 1
    let strips = southernmost - base + 2
    RadixSort.sort(&keys, from: UInt64(northernmost) << 32, to: UInt64(southernmost) << 32 | 0xFFFF_FFFF)
    stripStarts = [UInt32](repeating: 0, count: strips + 1)
    places = [UInt32](repeating: 0, count: count)
    items.reserveCapacity(count)
    for (place, key) in keys.enumerated() {
      places[Int(key.item)] = UInt32(place)
      items.append(key.item)
      centres.append(SIMD2(key.x, key.y))
      stripStarts[Int(key.key >> 32) - base + 1] += 1
    }
    for strip in 1...strips { stripStarts[strip] += stripStarts[strip - 1] }
    sweep(keys, base: base)
    // From here on an item's strip number finds the end of the strip above it first.
    stripStarts.removeFirst()
  }

  /// Finds the beginnings of all runs: three hands move east together with the item.
  private mutating func sweep(_ keys: [StripKey], base: Int) {
    starts.reserveCapacity(keys.count)
    var hands = SIMD4<UInt32>.zero
    var current = -1
    for key in keys {
      let strip = Int(key.key >> 32) - base
      if strip != current {
        current = strip
        hands = SIMD4(stripStarts[strip - 1], stripStarts[strip], stripStarts[strip + 1], UInt32(strip - 1))
      }
      let first = key.x - reach
      for run in 0..<3 {
        let end = stripStarts[strip + run]
        var hand = hands[run]
        while hand < end && centres[Int(hand)].x < first { hand += 1 }
        hands[run] = hand
      }
      starts.append(hands)
    }
  }
}

/// An item on its way into strip order.
struct StripKey: RadixSortable {
  /// The strip in the upper half, x in units of 2^-32 in the lower.
  var key: UInt64
  var item: UInt32
  var x: Float
  var y: Float
}
