internal import Plat
internal import PlatJSON

/// TileJSON 3.0 (mapbox/tilejson-spec) of the vector tiles.
struct TileJSON: Sendable {
  private let tiles: String
  private let listings: ListingsDatabase
  /// The bounding box of the tiles, west before east; nil if there are no listings to show.
  private let bounds: Box?

  /// The document for a request: the tile addresses carry its filters.
  ///
  /// - Parameters:
  ///   - call: The request.
  ///   - matches: The box around the matches, if requested; the inner nil means no match.
  init(_ call: borrowing Call, boundsOf matches: MatchBounds??) {
    let filters = call.arguments.filter { $0.search != nil || $0.name == "v" }.map {
      (name: $0.name, value: $0.value)
    }
    tiles = call.base + "/tiles/{z}/{x}/{y}.mvt" + FormText.query(filters)
    listings = call.generation.listings
    let all = listings.index.bounds
    let whole = all.isEmpty ? nil : all
    guard let matches else {
      bounds = whole
      return
    }
    bounds = matches.map { box in
      // TileJSON has no box across the antimeridian.
      Box(
        west: box.crossesAntimeridian ? Box.world.west : box.west, south: box.south,
        east: box.crossesAntimeridian ? Box.world.east : box.east, north: box.north)
    }
  }

  /// Its members.
  static let described = DescribedObject<TileJSON>([
    .member("tilejson", as: .constant("3.0.0")) { _ in "3.0.0" },
    .member("name") { _ in "Plat listings" },
    .member("tiles") { [$0.tiles] },
    .member("minzoom") { _ in 0 },
    // One zoom beyond the last with clusters shows each listing: a map overzooms it for deeper
    // ones.
    .member("maxzoom") { document in
      let options = document.listings.index.pyramid.options
      return min(options.maxZoom + 1, Tile.zoomLimit)
    },
    .written(
      "bounds", .array(of: .number(), count: 4...4), when: { $0.bounds != nil }
    ) { document, writer in
      let bounds = document.bounds ?? .empty
      writer.array { writer in
        for side in [bounds.west, bounds.south, bounds.east, bounds.north] {
          writer.fixed(Int64(side), decimals: 7)
        }
      }
    },
    .list("vector_layers", by: layer) { _ in [VectorTile.layer] },
  ])

  private static let layer = DescribedObject<String>([
    .member("id") { $0 },
    .member("description") { _ in "Clusters of listings, and listings that stand alone" },
    .written("fields", .map(of: .string)) { _, writer in
      writer.object { writer in
        for property in MapProperty.ofClusters + MapProperty.ofListings {
          writer.member(named: property.name, property.meaning)
        }
      }
    },
  ])
}
