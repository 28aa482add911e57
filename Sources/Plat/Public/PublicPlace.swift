internal import PlatGeometry
internal import PlatJSON
internal import PlatListings

/// What of a listing's place its public document shows in another form.
struct PublicPlace {
  let key: String
  let city: String
  /// The listing's slug, as if its address were public.
  let slug: String
  /// The position, as exact as is known.
  let position: Coordinate?

  /// Reads it from the index; the slug is unique.
  init(_ listing: ListingView) {
    key = listing.key
    city = listing.text(.city) ?? ""
    slug = listing.slug
    position = listing.position
  }

  /// Reads it from a document; the slug is without the mark that a build gives one that listings
  /// share.
  init(_ document: JSONValue, key: String) {
    self.key = key
    city = document["city"].string ?? ""
    slug =
      document["slug"].string
      ?? Slug.make(
        streetNumber: document["streetNumber"].string ?? "",
        streetName: document["streetName"].string ?? "", city: city, listingKey: key)
    position =
      if let latitude = document["latitude"].double, let longitude = document["longitude"].double {
        Coordinate(latitudeDegrees: latitude, longitudeDegrees: longitude)
      } else {
        nil
      }
  }
}
