// swift-tools-version: 6.2
import PackageDescription

// The house: docs/ARCHITECTURE.md says what each module is for. A module may depend only on what stands above it in
// this file, so that the arrows cannot turn back.

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
  .systemLibrary(name: name, path: "Sources/\(name)", pkgConfig: pkgConfig, providers: [.apt([package])])
}

func module(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: house)
}

func tests(_ name: String, _ dependencies: [Target.Dependency], excluding exclude: [String] = []) -> Target {
  .testTarget(
    name: name + "Tests", dependencies: [.byName(name: name), "TestSupport"] + dependencies, exclude: exclude,
    swiftSettings: house)
}

/// libFuzzer's driver, only where scripts/fuzz builds it: other builds have no libFuzzer to link.
let fuzzer: [Target] =
  Context.environment["PLAT_FUZZER"] == "1"
  ? [
    .systemLibrary(name: "CFuzzer", path: "Fuzz/CFuzzer"),
    .executableTarget(
      name: "plat-fuzz", dependencies: ["FuzzTargets", "CFuzzer"], path: "Fuzz/Driver", swiftSettings: house),
  ] : []

/// Boost's assertions are for debug builds and libFuzzer.
let boost: [CXXSetting] =
  fuzzer.isEmpty ? [.define("BOOST_DISABLE_ASSERTS", .when(configuration: .release))] : []

