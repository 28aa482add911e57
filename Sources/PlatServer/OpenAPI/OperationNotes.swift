/// The descriptions of operations in `/openapi.json`: what to send, and what to expect.
enum OperationNotes {
  /// The description of a route; nil for a route that is not in the table.
  static func text(of route: Route) -> String? { texts[route.name] }

  private static let records =
    "A list of records as they were imported by `plat places`; empty where there are none."
  private static let parts = "A list as the feed has it; empty where the listing has none."
  private static let gone =
    "Send the filters with which the cluster was shown. An id of listings that are no longer "
    + "served is answered with 410."

  private static let texts: [String: String] = [
    "keepArea":
      "For areas too long for an address. The name is made of the polygon, so that the same area "
      + "has the same name on every server; a name that was forgotten is answered with 410.",
    "chatMatchLocation":
      "Takes what a person typed: a city, a subdivision, a zip code, an address, a listing's "
      + "number, misspellings too. `verdict` tells how sure the match is.",
    "chatResearchCommunity": "Statistics of the listings, and places data where it was imported.",
    "chatSearchListings":
      "A search with few parameters, for models. `total` is exact, whatever the number of "
      + "listings returned.",
    "createListing":
      "The body is one listing by the rules of feeds. `Location` names it, `ETag` is its tag. "
      + "Where this answers 2xx, the listing is on disk and in every later answer.",
    "deleteListing": "With `If-Match` only where the listing still has the tag.",
    "estimateValue":
      "Takes an address that the index knows, or a position with the home's size and rooms. "
      + "Searches comparable sales step by step, and tells each step and each adjustment.",
    "getAudit":
      "Needs a key of role admin. Private members are in it. Keep the last hash elsewhere: only it "
      + "shows that the end was cut.",
    "getChanges":
      "For caches, copies and maps: ask with the `next` of the last answer, with `wait` so that "
      + "the answer comes with the next change. A map takes the tiles at both positions again.",
    "getChatFunctions":
      "Hand the list to a model as its tools; each function is the endpoint of the same name.",
    "featureListing":
      "A listing that is no longer featured loses its place.",
    "getCities":
      "Every city that a listing names, with its counts; sorted by name unless `sort` says "
      + "otherwise.",
    "getCity":
      "The id is the city's name and state in lower case with hyphens, as the list has it.",
    "getCityAssociations": records,
    "getCityListings": "Takes every parameter of a search, and matches the city exactly.",
    "getCityPhotos": records,
    "getCitySchools": records,
    "getCityStatistics": "Counts of listings and medians, from the listings alone.",
    "getCitySubdivisions": "The same as the list of all subdivisions, for one city.",
    "getClusterChildren": gone,
    "getClusterExpansionZoom": gone,
    "getClusterLeaves":
      "Send the filters with which the cluster was shown; `limit` and `offset` page through "
      + "its listings.",
    "getClusters":
      "For maps that do not use tiles. Takes every filter of a search; each match is in "
      + "exactly one feature.",
    "getHealth":
      "For load balancers and monitoring. Without `probe` the status is 200 while the server "
      + "answers at all.",
    "getHeldListing":
      "What to send back with PUT. The tag is the number of the listing's last change, for "
      + "`If-Match`.",
    "getListing":
      "By its slug or its key. Members that the listing lacks are left out; keys that the "
      + "operator named stand beside the fields.",
    "getListingDocuments": parts,
    "getListingOpenHouses": parts,
    "getListingVideos": parts,
    "getListingVirtualTours": parts,
    "getMetrics": "One sample a line, with help and type.",
    "getOpenAPI":
      "Made from the table that routes requests, so that it cannot differ from what the "
      + "server does.",
    "getPage":
      "HTML for browsers. Names behind the question mark are ignored, so that links may carry "
      + "what mailers and advertisers add.",
    "getPageFile": "Scripts, styles and pictures of the page, by their file names.",
    "getSubdivision": "The id is the subdivision's name and its city's id, as the list has it.",
    "getSubdivisionListings":
      "Takes every parameter of a search, and matches the subdivision exactly.",
    "getSubdivisionPhotos": records,
    "getSubdivisionStatistics": "Counts of listings, medians and means, from the listings alone.",
    "getSubdivisions":
      "Every subdivision that a listing names, with its counts; `city` takes an id or a part "
      + "of a name.",
    "getSwipeBatch":
      "Takes every filter of a search. The answer is one person's and is never kept by "
      + "caches.",
    "getSwipedKeys": "The answer is one person's and is never kept by caches.",
    "getTileAsGeoJSON":
      "Takes every filter of a search. For clients without a decoder of vector tiles.",
    "getTileJSON":
      "A source for MapLibre and other map libraries. Filters and `v` behind the question "
      + "mark stand in the tiles' addresses too.",
    "getVectorTile":
      "Takes every filter of a search. The layer is called `listings`; a tile without "
      + "features is 204.",
    "orderFeaturedListings": "Featured listings that are not named keep their places.",
    "patchListing":
      "Null removes a member, an array replaces the whole one. The patched listing is validated as "
      + "a whole.",
    "putListing":
      "The document must have the key of the address. `If-None-Match: *` only adds, `If-Match` "
      + "only replaces the listing with the tag.",
    "searchListings":
      "All filters must hold. Without `standardStatus` only Active listings match. `total` is "
      + "exact; `cursor` leads to the next page.",
    "searchListingsByBody":
      "For polygons that are too long for an address. Lists may be JSON arrays, a polygon "
      + "GeoJSON; null stands for a parameter that is not given. The body may be compressed "
      + "with gzip.",
    "swipeListing":
      "Programs, pages of the server's own origin and listed origins may write; others get "
      + "403.",
    "writeListings":
      "NDJSON with one listing a line, or a JSON array; at most 10,000 listings and 8 MB. Listings "
      + "that are held are replaced. One that is refused refuses all, and `line` names it.",
  ]
}
