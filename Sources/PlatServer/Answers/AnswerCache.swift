internal import PlatCommon
internal import Synchronization

/// The latest answers of one generation, keyed by the bytes of the request.
///
/// A map's clients ask for the same tiles over and over; a hit costs a hash and a comparison. Each
/// answer has one of four places, and the least recently used one is evicted.
///
/// It is not a `BoundedCache`: a look-up by the request's own bytes builds no key and so allocates
/// nothing, and each of the sixteen locks is shared by few threads.
///
/// - Complexity: O(bytes of the request).
final class AnswerCache: Sendable {
  private final class Shard: Sendable {
    let state: Mutex<State>
    init(places: Int) { state = Mutex(State(places: places)) }
  }

  private struct State {
    var answers: [KeptAnswer?]
    var uses: [UInt32]
    var clock: UInt32 = 0
    var bytes = 0

    init(places: Int) {
      answers = Array(repeating: nil, count: places)
      uses = Array(repeating: 0, count: places)
    }
  }

  private static let ways = 4
  private static let shardCount = 16
  private let shards: [Shard]
  private let places: Int
  private let shardBytes: Int

  /// Makes an empty cache.
  ///
  /// - Parameter bytes: The maximum size of all answers together.
  init(bytes: Int) {
    places = max(Self.ways, min(bytes / 4096 / Self.shardCount, 1 << 16) / Self.ways * Self.ways)
    shardBytes = bytes / Self.shardCount
    let places = places
    shards = (0..<Self.shardCount).map { _ in Shard(places: places) }
  }

  /// The approximate size of the cached answers.
  var bytes: Int { shards.reduce(0) { $0 + $1.state.withLock { $0.bytes } } }

  /// The hash of a request's bytes.
  static func hash(_ path: Span<UInt8>, _ query: Span<UInt8>, _ gzip: Bool) -> UInt64 {
    FastHash.of(query, seed: FastHash.of(path, seed: gzip ? 1 : 0))
  }

  /// The bytes of a request in one array.
  static func key(_ path: Span<UInt8>, _ query: Span<UInt8>, _ gzip: Bool) -> [UInt8] {
    var key: [UInt8] = []
    key.reserveCapacity(path.count + query.count + 2)
    for place in path.indices { key.append(path[place]) }
    key.append(UInt8(ascii: "?"))
    for place in query.indices { key.append(query[place]) }
    key.append(gzip ? 1 : 0)
    return key
  }

  /// The cached answer for a request's bytes, or nil.
  func answer(_ hash: UInt64, _ path: Span<UInt8>, _ query: Span<UInt8>, _ gzip: Bool)
    -> KeptAnswer?
  {
    let first = firstPlace(hash)
    return shard(hash).state.withLock { state in
      for place in first..<first + Self.ways {
        guard let answer = state.answers[place], Self.equal(answer.key, path, query, gzip) else {
          continue
        }
        state.clock &+= 1
        state.uses[place] = state.clock
        return answer
      }
      return nil
    }
  }

  /// Caches an answer, unless it is larger than a sixteenth of a shard.
  func keep(_ answer: KeptAnswer, _ hash: UInt64) {
    guard answer.size <= shardBytes / 16 else { return }
    let first = firstPlace(hash)
    shard(hash).state.withLock { state in
      state.clock &+= 1
      var oldest = first
      for place in first..<first + Self.ways {
        guard let other = state.answers[place] else {
          oldest = place
          break
        }
        if other.key == answer.key { return }
        // Ages are distances from now, so that a wrapped clock does no harm.
        if state.clock &- state.uses[place] > state.clock &- state.uses[oldest] { oldest = place }
      }
      let before = state.answers[oldest]?.size ?? 0
      guard state.bytes - before + answer.size <= shardBytes else {
        // Full: make room, and cache the next answer.
        state.bytes -= before
        state.answers[oldest] = nil
        return
      }
      state.bytes += answer.size - before
      state.answers[oldest] = answer
      state.uses[oldest] = state.clock
    }
  }

  private func shard(_ hash: UInt64) -> Shard { shards[Int(hash >> 60)] }

  private func firstPlace(_ hash: UInt64) -> Int {
    Int((hash >> 20 & 0xFFFF_FFFF) % UInt64(places / Self.ways)) * Self.ways
  }

  private static func equal(_ key: [UInt8], _ path: Span<UInt8>, _ query: Span<UInt8>, _ gzip: Bool)
    -> Bool
  {
    guard key.count == path.count + query.count + 2, key[key.count - 1] == (gzip ? 1 : 0),
      key[path.count] == UInt8(ascii: "?")
    else { return false }
    for place in path.indices where key[place] != path[place] { return false }
    for place in query.indices where key[path.count + 1 + place] != query[place] { return false }
    return true
  }
}