let package = Package(
  name: "plat",
  products: [
    .library(name: "Plat", targets: ["Plat"]),
    .executable(name: "plat", targets: ["plat-cli"]),
    .executable(name: "plat-bench", targets: ["plat-bench"]),
  ],
  targets: [
    // Floor 0: C. System libraries, and the kernels that need per-function targets.
    system("CSQLite", pkgConfig: "sqlite3", apt: "libsqlite3-dev"),
    system("CGEOS", pkgConfig: "geos", apt: "libgeos-dev"),
    system("CZlib", pkgConfig: "zlib", apt: "zlib1g-dev"),
    system("CDeflate", pkgConfig: "libdeflate", apt: "libdeflate-dev"),
    system("CXXHash", pkgConfig: "libxxhash", apt: "libxxhash-dev"),
    .target(name: "CSimdjson", linkerSettings: [.linkedLibrary("simdjson")]),
    .target(name: "CPlatGeodesic", linkerSettings: [.linkedLibrary("GeographicLib")]),
    // Loaded when first needed, not linked: most programs never need them, and they bring 40 further libraries.
    .target(name: "CPlatPROJ"),
    .target(name: "CPlatCurl"),
    // Boost's headers alone.
    .target(name: "CBeast", cxxSettings: boost),
    .target(name: "Kernels"),
    // The handler for reads of mapped files that were cut short.
    .target(name: "CFaults"),

    // Floor 0, in Swift: small things that every floor needs, each once.
    module("PlatCommon", []),

    // Floor 1: bytes and shapes; nothing here knows what a listing is.
    module("JSON", ["CSimdjson"]),
    module("Snapshot", ["CXXHash", "CFaults"]),
    module("Compression", ["CDeflate"]),
    module("Samples", []),
    module("HTTP", ["CBeast"]),
    module("HTTPClient", ["CPlatCurl"]),

    // Floor 2: what a place is, what a listing is.
    module("Geometry", ["PlatCommon", "Kernels", "JSON", "CGEOS", "CPlatGeodesic", "CPlatPROJ"]),
    module("Listings", ["JSON"]),

    // Floor 3: listings arrive, are kept, are laid out; names of places are known.
    module("Feeds", ["Listings", "JSON", "Geometry", "CZlib"]),
    module("Records", ["CSQLite", "CXXHash"]),
    module("Gazetteer", ["Listings", "Geometry", "PlatCommon"]),
    module("Index", ["Listings", "Geometry", "Snapshot", "Kernels", "PlatCommon"]),

    // Floor 4: questions.
    module("Search", ["Index", "Listings", "Geometry", "Snapshot", "Kernels", "PlatCommon"]),

    // Floor 5: maps, and what a home is worth.
    module("Tiles", ["Search", "Index", "Listings", "Geometry", "Snapshot", "JSON", "PlatCommon"]),
    module("Valuation", ["Index", "Listings", "Geometry", "Snapshot", "Kernels", "PlatCommon"]),

    // Floor 6: the library one embeds.
    module(
      "Plat",
      [
        "Tiles", "Valuation", "Gazetteer", "HTTPClient", "Compression", "Search", "Index", "Feeds", "Records",
        "Listings", "Geometry", "Snapshot", "JSON", "PlatCommon",
      ]),

    // Floor 7: the query server.
    module("Server", ["Plat", "HTTP", "Compression", "Listings", "JSON", "PlatCommon"]),

    // Floor 8: what people touch.
    .executableTarget(
      name: "plat-cli",
      dependencies: [
        "Plat", "Server", "HTTP", "Samples", "Tiles", "Valuation", "Gazetteer", "Compression", "Search", "Index",
        "Feeds", "Listings", "Geometry", "Records",
        "Snapshot",
        "JSON",
      ],
      path: "Sources/plat", swiftSettings: house),
    .executableTarget(
      name: "plat-bench",
      dependencies: [
        "Plat", "Samples", "Tiles", "Valuation", "Gazetteer", "Search", "Index", "Feeds", "Listings", "Geometry",
        "Kernels",
      ],
      path: "Benchmarks/Harness", swiftSettings: house),
    // 2 KB from memory, to be set beside other servers (Benchmarks/HTTP/compare).
    .executableTarget(
      name: "http-hello",
      dependencies: ["HTTP"], path: "Benchmarks/HTTP/Hello", swiftSettings: house),
    // Another program, with nothing but the library: what it imports is what an embedder must.
    .executableTarget(
      name: "embedding", dependencies: ["Plat"], path: "samples/embedding",
      swiftSettings: strictness + [.enableUpcomingFeature("MemberImportVisibility")]),

    // What strangers' bytes come into; the tests and libFuzzer (scripts/fuzz) call it.
    .target(
      name: "FuzzTargets",
      dependencies: [
        "Plat", "Server", "Tiles", "Samples", "HTTP", "Gazetteer", "Search", "Index", "Feeds", "Listings", "Geometry",
        "Snapshot",
        "JSON", "CXXHash",
        "CZlib",
      ],
      path: "Fuzz/Targets", swiftSettings: house),

    // Tests mirror the modules.
    .target(
      name: "TestSupport",
      dependencies: ["Search", "Index", "Feeds", "Samples", "Listings", "Geometry", "Snapshot", "CZlib"],
      path: "Tests/TestSupport", swiftSettings: house),
    tests("PlatCommon", []),
    tests("JSON", []),
    tests("Snapshot", [], excluding: ["Golden"]),
    tests("Geometry", ["PlatCommon", "Kernels", "CGEOS"]),
    tests("Listings", ["JSON"]),
    tests("Feeds", ["Listings", "JSON", "CZlib"]),
    tests("Records", ["CSQLite"]),
    tests("Index", ["Listings", "Geometry", "Snapshot", "Kernels", "Samples", "PlatCommon"], excluding: ["Golden"]),
    tests("Search", ["Index", "Listings", "Geometry", "Snapshot", "Kernels", "CSQLite", "PlatCommon"]),
    tests(
      "Tiles",
      [
        "Search", "Index", "Feeds", "Samples", "Listings", "Geometry", "Snapshot", "JSON", "Compression", "PlatCommon",
      ]),
    tests(
      "Valuation", ["PlatCommon", "Kernels", "Search", "Index", "Feeds", "Samples", "Listings", "Geometry", "Snapshot"]),
    tests("Gazetteer", ["Listings", "Geometry"]),
    tests("HTTPClient", []),
    tests("Compression", ["CZlib"]),
    tests("Samples", []),
    tests("HTTP", []),
    tests(
      "Plat",
      [
        "Valuation", "Gazetteer", "Search", "Index", "Feeds", "Records", "Listings", "Geometry", "Snapshot", "JSON",
        "PlatCommon",
        "Samples",
      ],
      excluding: ["Golden"]),
    tests(
      "Server", ["Plat", "HTTP", "Compression", "Listings", "JSON", "PlatCommon"],
      excluding: ["Golden"]),
    // They run plat-bench and the scripts beside it.
    .testTarget(name: "BenchmarkTests", dependencies: [], exclude: ["Sample"], swiftSettings: house),
    .testTarget(name: "FuzzTests", dependencies: ["FuzzTargets", "TestSupport"], swiftSettings: house),
  ] + fuzzer,
  swiftLanguageModes: [.v6],
  cxxLanguageStandard: .cxx17
)
