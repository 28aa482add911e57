// swift-tools-version: 6.2
import PackageDescription

// The house: docs/ARCHITECTURE.md says what each module is for. A module may depend only on what
// stands above it in this file, so that the arrows cannot turn back.

/// Warnings end the build where this is set, as it is in CI.
let strictness: [SwiftSetting] =
  Context.environment["PLAT_WARNINGS_AS_ERRORS"] == "1" ? [.treatAllWarnings(as: .error)] : []

/// One set of rules for every Swift target.
let house: [SwiftSetting] =
  strictness + [
    .strictMemorySafety(),
    .enableUpcomingFeature("ExistentialAny"),
    .enableUpcomingFeature("MemberImportVisibility"),
    .enableUpcomingFeature("InternalImportsByDefault"),
    .enableExperimentalFeature("Lifetimes"),
  ]

func system(_ name: String, pkgConfig: String, apt package: String) -> Target {
  .systemLibrary(
    name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding exclude: [String] = [])
  -> Target
{
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name), "PlatTestSupport"] + dependencies,
    exclude: exclude,
    swiftSettings: house)
}

/// Whether libFuzzer's driver is built: only scripts/fuzz has libFuzzer to link.
let fuzzes = Context.environment["PLAT_FUZZER"] == "1"

/// Boost's assertions are for debug builds and libFuzzer.
let boost: [CXXSetting] =
  fuzzes ? [] : [.define("BOOST_DISABLE_ASSERTS", .when(configuration: .release))]

