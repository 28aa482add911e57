// Whoever embeds the library writes `import Plat` and has every type that its interface names.
//
// These are the modules that the library's own public declarations speak of. `Samples` is not one of them, and the C
// libraries are behind `Geometry` and `Records`.

@_exported public import Compression
@_exported public import Feeds
@_exported public import Gazetteer
@_exported public import Geometry
@_exported public import Index
@_exported public import JSON
@_exported public import Listings
@_exported public import PlatCommon
@_exported public import Records
@_exported public import Search
@_exported public import Snapshot
@_exported public import Tiles
@_exported public import Valuation
