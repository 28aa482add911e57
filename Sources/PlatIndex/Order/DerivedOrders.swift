internal import PlatListings

/// The date that a listing is sorted and filtered by: the date on the market, or else the
/// contract's.
public enum ListedDate {
  /// The date in stored form; `Listing.missing` where both are missing.
  public static func of(onMarket: Int64, contract: Int64) -> Int64 {
    onMarket != Listing.missing ? onMarket : contract
  }
}

/// The list price divided by the living area.
public enum PricePerSqft {
  /// Dollars per square foot, or nil where a part is missing or the area is zero.
  ///
  /// Both parts are stored in hundredths, so that their quotient is in the unit asked for.
  public static func of(price: Int64, sqft: Int64) -> Double? {
    guard price != Listing.missing, sqft != Listing.missing, sqft > 0, price >= 0 else {
      return nil
    }
    return Double(price) / Double(sqft)
  }

  /// The quotient as a number whose order is the same; 0 where there is none.
  public static func sortable(price: Int64, sqft: Int64) -> UInt64 {
    of(price: price, sqft: sqft).map { $0.bitPattern + 1 } ?? 0
  }
}
