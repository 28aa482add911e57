internal import Plat
internal import PlatAssistant
internal import PlatCommon
internal import PlatHTTP
internal import PlatJSON

/// Tiles, and clusters.
extension Route {
  static let map: [Route] = [
    Route(
      .get, "/tiles/{z}/{x}/{y}.mvt", "getVectorTile", "A map tile as a Mapbox Vector Tile 2.1.",
      parameters: tile + [version],
      filters: .map,
      answers: [
        RouteAnswer(200, VectorTile.mediaType, "The tile, with the layer `listings`."),
        RouteAnswer(200, bytes, "The same bytes, for clients that do not take the usual type."),
        RouteAnswer(204, nil, "Nothing is to be seen in the tile."), noTile,
      ], needs: mapSums, effort: { $0.mapEffort }
    ) { call throws(Problem) in
      let (tile, query) = (try Self.tile(call), try call.mapQuery())
      let map = call.generation.listings.map
      let bytes = try answering { () throws(SearchError) in
        try map.vectorTile(tile, matching: query)
      }
      return Answer(
        status: bytes.isEmpty ? 204 : 200, mediaType: VectorTile.mediaType,
        otherMediaTypes: [Self.bytes, "application/x-protobuf"], body: bytes)
    },
    Route(
      .get, "/tiles/{z}/{x}/{y}.json", "getTileAsGeoJSON",
      "The same tile as a GeoJSON FeatureCollection.",
      parameters: tile + [version], filters: .map,
      answers: [
        RouteAnswer(200, geoJSON, "The tile's features.", schema: "FeatureCollection"), noTile,
      ],
      needs: mapSums, effort: { $0.mapEffort }
    ) { call throws(Problem) in
      let (tile, query) = (try Self.tile(call), try call.mapQuery())
      let map = call.generation.listings.map
      var writer = JSONWriter()
      try answering { () throws(SearchError) in
        try map.writeGeoJSON(tile, matching: query, to: &writer)
      }
      return Answer(mediaType: geoJSON, body: writer.bytes)
    },
    Route(
      .get, "/tiles.json", "getTileJSON",
      "TileJSON 3.0 of the tiles, with the same filters in their addresses.",
      parameters: [
        version,
        RouteParameter(
          "bounds", in: .query,
          "Make `bounds` the box around the listings that match, and not around all.", as: .flag,
          example: "true"),
      ],
      filters: .map,
      answers: [RouteAnswer(200, "application/json", "The TileJSON.", schema: "TileJSON")],
      isRepeatable: false, needs: { $0.placeNeeds },
      effort: { call in
        if (try? call.flag("bounds")) == true { return call.mapEffort }
        return call.namesUnreadArea ? .lane(.scans) : .light
      }
    ) { call throws(Problem) in
      let query = try call.mapQuery()
      var matches: MatchBounds?
      let wantsBounds = try call.flag("bounds") ?? false
      if wantsBounds {
        let listings = call.generation.listings
        matches = try answering { () throws(SearchError) in
          try listings.bounds(query.filter, in: query.region)
        }
      }
      return .json(TileJSON(call, boundsOf: wantsBounds ? .some(matches) : nil), TileJSON.described)
    },
    Route(
      .get, "/api/clusters", "getClusters",
      "The clusters and listings of a box at a zoom, as GeoJSON.",
      parameters: [
        RouteParameter(
          "bbox", in: .query,
          """
          West, south, east and north of the map in degrees; west above east crosses the \
          antimeridian.
          """,
          example: "-117,33,-116,34", isRequired: true),
        RouteParameter(
          "zoom", in: .query, "The map's zoom; the whole zoom below a fractional one is shown.",
          as: .level(0...Tile.zoomLimit), example: "10",
          isRequired: true),
      ], filters: .map,
      answers: [RouteAnswer(200, geoJSON, "The features.", schema: "FeatureCollection")],
      needs: mapSums, effort: { $0.hasWideBox() ? .lane(.scans) : $0.mapEffort }
    ) { call throws(Problem) in
      let (zoom, boxes) = try Self.view(call)
      let query = try call.mapQuery()
      let map = call.generation.listings.map
      let features = try answering { () throws(SearchError) in
        try map.features(in: boxes, zoom: zoom, matching: query)
      }
      return .json(geoJSON) { map.writeGeoJSON(features, to: &$0) }
    },
    Route(
      .get, "/api/clusters/{cluster_id}/children", "getClusterChildren",
      "What a cluster comes apart into at its expansion zoom, as GeoJSON.", parameters: [cluster],
      filters: .map,
      answers: [
        RouteAnswer(200, geoJSON, "The features.", schema: "FeatureCollection"), noCluster, gone,
      ],
      needs: mapSums, effort: { $0.mapEffort }
    ) { call throws(Problem) in
      let (id, query) = (try clusterID(call), try call.mapQuery())
      let map = call.generation.listings.map
      let children = try answering { () throws(MapError) in
        try map.children(of: id, matching: query)
      }
      return .json(geoJSON) { map.writeGeoJSON(children, to: &$0) }
    },
    Route(
      .get, "/api/clusters/{cluster_id}/leaves", "getClusterLeaves",
      "A cluster's matching listings, as GeoJSON.",
      parameters: [
        cluster,
        RouteParameter(
          "limit", in: .query, "How many; 10 where it is not given.",
          as: .whole(0...SearchParameters.pageLimit),
          example: "20"),
        RouteParameter(
          "offset", in: .query, "How many to pass over.", as: .whole(0...1 << 31), example: "20"),
        RouteParameter(
          "sort", in: .query,
          "The order, as a search takes it (default: neighbours on the map follow one another).",
          example: "-price"),
      ], filters: .map,
      answers: [
        RouteAnswer(200, geoJSON, "The listings.", schema: "FeatureCollection"), noCluster, gone,
      ],
      needs: mapSums,
      effort: { call in
        call.arguments.contains { $0.name == "sort" } ? .lane(.scans) : call.mapEffort
      }
    ) { call throws(Problem) in
      let (id, asked) = (try clusterID(call), try call.sortedMapQuery())
      let (limit, offset) = (
        try call.number("limit", default: 10), try call.number("offset", default: 0)
      )
      let map = call.generation.listings.map
      let leaves = try answering { () throws(MapError) in
        try map.leaves(
          of: id, matching: asked.query, sort: asked.sort, limit: limit, offset: offset)
      }
      return .json(geoJSON) { map.writeGeoJSON(listings: leaves.rows, of: leaves.total, to: &$0) }
    },
    Route(
      .get, "/api/clusters/{cluster_id}/expansion-zoom", "getClusterExpansionZoom",
      "The least zoom at which a cluster comes apart.", parameters: [cluster], filters: .map,
      answers: [
        RouteAnswer(200, "application/json", "The zoom.", schema: "ExpansionZoom"), noCluster, gone,
      ],
      needs: mapSums, effort: { $0.mapEffort }
    ) { call throws(Problem) in
      let (id, query) = (try clusterID(call), try call.mapQuery())
      let map = call.generation.listings.map
      let parting = try answering { () throws(MapError) in
        try map.parting(of: id, matching: query)
      }
      return .json(parting, expansionZoom)
    },
  ]

