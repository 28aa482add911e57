// Programs that embed the library write `import Plat` and get every type of its interface.
//
// The library's public declarations use types of these modules. `Samples` is not one of them, and
// the C libraries are behind `Geometry` and `Store`. Of `PlatCommon` only the types in the
// interface are exported: it re-exports the system's C library, which an embedder may not want.

@_exported public import PlatCompression
@_exported public import PlatDecks
@_exported public import PlatFeeds
@_exported public import PlatFiles
@_exported public import PlatGeometry
@_exported public import PlatIndex
@_exported public import PlatJSON
@_exported public import PlatListings
@_exported public import PlatLive
@_exported public import PlatPlaces
@_exported public import PlatRecords
@_exported public import PlatSearch
@_exported public import PlatSnapshot
@_exported public import PlatStore
@_exported public import PlatTiles
@_exported public import PlatValuation

@_exported public import struct PlatCommon.WallClock
@_exported public import enum PlatCommon.WorkEnded
@_exported public import class PlatCommon.WorkLimit
