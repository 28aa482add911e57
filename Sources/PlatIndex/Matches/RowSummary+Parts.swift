package import PlatGeometry
internal import PlatKernels

// Sums over listings of several indexes, whose prices are stored in different frames.
extension RowSummary {
  /// Adds the listings of another summary, with prices in the same frame.
  package mutating func add(_ other: RowSummary) {
    unsafe withUnsafePointer(to: other.numbers) { unsafe plat_summary_add(&numbers, $0) }
  }

  /// Adds one listing.
  ///
  /// - Parameter price: Its stored price; 0 where it has none.
  package mutating func add(price: UInt64, at position: Coordinate) {
    numbers.rows &+= 1
    numbers.west = min(numbers.west, position.longitude)
    numbers.east = max(numbers.east, position.longitude)
    numbers.south = min(numbers.south, position.latitude)
    numbers.north = max(numbers.north, position.latitude)
    guard price > 0 else { return }
    numbers.priced &+= 1
    numbers.price_sum &+= price
    numbers.least_price = min(numbers.least_price, price)
    numbers.greatest_price = max(numbers.greatest_price, price)
  }

  /// Takes one of its listings out; false, with the summary of no use then, where the listing may
  /// have been the only one at an edge of the box or at an end of the prices.
  package mutating func remove(price: UInt64, at position: Coordinate) -> Bool {
    guard numbers.rows > 0, position.longitude > numbers.west, position.longitude < numbers.east,
      position.latitude > numbers.south, position.latitude < numbers.north
    else { return false }
    numbers.rows &-= 1
    guard price > 0 else { return true }
    guard numbers.priced > 0, price > numbers.least_price, price < numbers.greatest_price else {
      return false
    }
    numbers.priced &-= 1
    numbers.price_sum &-= price
    return true
  }

  /// The same summary with prices stored in another frame, in which every price of this one can be
  /// stored.
  package func converted(from: ColumnFrame, to: ColumnFrame) -> RowSummary {
    guard from != to, numbers.priced > 0, let least = from.value(numbers.least_price),
      let greatest = from.value(numbers.greatest_price)
    else { return self }
    var summary = self
    summary.numbers.least_price = to.store(least)
    summary.numbers.greatest_price = to.store(greatest)
    // Each stored number counts one more than its steps from the base.
    let count = UInt64(numbers.priced)
    let offset = UInt64(bitPattern: from.base) &- UInt64(bitPattern: to.base)
    summary.numbers.price_sum =
      count &* (offset / to.step) &+ (numbers.price_sum &- count) &* (from.step / to.step) &+ count
    return summary
  }
}

extension ColumnFrame {
  /// A frame that stores whatever this one and another one store.
  package func joined(with other: ColumnFrame) -> ColumnFrame {
    guard self != other else { return self }
    let least = min(base, other.base)
    let apart = Self.distance(from: least, to: max(base, other.base))
    return ColumnFrame(
      base: least, step: Self.divisor(Self.divisor(step, other.step), apart))
  }
}

extension MatchMask {
  /// Whether a row of a block that the mask knows matches.
  package func contains(_ row: Int) -> Bool {
    word(row / IndexLayout.blockRows) >> UInt64(row % IndexLayout.blockRows) & 1 == 1
  }
}

extension BlockSelection {
  /// Selects the rows that lie in a box.
  ///
  /// - Complexity: O(blocks touched).
  package func select(rowsIn box: Box, of index: ListingIndex) {
    // At the last zoom that a number can name, every row stands alone.
    select(rowsAloneAt: Int(UInt8.max), in: box, of: index)
  }
}