  /// The answer with the zoom at which a cluster splits.
  static let expansionZoom = DescribedObject<ListingMap.Parting>([
    .nullable("expansionZoom", "null where no zoom parts it.", as: .integer(least: 0)) {
      $0.isOnePlace ? nil : $0.zoom
    },
    .optional("coincident", "true where no zoom parts it.") { $0.isOnePlace ? true : nil },
  ])
  static let geoJSON = "application/geo+json"
  static let bytes = "application/octet-stream"
  private static let version = RouteParameter(
    "v", in: .query,
    "A version of your own, which changes nothing in the answer: another one is another address, "
      + "so that no cache has it yet.", example: "2")
  private static let tile = [
    RouteParameter("z", in: .path, "The zoom.", as: .whole(0...Tile.zoomLimit), example: "10"),
    RouteParameter("x", in: .path, "The column.", as: .whole(0...1 << 24 - 1), example: "179"),
    RouteParameter("y", in: .path, "The row.", as: .whole(0...1 << 24 - 1), example: "408"),
  ]
  private static let cluster = RouteParameter(
    "cluster_id", in: .path, "A cluster's id, as a tile has it.", example: "4211081")
  private static let noTile = RouteAnswer(404, Problem.mediaType, "There is no such tile.")
  private static let noCluster = RouteAnswer(404, Problem.mediaType, "There is no such cluster.")
  private static let gone = RouteAnswer(
    410, Problem.mediaType, "The cluster is gone: the listings have no such cluster now.")

  private static let mapSums: @Sendable (borrowing Call) -> Preparation? = { call in
    call.placeNeeds ?? .map
  }

  private static func tile(_ call: borrowing Call) throws(Problem) -> Tile {
    let (z, x, y) = (try call.pathNumber("z"), try call.pathNumber("x"), try call.pathNumber("y"))
    guard let tile = Tile(z: z, x: x, y: y) else {
      throw .notFound(
        """
        there is no tile \(z)/\(x)/\(y): zooms go from 0 to \(Tile.zoomLimit), columns and rows \
        to 2^z - 1
        """
      )
    }
    return tile
  }

  /// The zoom and the boxes of the map view.
  private static func view(_ call: borrowing Call) throws(Problem) -> (zoom: Int, boxes: [Box]) {
    // A missing box is reported before an invalid zoom, an invalid box after it.
    if try call.value("bbox") == nil { _ = try call.requiredBoxes() }
    return (try call.number("zoom"), try call.requiredBoxes())
  }

  private static func clusterID(_ call: borrowing Call) throws(Problem) -> ClusterID {
    guard let number = UInt64(call.path("cluster_id")) else {
      throw .notFound("\"\(call.path("cluster_id").shortened())\" is not the id of a cluster")
    }
    return ClusterID(number: number)
  }
}
