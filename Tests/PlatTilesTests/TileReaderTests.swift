import Foundation
import PlatTestSupport
import Testing

/// The tests' own reader of vector tiles refuses all fixtures marked as invalid, so that it can
/// check Plat's tiles.
@Suite(.timeLimit(.minutes(30))) struct TileReaderTests {
  private struct Info: Decodable {
    struct Validity: Decodable { let v2: Bool }
    let description: String
    let validity: Validity
  }

  /// Fixtures marked as valid that a strict reader refuses: 016 has no geometry type, like 003,
  /// which is marked as invalid; 057 announces more positions than it has, like 051 and 058, which
  /// are marked as invalid.
  private static let undecidable: Set<String> = ["016", "057"]

  @Test func fixtures() throws {
    let names = try RealData.files(of: .extracts, below: "mvt/fixtures", ending: "/tile.mvt")
      .map { String($0.dropFirst("mvt/fixtures/".count).dropLast("/tile.mvt".count)) }
    #expect(names.count == 74)
    for name in names where !Self.undecidable.contains(name) {
      let info = try JSONDecoder().decode(
        Info.self, from: Data(RealData.bytes("mvt/fixtures/\(name)/info.json")))
      let bytes = try RealData.bytes("mvt/fixtures/\(name)/tile.mvt")
      do throws(TileReader.Refusal) {
        _ = try TileReader(bytes)
        #expect(info.validity.v2, "fixture \(name) was not refused: \(info.description)")
      } catch {
        #expect(!info.validity.v2, "fixture \(name) was refused (\(error)): \(info.description)")
      }
    }
  }

  @Test(.enabled(if: RealData.isThere("mvt/real-world"), "\(RealData.hint)"))
  func realTiles() throws {
    var count = 0
    for folder in ["sanfrancisco", "uruguay", "compressed"] {
      for name in try RealData.files(of: .larger, below: "mvt/real-world/\(folder)") {
        let layers = try TileReader(RealData.bytes(name)).layers
        #expect(!layers.isEmpty && layers.contains { !$0.features.isEmpty }, "\(name)")
        count += 1
      }
    }
    #expect(count == 25)
  }
}
