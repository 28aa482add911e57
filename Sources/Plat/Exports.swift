// An embedder writes `import Plat` and has every type that the library's interface names.
//
// They are exported one by one, so that the types of the engine stay in their modules: an embedder
// who needs `ListingIndex` writes `import PlatIndex`. docs/public-api.md says what is promised.
//
// swift-format-ignore-file: OrderedImports

// Fields and their values.
@_exported public import enum PlatListings.Field
@_exported public import struct PlatListings.FieldDefinition
@_exported public import enum PlatListings.FieldKind
@_exported public import struct PlatListings.FieldNote
@_exported public import enum PlatListings.FieldStorage
@_exported public import enum PlatListings.FieldVisibility
@_exported public import enum PlatListings.PropertyType
@_exported public import enum PlatListings.StandardStatus

// Building: inputs, options, and what a build reports.
@_exported public import protocol PlatFeeds.ByteSource
@_exported public import struct PlatFeeds.DateFinding
@_exported public import enum PlatFeeds.FeedError
@_exported public import struct PlatFeeds.FeedInput
@_exported public import struct PlatFeeds.FeedOptions
@_exported public import struct PlatFeeds.FeedSummary
@_exported public import struct PlatFeeds.MemorySource
@_exported public import struct PlatFeeds.Refusal
@_exported public import enum PlatFeeds.RefusalReason
@_exported public import enum PlatFeeds.TextEncoding
@_exported public import struct PlatIndex.ClusterOptions
@_exported public import struct PlatIndex.ClusterOptionsError
@_exported public import struct PlatListings.DateEvidence
@_exported public import enum PlatListings.DateForm
@_exported public import struct PlatListings.DatePattern
@_exported public import struct PlatListings.FeedObservations
@_exported public import struct PlatListings.ListingRefusal
@_exported public import struct PlatListings.ValueMapping

// Opening: a state of the listings, its rows and its files.
@_exported public import class PlatIndex.Generation
@_exported public import struct PlatIndex.ListingRow
@_exported public import class PlatSnapshot.Snapshot
@_exported public import struct PlatSnapshot.SnapshotError
@_exported public import struct PlatStore.StoreError
@_exported public import enum PlatStore.StoreLibrary

// Writing.
@_exported public import struct PlatLive.HistoryLimits
@_exported public import struct PlatLive.IdempotencyKey
@_exported public import struct PlatLive.MergePolicy
@_exported public import enum PlatLive.OlderListings
@_exported public import struct PlatLive.UnmergedChanges
@_exported public import enum PlatLive.WriteCondition
@_exported public import enum PlatLive.WriteError
@_exported public import enum PlatLive.WriteOperation
@_exported public import struct PlatLive.WriteReceipt
@_exported public import struct PlatLive.WriteOrigin
@_exported public import enum PlatLive.WriteRefusal
@_exported public import struct PlatLive.WrittenListing

// Asking.
@_exported public import enum PlatIndex.SortOrder
@_exported public import struct PlatSearch.Cursor
@_exported public import struct PlatSearch.ListingFilter
@_exported public import struct PlatSearch.ParameterError
@_exported public import struct PlatSearch.Region
@_exported public import enum PlatSearch.SearchError
@_exported public import struct PlatSearch.SearchRequest
@_exported public import enum PlatSearch.Sort
@_exported public import struct PlatSearch.StatusScope

// Answers.
@_exported public import struct PlatSearch.Explanation
@_exported public import struct PlatSearch.FacetCounts
@_exported public import struct PlatSearch.Histogram
@_exported public import struct PlatSearch.MarketStatistics
@_exported public import struct PlatSearch.MatchBounds
@_exported public import struct PlatSearch.NumberSummary
@_exported public import struct PlatSearch.SearchResult
@_exported public import struct PlatSearch.SearchWarning

// Positions, shapes and distances.
@_exported public import struct PlatGeometry.Box
@_exported public import struct PlatGeometry.Circle
@_exported public import struct PlatGeometry.CircleError
@_exported public import struct PlatGeometry.Coordinate
@_exported public import struct PlatGeometry.CoordinateError
@_exported public import enum PlatGeometry.Geodesic
@_exported public import struct PlatGeometry.Length
@_exported public import struct PlatGeometry.LengthError
@_exported public import struct PlatGeometry.MercatorBox
@_exported public import struct PlatGeometry.MercatorPoint
@_exported public import struct PlatGeometry.Polygon
@_exported public import struct PlatGeometry.PolygonError
@_exported public import enum PlatGeometry.Relation

// Maps.
@_exported public import enum PlatCompression.Gzip
@_exported public import enum PlatCompression.GzipError
@_exported public import struct PlatGeometry.Tile
@_exported public import enum PlatTiles.ClusterError
@_exported public import struct PlatTiles.ClusterID
@_exported public import class PlatTiles.ListingMap
@_exported public import struct PlatTiles.MapCluster
@_exported public import enum PlatTiles.MapError
@_exported public import struct PlatTiles.MapFeatures
@_exported public import struct PlatTiles.MapListing
@_exported public import enum PlatTiles.MapProperty
@_exported public import struct PlatTiles.MapQuery
@_exported public import enum PlatTiles.VectorTile

// Valuations.
@_exported public import struct PlatValuation.Adjustment
@_exported public import struct PlatValuation.AnalysisParameter
@_exported public import struct PlatValuation.AnalysisRequest
@_exported public import struct PlatValuation.ComparableListing
@_exported public import struct PlatValuation.ComparableSale
@_exported public import struct PlatValuation.ComparableSearch
@_exported public import struct PlatValuation.Estimator
@_exported public import struct PlatValuation.MarketAnalysis
@_exported public import struct PlatValuation.MarketAnswer
@_exported public import struct PlatValuation.MarketFacts
@_exported public import struct PlatValuation.MarketReport
@_exported public import struct PlatValuation.Subject
@_exported public import enum PlatValuation.SubjectPlace
@_exported public import enum PlatValuation.ValuationError

// Cities, communities and the data about them.
@_exported public import class PlatPlaces.Community
@_exported public import struct PlatPlaces.CommunityLookup
@_exported public import class PlatPlaces.Gazetteer
@_exported public import struct PlatPlaces.Place
@_exported public import struct PlatPlaces.PlaceAnswer
@_exported public import struct PlatPlaces.PlaceDirectory
@_exported public import enum PlatPlaces.PlaceImport
@_exported public import enum PlatPlaces.PlaceImportError
@_exported public import enum PlatPlaces.PlaceKind
@_exported public import struct PlatPlaces.PlaceMatch
@_exported public import struct PlatPlaces.PlaceRecord
@_exported public import struct PlatPlaces.PlaceStatistics
@_exported public import enum PlatPlaces.PlaceTextError

// Decks to swipe through.
@_exported public import enum PlatDecks.DeckError
@_exported public import class PlatDecks.SwipeDeck
@_exported public import class PlatDecks.SwipeStore

// JSON: documents read, answers written.
@_exported public import struct PlatJSON.JSONDecodingError
@_exported public import class PlatJSON.JSONDocument
@_exported public import struct PlatJSON.JSONError
@_exported public import protocol PlatJSON.JSONWritable
@_exported public import struct PlatJSON.JSONWriter

// Time limits and the clock.
@_exported public import struct PlatCommon.WallClock
@_exported public import enum PlatCommon.WorkEnded
@_exported public import class PlatCommon.WorkLimit
