import PlatJSON
import Testing

@testable import PlatListings

@Suite("Photos and other media", .timeLimit(.minutes(30)))
struct PhotoTests {
  private func photos(_ fields: String) throws -> String? {
    try Outcome(fields: fields).json("photos")
  }

  @Test func sparkPhotosGetTheContractsKeys() throws {
    let given = #"""
      "Photos":[{"Uri300":"u3","ResourceUri":"/r","Name":"House","Primary":true,"Id":"7",\#
      "UriLarge":"ul","Caption":"c",
      "UriThumb":"ut","Uri2048":null}]
      """#
    #expect(
      try photos(given)
        == #"""
        [{"photoId":"7","uriThumb":"ut","uri300":"u3","uriLarge":"ul","primary":true,\#
        "caption":"c","ResourceUri":"/r","Name":"House"}]
        """#
    )
  }

  @Test func thePhotosOwnKeysWin() throws {
    #expect(
      try photos(#""photos":[{"Id":"1","photoId":"2"},{"photoId":"3","id":"4"}]"#)
        == #"[{"photoId":"2"},{"photoId":"3"}]"#)
    #expect(
      try photos(#""photos":["http://a",{},5,null]"#) == #"[{"uriLarge":"http://a"},{},5,null]"#)
    #expect(try photos(#""photos":[]"#) == "[]")
  }

  @Test func resoMediaBecomePhotosInTheirOrder() throws {
    let media = #"""
      "Media":[{"Order":2,"MediaURL":"b","MediaKey":"2"},{"Order":1,"MediaURL":"a",\#
      "MediaCategory":"Photo"},
      {"MediaURL":"p.pdf","MediaCategory":"Floor Plan"},{"MediaURL":"c","MediaType":"image/jpeg"},
      {"MediaURL":"m","MediaType":"mov"},{"MediaURL":""},{"Order":1,"MediaURL":"a2",\#
      "PreferredPhotoYN":true,"ShortDescription":"s"}]
      """#
    let outcome = try Outcome(fields: media)
    #expect(
      outcome.json("photos")
        == #"""
        [{"uriLarge":"a","Order":1,"MediaCategory":"Photo"},{"uriLarge":"a2","primary":true,\#
        "caption":"s","Order":1},{"photoId":"2","uriLarge":"b","Order":2},{"uriLarge":"c",\#
        "MediaType":"image/jpeg"}]
        """#
    )
    #expect(
      outcome.json("Media")
        == #"""
        [{"MediaURL":"p.pdf","MediaCategory":"Floor Plan"},{"MediaURL":"m","MediaType":"mov"},\#
        {"MediaURL":""}]
        """#
    )
    #expect(try Outcome(outcome.document).document == outcome.document)
  }

  @Test func mediaWithoutPhotosOrBesidePhotosStay() throws {
    let plans = #""Media":[{"MediaURL":"p","MediaCategory":"Floor Plan"}]"#
    #expect(try Outcome(fields: plans).document == "{\"listingKey\":\"K\",\(plans)}")
    let both = #""photos":[{"photoId":"1"}],"Media":[{"MediaURL":"p"}]"#
    #expect(try Outcome(fields: both).document == "{\"listingKey\":\"K\",\(both)}")
    #expect(try Outcome(fields: #""Media":[{"MediaURL":"p"}]"#).json("Media") == nil)
    for odd in ["5", "\"x\"", "{}", "[]", "[1,[2],\"s\",null]", "true"] {
      #expect(
        try Outcome(fields: "\"Media\":\(odd)").document
          == "{\"listingKey\":\"K\",\"Media\":\(odd)}")
    }
  }

  @Test func otherMediaAreKeptAsTheyCame() throws {
    #expect(
      try taken("OpenHouses", #"[{"Date":"2007-07-08"}]"#, as: .openHouses)
        == #"[{"Date":"2007-07-08"}]"#)
    #expect(try taken("documents", #"{"a":1}"#) == #"{"a":1}"#)
    #expect(try dropped("documents", "5") == .wrongKind)
    #expect(try dropped("photos", #"{"a":1}"#) == .wrongKind)
    #expect(try dropped("photos", "\"none\"") == .wrongKind)
    #expect(try taken("videos", "null") == nil)
  }

  @Test func textThatHoldsJSONIsRead() throws {
    let outcome = try Outcome(texts: [
      "listingKey": "K", "photos": #" [{"Id":"1","Uri300":"u"}] "#,
      "OpenHouses": #"[{"Date":"2007-07-08"}]"#,
      "videos": "[1,", "virtualTours": "",
    ])
    #expect(
      outcome.document
        == #"""
        {"listingKey":"K","photos":[{"photoId":"1","uri300":"u"}],\#
        "openHouses":[{"Date":"2007-07-08"}]}
        """#
    )
    #expect(outcome.reasons == [.wrongKind])
  }

  @Test func tourAddressesPreferTheUnbranded() throws {
    let fields = #""VirtualTourURLBranded":"http://b","VirtualTourURLUnbranded":"http://u""#
    #expect(
      try Outcome(fields: fields).document
        == #"{"listingKey":"K","virtualTourUrl":"http://u","VirtualTourURLBranded":"http://b"}"#)
    #expect(
      try Outcome(fields: #""VirtualTourURLBranded":"http://b""#).json("virtualTourUrl")
        == #""http://b""#)
  }
}
