import Testing

@testable import PlatFeeds

@Suite(.timeLimit(.minutes(30))) struct GzipTests {
  private static let text = (0..<12).map { #"{"listingKey":"k\#($0)","city":"Indio"}"# + "\n" }
    .joined()
  private static let plain = Array(text.utf8)

  @Test(arguments: Cut.all)
  func membersOneAfterAnotherAreOneFeed(_ cut: Cut) {
    let expected = load(Self.plain)
    #expect(expected.documents.count == 12)
    let half = Self.plain.count / 2
    let (first, second) = (Array(Self.plain[..<half]), Array(Self.plain[half...]))
    #expect(load(gzip(Self.plain), cut) == expected)
    #expect(load(gzip(first) + gzip(second), cut) == expected)
    #expect(load(gzip(first) + gzip([]) + gzip(second) + [0, 0, 0, 0, 0], cut) == expected)
  }

  @Test func aFileCutAtAnyByteSaysWhere() {
    let file = gzip(Self.plain)
    let whole = load(Self.plain).documents
    for length in 0..<file.count {
      let found = load(Array(file[..<length]))
      #expect(whole.starts(with: found.documents), "cut at \(length)")
      #expect(found.refusals.count == 1, "cut at \(length): \(found.refusals)")
      guard let refusal = found.refusals.first, length >= 2 else { continue }
      #expect(
        refusal.reason == .damagedGzip && refusal.scope == .rest && refusal.offset == length,
        "cut at \(length)")
    }
  }

  @Test func aChangedByteIsFoundOrDoesNoHarm() {
    let file = gzip(Self.plain)
    let whole = load(Self.plain)
    for index in file.indices {
      var changed = file
      changed[index] ^= 1 << (index & 7)
      let found = load(changed)
      // Flags, time and system in the header may differ; the checksum protects everything else.
      #expect(found == whole || !found.refusals.isEmpty, "byte \(index)")
    }
  }

  @Test(arguments: Cut.all)
  func whatFollowsTheDataIsRefused(_ cut: Cut) throws {
    let file = gzip(Self.plain)
    let found = load(file + Array("junk".utf8), cut)
    #expect(found.documents.count == 12)
    #expect(found.reasons == ["rest damagedGzip"])
    #expect(found.refusals.first?.offset == file.count)
    #expect(load(gzip(gzip(Self.plain)), cut).reasons == ["file binary"])
  }
}
