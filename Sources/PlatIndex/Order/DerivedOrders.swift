internal import PlatListings

/// The date for sorting and filtering a listing: the on-market date, or else the contract date.
public enum ListedDate {
  /// The date in stored form; `Listing.missing` if both are missing.
  public static func of(onMarket: Int64, contract: Int64) -> Int64 {
    onMarket != Listing.missing ? onMarket : contract
  }
}

/// The list price divided by the living area.
public enum PricePerSqft {
  /// Dollars per square foot, or nil if a part is missing or the area is zero.
  ///
  /// Both parts are stored in hundredths, so their quotient has the right unit.
  public static func of(price: Int64, sqft: Int64) -> Double? {
    guard price != Listing.missing, sqft != Listing.missing, sqft > 0, price >= 0 else {
      return nil
    }
    return Double(price) / Double(sqft)
  }

  /// The quotient as an unsigned number that sorts the same way; 0 if there is none.
  public static func sortable(price: Int64, sqft: Int64) -> UInt64 {
    of(price: price, sqft: sqft).map { $0.bitPattern + 1 } ?? 0
  }
}
