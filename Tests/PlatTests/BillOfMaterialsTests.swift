import Foundation
import Testing

/// The output of `make sbom`, here for the debug build of the program.
@Suite(.timeLimit(.minutes(30))) struct BillOfMaterialsTests {
  private static let script = Repository.path("scripts/sbom")

  private struct Document: Decodable {
    struct Component: Decodable {
      var name: String
      var version: String
      var purl: String?
      var scope: String?
      var licenses: [[String: Licence]]
      var components: [File]?
      var ref: String

      private enum CodingKeys: String, CodingKey {
        case name, version, purl, scope, licenses, components
        case ref = "bom-ref"
      }
    }

    struct File: Decodable {
      var name: String
      var hashes: [[String: String]]
    }

    /// `{"license": {"id": ...}}` or `{"expression": ...}`.
    enum Licence: Decodable {
      case id(String)
      case expression(String)

      init(from decoder: any Decoder) throws {
        if let text = try? decoder.singleValueContainer().decode(String.self) {
          self = .expression(text)
        } else {
          self = .id(try decoder.singleValueContainer().decode([String: String].self)["id"] ?? "")
        }
      }
    }

    struct Dependency: Decodable {
      var ref: String
      var dependsOn: [String]
    }

    var bomFormat: String
    var specVersion: String
    var components: [Component]
    var dependencies: [Dependency]
  }

  @Test func everyComponentHasItsVersionAndLicence() throws {
    let scratch = try Scratch()
    let file = scratch.file("plat.cdx.json")
    let program = Program.folder.appendingPathComponent("plat").path
    let run = try Program.run([program, file], program: Self.script)
    try #require(run.status == 0, "\(run.errors)")
    let document = try JSONDecoder().decode(
      Document.self, from: Data(contentsOf: URL(fileURLWithPath: file)))
    #expect(document.bomFormat == "CycloneDX" && document.specVersion == "1.5")
    let names = document.components.map(\.name)
    for wanted in [
      "libgeos-c1v5", "libsqlite3-0", "libgeographiclib23", "libproj25", "libcurl4", "libzstd1",
      "MapLibre GL JS",
    ] {
      #expect(names.contains(wanted), "\(wanted) is missing in \(names)")
    }
    for component in document.components {
      #expect(!component.version.isEmpty && component.licenses.count == 1, "\(component)")
      if let purl = component.purl {
        let version = component.version.replacingOccurrences(of: "+", with: "%2B")
        #expect(purl.hasPrefix("pkg:deb/debian/\(component.name)@\(version)?arch="), "\(component)")
      } else {
        #expect(
          ["Swift libraries", "MapLibre"].contains { component.name.hasPrefix($0) }, "\(component)")
      }
    }
    let geos = try #require(document.components.first { $0.name == "libgeos-c1v5" })
    guard case .id("LGPL-2.1-or-later")? = geos.licenses[0]["license"] else {
      Issue.record("\(geos)")
      return
    }
    #expect(geos.scope == "required" && geos.components?.map(\.name) == ["libgeos_c.so.1"])
    #expect(geos.components?.first?.hashes.first?["content"]?.count == 64)
    #expect(document.components.first { $0.name == "libproj25" }?.scope == "optional")
    #expect(document.dependencies.count == 1 && document.dependencies[0].ref == "plat")
    #expect(Set(document.dependencies[0].dependsOn) == Set(document.components.map(\.ref)))
  }

  /// The program must not link removed libraries again.
  @Test func projAndCurlAreNotLinked() throws {
    let program = Program.folder.appendingPathComponent("plat").path
    let run = try Program.run([program], program: "/usr/bin/ldd")
    try #require(run.status == 0 && run.output.contains("libgeos_c"), "\(run.errors)")
    for library in ["libproj", "libcurl", "libzstd", "libtiff", "libldap", "librtmp", "libssh2"] {
      #expect(!run.output.contains(library), "the program loads \(library)")
    }
  }

  @Test func aLibraryWithoutARowIsAnError() throws {
    let scratch = try Scratch()
    let run = try Program.run(
      ["/usr/bin/python3", scratch.file("python.json")], program: Self.script)
    #expect(
      run.status == 1 && run.errors.contains("docs/THIRD-PARTY.md has no row for libexpat1"),
      "\(run.errors)")
    #expect(
      try Program.run([scratch.file("nothing"), scratch.file("x")], program: Self.script).status
        == 1)
  }
}
