import PlatIndex
import PlatListings
import PlatLive
import PlatTestSupport
import Testing

/// The slugs of written listings, against those of a build of all of them.
@Suite(.timeLimit(.minutes(30))) struct SlugWatchTests {
  /// A listing with a slug of a small pool, so that slugs meet slugs, keys and marks.
  private func document(_ key: String, slug: String?, price: Int = 1_000) -> [UInt8] {
    let slug = slug.map { #""slug":"\#($0)","# } ?? ""
    return Array(#"{\#(slug)"listingKey":"\#(key)","listPrice":\#(price)}"#.utf8)
  }

  /// The slug of each listing of a generation, by key.
  private func slugs(_ generation: Generation) -> [String: String] {
    var slugs: [String: String] = [:]
    for part in generation.parts {
      for row in 0..<part.index.rows where !part.removed.contains(row) {
        slugs[part.index.keys.string(at: row)] =
          part.index.codes(.slug)?.text(row) ?? part.index.madeSlug(row)
      }
    }
    return slugs
  }

  /// Random writes among few slugs and keys; after each of them every listing has the slug that a
  /// build gives it.
  @Test(arguments: TestCases.seeds(3)) func slugsAreThoseOfABuild(_ seed: UInt64) throws {
    var draw = SeededGenerator(seed: seed)
    let keys = ["a", "b", "c", "d", "home", "e", "f", "g", "lane", "h"]
    let scene = try WriterScene([])
    // Slugs that are marked slugs of the keys, so that a mark is taken and a longer one is tried.
    var pool = ["home", "lane", "a", "b", "other", "park"]
    // A slug with the mark of its own key is taken for one that a build has marked.
    var owners: [String: String] = [:]
    for key in keys.prefix(4) {
      let index = try TestWorld.index([PlainListing(key: key)], changeNumber: 1)
      for slug in index.markedSlugs(0, plain: "home").prefix(2) {
        pool.append(slug)
        owners[slug] = key
      }
    }
    var held: [String: [UInt8]] = [:]
    for step in 0..<60 {
      let key = draw.one(of: keys)
      if draw.percent(35), held[key] != nil {
        _ = try scene.writer.write([.delete(key: key)])
        held[key] = nil
      } else {
        var slug = draw.percent(80) ? draw.one(of: pool) : nil
        if let given = slug, owners[given] == key { slug = "park" }
        let new = document(key, slug: slug, price: step + 1_000)
        _ = try scene.writer.write([.upsert(document: new)])
        held[key] = new
      }
      if draw.percent(5) { try scene.restart() }
      let built = try scene.built()
      #expect(
        slugs(scene.writer.generation) == slugs(Generation(built)), "seed \(seed), step \(step)")
    }
  }

  /// A listing whose slug is its own comes and goes without a merge, though others share theirs.
  @Test func aSlugOfItsOwnCausesNoMerge() throws {
    let scene = try WriterScene([])
    let shared = ["a", "b", "c"].map { WriteOperation.upsert(document: document($0, slug: "home")) }
    let own = (0..<20).map {
      WriteOperation.upsert(document: document("k\($0)", slug: "own-\($0)"))
    }
    _ = try scene.writer.write(shared + own)
    // The shared slugs have led to a merge.
    #expect(scene.writer.generation.isWhole)
    let base = scene.writer.generation.base
    for number in 0..<10 {
      let key = "k\(number)"
      if number % 2 == 0 {
        _ = try scene.writer.write([.delete(key: key)])
      } else {
        let new = document(key, slug: "own-\(number)", price: 7_000)
        _ = try scene.writer.write([.upsert(document: new)])
      }
      #expect(!scene.writer.generation.isWhole && scene.writer.generation.base === base)
    }
    // Of three that share one, two go on sharing it.
    _ = try scene.writer.write([.delete(key: "a")])
    #expect(scene.writer.generation.base === base)
    _ = try scene.writer.write([.delete(key: "b")])
    #expect(scene.writer.generation.base !== base)
    #expect(slugs(scene.writer.generation)["c"] == "home")
  }
}
