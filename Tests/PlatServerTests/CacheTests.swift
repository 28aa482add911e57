import Dispatch
import PlatHTTP
import PlatTestSupport
import Synchronization
import Testing

@testable import PlatServer

/// The server's caches, and their eviction.
@Suite(.timeLimit(.minutes(30))) struct CacheTests {
  /// An answer for the four places of one set: each test uses the hash 0.
  private func answer(_ path: String, bytes: Int = 10) -> KeptAnswer {
    let key = AnswerCache.key(path.utf8Span.span, "q".utf8Span.span, false)
    let body = HTTPBody(copying: [UInt8](repeating: 65, count: bytes).span)
    return KeptAnswer(
      key: key, route: 0, status: 200, mediaType: "text/plain", tag: "\"\(path)\"", isGzip: false,
      keepSeconds: 60, body: body)
  }

  private func tag(_ cache: AnswerCache, _ path: String, gzip: Bool = false) -> String? {
    cache.answer(0, path.utf8Span.span, "q".utf8Span.span, gzip)?.tag
  }

  @Test func theAnswerThatNobodyAskedForLongestIsReplaced() {
    let cache = AnswerCache(bytes: 1 << 20)
    for path in ["/a", "/b", "/c", "/d"] { cache.keep(answer(path), 0) }
    for path in ["/a", "/b", "/c", "/d"] { #expect(tag(cache, path) == "\"\(path)\"") }
    #expect(tag(cache, "/a") != nil && tag(cache, "/c") != nil)
    let before = cache.bytes
    cache.keep(answer("/e"), 0)
    #expect(cache.bytes == before, "as large as what it replaced")
    #expect(tag(cache, "/b") == nil)
    for path in ["/a", "/c", "/d", "/e"] { #expect(tag(cache, path) != nil, "\(path)") }
    cache.keep(answer("/f"), 0)
    #expect(tag(cache, "/a") == nil && tag(cache, "/f") != nil)
    #expect(tag(cache, "/f", gzip: true) == nil, "another request")
  }

  @Test func anAnswerAboveASixteenthOfAShardIsNotKept() {
    let bytes = 1 << 20
    let cache = AnswerCache(bytes: bytes)
    let most = bytes / 16 / 16
    let overhead = answer("/a", bytes: 0).size
    cache.keep(answer("/a", bytes: most - overhead), 0)
    #expect(tag(cache, "/a") != nil && cache.bytes == most)
    cache.keep(answer("/b", bytes: most - overhead + 1), 0)
    #expect(tag(cache, "/b") == nil && cache.bytes == most)
  }

  @Test func theCacheStaysWithinItsBytes() {
    let bytes = 1 << 20
    let cache = AnswerCache(bytes: bytes)
    for number in 0..<4_000 {
      let hash = UInt64(number) << 20
      cache.keep(answer("/\(number)", bytes: 3_000), hash)
      #expect(cache.bytes <= bytes / 16, "one of sixteen shards")
    }
    #expect(cache.bytes > bytes / 16 / 2)
  }
}