let package = Package(
  name: "plat",
  products: [
    .library(name: "Plat", targets: ["Plat"]),
    .library(name: "PlatAssistant", targets: ["PlatAssistant"]),
    .executable(name: "plat", targets: ["PlatCommand"]),
    .executable(name: "plat-bench", targets: ["plat-bench"]),
  ],
  targets: [
    // Floor 0: C. System libraries, and the kernels that need per-function targets.
    system("CPlatSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("CPlatGEOS", pkgConfig: "geos", apt: "libgeos-dev"),
    system("CPlatZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CPlatDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
    system("CPlatCrypto", pkgConfig: "libcrypto", apt: "libssl-dev"),
    system("CPlatXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
    .target(name: "CPlatSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CPlatGeodesic", linkerSettings: [.linkedLibrary("GeographicLib")]),
    // Loaded when first needed, not linked: most programs never need them, and they bring 40
    // further libraries.
    .target(name: "CPlatPROJ"),
    .target(name: "CPlatCurl"),
    .target(name: "CPlatZstd"),
    // Boost's headers alone.
    .target(name: "CPlatBeast", cxxSettings: boost),
    .target(name: "PlatKernels"),
    // The handler for reads of mapped files that were cut short.
    .target(name: "CPlatFaults"),
    // Calls of the system that Swift does not see.
    .target(name: "CPlatDisk"),

    // Floor 0, in Swift: small things that every floor needs, each once.
    module("PlatCommon", ["CPlatXXHash"]),
    module("PlatFiles", ["CPlatDisk", "PlatCommon"]),

    // Floor 1: bytes and shapes; nothing here knows what a listing is.
    module("PlatJSON", ["CPlatSimdjson"]),
    module("PlatSnapshot", ["CPlatXXHash", "CPlatFaults", "PlatFiles", "PlatCommon"]),
    module("PlatStore", ["CPlatSQLite", "CPlatCrypto", "PlatFiles", "PlatCommon"]),
    module("PlatCompression", ["CPlatDeflate"]),
    module("PlatSamples", ["PlatCommon"]),
    module("PlatHTTP", ["CPlatBeast", "PlatCommon"]),
    module("PlatHTTPClient", ["CPlatCurl"]),

    // Floor 2: what a place is, what a listing is.
    module(
      "PlatGeometry",
      ["PlatCommon", "PlatKernels", "PlatJSON", "CPlatGEOS", "CPlatGeodesic", "CPlatPROJ"]),
    module("PlatListings", ["PlatJSON", "PlatCommon"]),

    // Floor 3: listings arrive, are kept, are laid out.
    module(
      "PlatFeeds",
      ["PlatListings", "PlatJSON", "PlatGeometry", "PlatCommon", "CPlatZlib", "CPlatZstd"]),
    module(
      "PlatRecords", ["PlatStore", "PlatFiles", "PlatCommon", "CPlatSQLite", "CPlatXXHash"]),
    module("PlatAccess", ["PlatStore", "PlatFiles", "PlatCommon", "CPlatCrypto"]),
    module(
      "PlatIndex", ["PlatListings", "PlatGeometry", "PlatSnapshot", "PlatKernels", "PlatCommon"]),

    // Floor 4: questions.
    module(
      "PlatSearch",
      ["PlatIndex", "PlatListings", "PlatGeometry", "PlatSnapshot", "PlatKernels", "PlatCommon"]),

    // Floor 5: maps, valuations, places, decks to swipe through.
    module(
      "PlatTiles",
      [
        "PlatSearch", "PlatIndex", "PlatListings", "PlatGeometry", "PlatSnapshot", "PlatJSON",
        "PlatCommon",
      ]),
    module(
      "PlatValuation",
      [
        "PlatSearch", "PlatIndex", "PlatListings", "PlatGeometry", "PlatSnapshot", "PlatJSON",
        "PlatKernels", "PlatCommon",
      ]),
    module(
      "PlatPlaces",
      [
        "PlatSearch", "PlatIndex", "PlatFeeds", "PlatListings", "PlatGeometry", "PlatSnapshot",
        "PlatStore", "PlatFiles", "PlatJSON", "PlatCommon",
      ]),
    module(
      "PlatDecks",
      ["PlatSearch", "PlatIndex", "PlatSnapshot", "PlatStore", "PlatFiles", "PlatCommon"]),

    module(
      "PlatLive",
      [
        "PlatIndex", "PlatFeeds", "PlatRecords", "PlatListings", "PlatSnapshot", "PlatStore",
        "PlatJSON", "PlatCommon",
      ]),

    // Floor 6: the library one embeds.
    module(
      "Plat",
      [
        "PlatLive", "PlatTiles", "PlatValuation", "PlatDecks", "PlatPlaces", "PlatCompression",
        "PlatSearch", "PlatIndex",
        "PlatFeeds", "PlatRecords", "PlatStore", "PlatFiles",
        "PlatListings", "PlatGeometry", "PlatSnapshot", "PlatJSON", "PlatCommon",
      ]),

    // Floor 7: the tools of an assistant, and the language model.
    module(
      "PlatAssistant",
      [
        "Plat", "PlatValuation", "PlatPlaces", "PlatHTTPClient", "PlatSearch", "PlatIndex",
        "PlatListings", "PlatGeometry", "PlatJSON", "PlatCommon",
      ]),

    // Floor 8: the query server.
    module(
      "PlatServer",
      [
        "PlatAssistant", "Plat", "PlatHTTP", "PlatCompression", "PlatAccess", "PlatListings",
        "PlatFiles", "PlatJSON", "PlatCommon",
      ]),

    // Floor 9: what people touch.
    .executableTarget(
      name: "PlatCommand",
      dependencies: [
        "Plat", "PlatAssistant", "PlatServer", "PlatHTTP", "PlatSamples", "PlatTiles",
        "PlatValuation", "PlatPlaces", "PlatLive", "PlatAccess",
        "PlatCompression", "PlatSearch", "PlatIndex",
        "PlatFeeds", "PlatListings", "PlatGeometry", "PlatStore",
        "PlatSnapshot",
        "PlatJSON", "PlatCommon",
      ],
      path: "Sources/PlatCommand", swiftSettings: house),
    .executableTarget(
      name: "plat-bench",
      dependencies: [
        "Plat", "PlatAssistant", "PlatSamples", "PlatTiles", "PlatValuation", "PlatPlaces",
        "PlatSearch", "PlatIndex", "PlatFeeds",
        "PlatListings", "PlatGeometry",
        "PlatFiles", "PlatKernels", "PlatCommon",
      ],
      path: "Benchmarks/Harness", swiftSettings: house),
    // 2 KB from memory, to be set beside other servers (Benchmarks/HTTP/compare).
    .executableTarget(
      name: "http-hello",
      dependencies: ["PlatHTTP"], path: "Benchmarks/HTTP/Hello", swiftSettings: house),
    // Another program, with nothing but the library: what it imports is what an embedder must.
    .executableTarget(
      name: "embedding", dependencies: ["Plat"], path: "samples/embedding",
      swiftSettings: strictness + [.enableUpcomingFeature("MemberImportVisibility")]),

    // What strangers' bytes come into; the tests and libFuzzer (scripts/fuzz) call it.
    .target(
      name: "PlatFuzzTargets",
      dependencies: [
        "Plat", "PlatServer", "PlatTiles", "PlatSamples", "PlatHTTP", "PlatPlaces", "PlatSearch",
        "PlatIndex",
        "PlatFeeds", "PlatListings", "PlatGeometry",
        "PlatSnapshot",
        "PlatJSON", "PlatCommon", "CPlatXXHash",
        "CPlatZlib",
      ],
      path: "Fuzz/Targets", swiftSettings: house),

    // Tests mirror the modules.
    .target(
      name: "PlatTestSupport",
      dependencies: [
        "PlatSearch", "PlatIndex", "PlatFeeds", "PlatSamples", "PlatListings", "PlatGeometry",
        "PlatSnapshot", "PlatCommon",
        "CPlatZlib",
      ],
      path: "Tests/PlatTestSupport", swiftSettings: house),
    tests("PlatCommon", []),
    tests("PlatJSON", []),
    tests("PlatFiles", ["PlatCommon"]),
    tests("PlatSnapshot", ["PlatFiles"], excluding: ["Golden"]),
    tests(
      "PlatStore", ["Plat", "PlatDecks", "PlatPlaces", "PlatRecords"], excluding: ["Golden"]),
    tests("PlatGeometry", ["PlatCommon", "PlatKernels", "CPlatGEOS"]),
    tests("PlatListings", ["PlatJSON"]),
    tests("PlatFeeds", ["PlatListings", "PlatJSON", "CPlatZlib"]),
    tests("PlatRecords", ["PlatStore", "PlatFiles"]),
    tests(
      "PlatIndex",
      ["PlatListings", "PlatGeometry", "PlatSnapshot", "PlatKernels", "PlatSamples", "PlatCommon"],
      excluding: ["Golden"]),
    tests(
      "PlatSearch",
      [
        "PlatIndex", "PlatListings", "PlatGeometry", "PlatSnapshot", "PlatKernels", "CPlatSQLite",
        "PlatCommon",
      ]),
    tests(
      "PlatTiles",
      [
        "PlatSearch", "PlatIndex", "PlatFeeds", "PlatSamples", "PlatListings", "PlatGeometry",
        "PlatSnapshot",
        "PlatJSON", "PlatCompression", "PlatCommon",
      ]),
    tests(
      "PlatValuation",
      [
        "PlatCommon", "PlatKernels", "PlatSearch", "PlatIndex", "PlatFeeds", "PlatSamples",
        "PlatListings",
        "PlatGeometry", "PlatSnapshot", "PlatJSON",
      ], excluding: ["Golden"]),
    tests(
      "PlatDecks",
      ["PlatSearch", "PlatIndex", "PlatListings", "PlatStore", "PlatCommon"]),
    tests(
      "PlatPlaces",
      [
        "PlatSearch", "PlatIndex", "PlatFeeds", "PlatListings", "PlatGeometry", "PlatSnapshot",
        "PlatStore", "PlatJSON", "PlatCommon",
      ]),
    tests("PlatAccess", ["PlatStore", "PlatCommon"]),
    tests(
      "PlatLive",
      [
        "PlatSearch", "PlatIndex", "PlatRecords", "PlatListings", "PlatSnapshot", "PlatStore",
        "PlatGeometry", "CPlatSQLite",
      ]),
    tests("PlatHTTPClient", []),
    tests("PlatCompression", ["CPlatZlib"]),
    tests("PlatSamples", []),
    tests("PlatHTTP", []),
    tests(
      "Plat",
      [
        "PlatValuation", "PlatPlaces", "PlatSearch", "PlatIndex", "PlatFeeds", "PlatRecords",
        "PlatStore", "PlatDecks",
        "PlatListings",
        "PlatGeometry", "PlatSnapshot", "PlatJSON",
        "PlatCommon",
        "PlatSamples",
      ],
      excluding: ["Golden"]),
    tests(
      "PlatAssistant",
      ["Plat", "PlatValuation", "PlatSearch", "PlatIndex", "PlatListings", "PlatJSON"],
      excluding: ["Golden"]),
    tests(
      "PlatServer",
      [
        "PlatAssistant", "Plat", "PlatHTTP", "PlatPlaces", "PlatCompression", "PlatAccess",
        "PlatListings", "PlatJSON", "PlatCommon",
      ],
      excluding: ["Golden"]),
    // They run plat-bench and the scripts beside it.
    .testTarget(
      name: "BenchmarkTests", dependencies: [], exclude: ["Sample"], swiftSettings: house),
    .testTarget(
      name: "FuzzTests", dependencies: ["PlatFuzzTargets", "PlatTestSupport"],
      swiftSettings: house),
  ],
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)

if fuzzes {
  package.targets += [
    .systemLibrary(name: "CPlatFuzzer", path: "Fuzz/CPlatFuzzer"),
    .executableTarget(
      name: "plat-fuzz", dependencies: ["PlatFuzzTargets", "PlatCommon", "CPlatFuzzer"],
      path: "Fuzz/Driver", swiftSettings: house),
  ]
}
