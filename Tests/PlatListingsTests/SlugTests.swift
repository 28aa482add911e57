import Foundation
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("Slugs", .timeLimit(.minutes(30)))
struct SlugTests {
  private func slug(_ number: String, _ street: String, _ city: String, _ key: String) -> String {
    Slug.make(streetNumber: number, streetName: street, city: city, listingKey: key)
  }

  @Test func joinsAddressAndKey() {
    #expect(
      slug("76543", "Desert Fairways", "Palm Desert", "CV2025")
        == "76543-desert-fairways-palm-desert-cv2025")
    #expect(slug("", "", "", "K-1") == "k-1")
    #expect(slug("12 ½", "O'Brien & Sons", " San José ", "#A_9#") == "12-o-brien-sons-san-jose-a-9")
    #expect(slug("", "Ærøskøbing Straße", "Łódź", "x") == "aeroskobing-strasse-lodz-x")
    #expect(slug("1", "日本", "Cafe\u{301}", "k") == "1-cafe-k")
    #expect(slug("--", "×", "!", "?") == "")
    #expect(slug("1", "a", "", "b") == "1-a-b")
  }

  @Test func lettersLoseTheirAccentsAsUnicodeSaysTheyDo() {
    var checked = 0
    for value in 0xC0...0x17F {
      guard let scalar = UnicodeScalar(value) else { continue }
      let bare = String(scalar).decomposedStringWithCanonicalMapping.unicodeScalars.filter {
        $0.isASCII
      }
      guard !bare.isEmpty else { continue }
      #expect(
        slug("", "x\(scalar)", "", "") == "x\(String(String.UnicodeScalarView(bare)).lowercased())",
        "\(scalar)")
      checked += 1
    }
    #expect(checked > 130)
    let letters: [Character: String] = [
      "æ": "ae", "Þ": "th", "ß": "ss", "ð": "d", "ø": "o", "đ": "d", "ħ": "h", "ı": "i", "ĳ": "ij",
      "ł": "l", "ŋ": "n",
      "œ": "oe", "ŧ": "t", "ĸ": "k", "ŉ": "n", "ſ": "s", "ŀ": "l",
    ]
    for (letter, plain) in letters {
      #expect(slug("", String(letter), "", "") == plain, "\(letter)")
    }
  }

  @Test(arguments: 1...4 as ClosedRange<UInt64>)
  func anyBytesMakeAUsableSlug(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 0...24, using: &generator)).map { _ in
        UInt8.random(in: 0...255, using: &generator)
      }
      var slug: [UInt8] = []
      let none: [UInt8] = []
      Slug.append(
        streetNumber: bytes.span, streetName: none.span, city: bytes.span, listingKey: bytes.span,
        to: &slug)
      #expect(slug.isEmpty || Slug.isUsable(slug.span), "seed \(seed): \(bytes)")
      let text = String(decoding: slug, as: UTF8.self)
      #expect(
        !text.contains("--") && !text.hasPrefix("-") && !text.hasSuffix("-"),
        "seed \(seed): \(bytes)")
      #expect(self.slug("", "", "", text) == text)
    }
  }

  @Test func aGivenSlugIsKeptOnlyWhereItDiffers() throws {
    let address = #""streetNumber":"12","streetName":"Main","city":"Indio""#
    #expect(try Outcome(fields: address + #","slug":"12-main-indio-k""#).json("slug") == nil)
    #expect(try Outcome(fields: address + #","slug":"my-home""#).json("slug") == "\"my-home\"")
    #expect(try Outcome(fields: address + #","slug":"12-main-indio-k""#).notes.isEmpty)
    for bad in ["a b", "a/b", "é", "a?b", "<a>"] {
      let outcome = try Outcome(fields: "\"slug\":\"\(bad)\"")
      #expect(outcome.json("slug") == nil)
      #expect(outcome.reasons == [.notASlug])
    }
  }
}
