public import PlatFeeds
import PlatListings

/// The house sales of King County, read twice: for the engine by the feed reader, for oracles by
/// splitting lines.
public enum KingCounty {
  static let file = "king-county/sales-train.csv"

  /// The columns and their fields.
  private static let columns: [(column: String, field: Field, scale: Double)] = [
    ("price", .listPrice, 100), ("bedrooms", .beds, 1), ("bathrooms", .baths, 4),
    ("sqft_living", .sqft, 100),
    ("sqft_lot", .lotSizeSquareFeet, 100), ("floors", .stories, 4), ("yr_built", .yearBuilt, 1),
    ("lat", .latitude, 1e7),
    ("long", .longitude, 1e7),
  ]

  /// The options with which the feed reader reads the file.
  public static func options() throws -> FeedOptions {
    var options = FeedOptions()
    try options.map("id=listingKey,date=onMarketDate,zipcode=postalCode")
    for (column, field, _) in columns { try options.map("\(column)=\(field.key)") }
    return options
  }

  /// The input for the feed reader.
  public static var input: FeedInput { .path(RealData.path(file)) }

  /// The sales in file order; of a parcel that was sold twice, the later line in the place of the
  /// earlier one.
  public static func listings() throws -> [PlainListing] {
    let text = try RealData.text(file)
    var lines = text.split(separator: "\n")
    let header = lines.removeFirst().split(separator: ",").map(String.init)
    var places: [String: Int] = [:]
    for (place, name) in header.enumerated() { places[name] = place }
    var listings: [PlainListing] = []
    for line in lines {
      let values = line.split(separator: ",", omittingEmptySubsequences: false)
      func value(_ column: String) -> Substring { places[column].map { values[$0] } ?? "" }
      var listing = PlainListing(key: String(value("id")))
      for (column, field, scale) in columns {
        listing[number: field] = Double(value(column)).map { Int64(($0 * scale).rounded()) }
      }
      let date = value("date").prefix(8)
      listing[number: .onMarketDate] = PlainListing.seconds(
        "\(date.prefix(4))-\(date.dropFirst(4).prefix(2))-\(date.suffix(2))")
      listing[text: .postalCode] = String(value("zipcode"))
      listings.append(listing)
    }
    return PlainListing.replaced(listings)
  }
}

extension PlainListing {
  /// The remaining listings after later ones replaced earlier ones with the same key.
  public static func replaced(_ listings: [PlainListing]) -> [PlainListing] {
    var places: [String: Int] = [:]
    var left: [PlainListing] = []
    for listing in listings {
      if let place = places[listing.key] {
        left[place] = listing
      } else {
        places[listing.key] = left.count
        left.append(listing)
      }
    }
    return left
  }
}
