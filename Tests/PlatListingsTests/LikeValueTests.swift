import PlatJSON
import Testing

@testable import PlatListings

/// Values that are written like those of ``LooseValueTests``, in forms of other feeds.
@Suite("Values of other feeds", .timeLimit(.minutes(30)))
struct LikeValueTests {
  @Test(
    arguments: [
      (#""AssociationFee":1200,"AssociationFeeFrequency":["Annually"]"#, "100"),
      (#""AssociationFee":1200,"AssociationFeeFrequency":{"Annually":true}"#, "100"),
      (
        #""AssociationFee":1200,"AssociationFeeFrequency":{"Monthly":true,"Annually":false}"#,
        "1200"
      ),
      (#""AssociationFee":1200,"AssociationFeeFrequency":["Monthly","Annually"]"#, nil),
      (#""AssociationFee":1200,"AssociationFeeFrequency":[]"#, "1200"),
      (#""AssociationFee":"$100/mo","AssociationFeeFrequency":"Annually""#, "100"),
      (#""AssociationFee":"1200/yr","AssociationFeeFrequency":"Monthly""#, "100"),
      (#""AssociationFee":"$1,200","AssociationFeeFrequency":"Annually""#, "100"),
      (#""HOAFee":1200,"HOAFeeFrequency":"Annually""#, "100"),
      (#""HOA Fees":1200,"AssociationFeeFrequency":"Yearly""#, "100"),
      (#""HOADues":1200,"HOADuesFrequency":"Annually""#, "100"),
      (#""HOA/Month":100,"AssociationFeeFrequency":"Annually""#, "100"),
      (#""MonthlyHOAFee":100,"AssociationFeeFrequency":"Annually""#, "100"),
      (#""hoaFee":100,"AssociationFeeFrequency":"Annually""#, "100"),
      (#""AssociationFee":1200,"AssociationFeeFrequency":"pcm""#, "1200"),
    ] as [(String, String?)])
  func feesAreMonthlyInEveryForm(fields: String, fee: String?) throws {
    #expect(try Outcome(fields: fields).json("hoaFee") == fee, "\(fields)")
  }

  @Test(
    arguments: [
      (#""LivingArea":100,"LivingAreaUnits":"m2""#, "1076.39"),
      (#""LivingArea":100,"LivingAreaUnits":"m²""#, "1076.39"),
      (#""LivingArea":100,"LivingAreaUnits":"Sq. Ft.""#, "100"),
      (#""LivingArea":100,"LivingAreaUnits":"N/A""#, "100"),
      (#""LivingArea":"100 m2","LivingAreaUnits":"Square Meters""#, "1076.39"),
      (#""LivingArea":"1200 sqft","LivingAreaUnits":"Square Meters""#, "1200"),
      (#""BuildingAreaTotal":100,"BuildingAreaUnits":"Square Meters""#, "1076.39"),
      (#""BuildingAreaTotal":100,"BuildingAreaUnits":"Square Feet""#, "100"),
      (#""BuildingAreaTotal":100,"BuildingAreaUnits":"Tatami""#, nil),
      (#""LivingArea":90,"BuildingAreaTotal":100,"BuildingAreaUnits":"Square Meters""#, "90"),
    ] as [(String, String?)])
  func areasHaveUnitsBesideThem(fields: String, area: String?) throws {
    #expect(try Outcome(fields: fields).json("sqft") == area, "\(fields)")
  }

  @Test(
    arguments: [
      (#""LotSize":0.25"#, nil), (#""LotSize":"5""#, nil), (#""LotSize":99.99"#, nil),
      (#""LotSize":100"#, "100"), (#""LotSize":"0.25 acres""#, "10890"),
      (#""LotSize":"90 sqft""#, "90"), (#""LotSize":7405"#, "7405"),
      (#""LotSizeSquareFeet":90"#, "90"),
    ] as [(String, String?)])
  func aLotInAcresIsNoLotInSquareFeet(fields: String, area: String?) throws {
    let outcome = try Outcome(fields: fields)
    #expect(outcome.json("lotSizeSquareFeet") == area, "\(fields)")
    #expect(outcome.reasons == (area == nil ? [.unknownUnit] : []), "\(fields)")
  }

  @Test(
    arguments: [
      (#""PoolFeatures":"None, None""#, "None"), (#""PoolFeatures":"None Known,None""#, "None"),
      (#""PoolFeatures":"N/A; No""#, "None"), (#""PoolFeatures":["None","None Known"]"#, "None"),
      (#""PoolFeatures":"[]""#, nil), (#""PoolFeatures":"{}""#, nil),
      (#""PoolFeatures":"{\"None\": true}""#, "None"),
      (#""PoolFeatures":"[\"In Ground\",\"Private\"]""#, "In Ground,Private"),
      (#""PoolFeatures":"['In Ground', 'Private']""#, "In Ground,Private"),
      (#""PoolFeatures":"['None']""#, "None"), (#""PoolFeatures":"[In Ground""#, "[In Ground"),
      (#""PoolFeatures":"None,Community""#, "None,Community"),
      (#""PoolFeatures":"No Private Pool""#, "None"), (#""PoolFeatures":"NaT""#, nil),
      (#""PoolFeatures":"None","PoolPrivateYN":true"#, "Yes"),
      (#""PoolFeatures":"None","PoolPrivateYN":false"#, "None"),
      (#""PoolFeatures":"Community","PoolPrivateYN":false"#, "Community"),
      (#""PoolFeatures":"Nautical, In Ground""#, "Nautical, In Ground"),
    ] as [(String, String?)])
  func poolsComeFromLists(fields: String, pool: String?) throws {
    #expect(try Outcome(fields: fields).listing.text(.pool) == pool, "\(fields)")
  }

  @Test func zeroBathsBesideFullOnesAreUnknown() throws {
    let zero = try Outcome(
      fields: #""BathroomsTotalDecimal":0,"BathroomsFull":2,"BathroomsHalf":1"#)
    #expect(zero.json("baths") == "2.5")
    #expect(try Outcome(fields: #""baths":0,"fullBaths":0"#).json("baths") == "0")
    #expect(try Outcome(fields: #""baths":3,"fullBaths":2"#).json("baths") == "3")
  }

  @Test(
    arguments: [
      ("listPrice", "500000-", nil), ("listPrice", "500,000 -", nil), ("sqft", "1200-", nil),
      ("listPrice", "500000", "500000"), ("garage", "2 Attached", "2"),
      ("garage", "1 Car Detached", "1"), ("closeDate", "/Date(1704153600000)/", "\"2024-01-02\""),
      ("closeDate", "/Date(1704153600000-0800)/", "\"2024-01-02\""),
      ("closeDate", "/Date(-1)/", "\"1969-12-31T23:59:59Z\""), ("closeDate", "/Date()/", nil),
      ("closeDate", "/Date(x)/", nil), ("listPrice", "#REF!", nil), ("city", "#NAME?", nil),
      ("city", "#1!", "\"#1!\""), ("city", "(blank)", nil),
    ] as [(String, String, String?)])
  func signsAroundAValueAreRead(key: String, text: String, kept: String?) throws {
    #expect(try taken(key, "\"\(text)\"") == kept, "\(key) \(text)")
  }

  @Test func aMetricFeedKeepsWhatHasItsOwnUnit() throws {
    var options = NormalizerOptions()
    options.isMetric = true
    var normalizer = ListingNormalizer(options: options)
    for (text, area) in [("1200 sqft", 120_000), ("110 m2", 118_403), ("110", 118_403)] {
      var listing = Listing()
      var notes: [FieldNote] = []
      normalizer.beginRecord()
      normalizer.add(name: "listingKey".utf8Span.span, text: "K".utf8Span.span)
      normalizer.add(name: "sqft".utf8Span.span, text: text.utf8Span.span)
      try normalizer.finishRecord(into: &listing, notes: &notes)
      #expect(listing.number(.sqft) == Int64(area), "\(text)")
    }
  }

  @Test(
    arguments: [
      (#""location":{"type":"Point","coordinates":[-116.5,33.8]}"#, true),
      (#""Coordinates":[-116.5,33.8]"#, true), (#""Coordinates":[33.8,-116.5]"#, true),
      (#""geo":{"lat":33.8,"lng":"-116.5"}"#, true),
      (#""location":"POINT(-116.5 33.8)""#, true),
      (#""Geometry":"SRID=4326;POINT (-116.5 33.8)""#, true),
      (#""Location":"33.8,-116.5""#, true), (#""Lat/Long":"(33.8, -116.5)""#, true),
      (#""location":{"type":"Polygon","coordinates":[[[-116.5,33.8]]]}"#, false),
      (#""Coordinates":[-116.5]"#, false), (#""Coordinates":[-216.5,133.8]"#, false),
      (#""location":"12, 14""#, false), (#""location":"Unit 5, 3.5""#, false),
    ] as [(String, Bool)])
  func aPositionMayBeOneMember(fields: String, isFound: Bool) throws {
    let outcome = try Outcome(fields: fields)
    #expect(outcome.json("latitude") == (isFound ? "33.8" : nil), "\(fields)")
    #expect(outcome.json("longitude") == (isFound ? "-116.5" : nil), "\(fields)")
    if isFound { #expect(outcome.json("subdivision") == nil, "\(fields)") }
  }

  @Test func aPositionOfItsOwnFieldsComesFirst() throws {
    let both = try Outcome(
      fields: #""Latitude":34,"Longitude":-117,"Coordinates":[-116.5,33.8]"#)
    #expect(both.json("latitude") == "34" && both.json("longitude") == "-117")
    let half = try Outcome(fields: #""Latitude":34,"Coordinates":[-116.5,33.8]"#)
    #expect(half.json("latitude") == nil && half.reasons == [.noPartner])
    #expect(try taken("location", "\"Old Town\"", as: .subdivision) == "\"Old Town\"")
  }

  @Test(arguments: [
    ("Contingent - Show", "ActiveUnderContract"),
    ("Active With Contingencies", "ActiveUnderContract"),
    ("Pending (Do Not Show)", "Pending"), ("Option Pending", "Pending"),
    ("Temporarily Withdrawn", "Hold"), ("Closed/Sold", "Closed"), ("Just Listed", "Active"),
    ("EXP", "Expired"),
  ]) func moreStatusesOfPortalsAreRead(theirs: String, ours: String) throws {
    #expect(try taken("MlsStatus", "\"\(theirs)\"", as: .standardStatus) == "\"\(ours)\"")
  }

  @Test func aTypeThatIsNoHomeStaysAsItIs() throws {
    for text in ["Mixed Use", "Boat Slip"] {
      let outcome = try Outcome(fields: "\"PropertyType\":\"\(text)\"")
      #expect(outcome.listing.text(.propertyType) == text && !outcome.document.contains("SubType"))
    }
    let lots = try Outcome(fields: #""PropertyType":"Lots And Land""#)
    #expect(lots.listing.text(.propertyType) == "Land")
  }

  @Test(
    arguments: [
      (#""IsDeleted":true"#, true), (#""deleted":"Y""#, true), (#""_deleted":1"#, true),
      (#""@removed":{"reason":"deleted"}"#, true), (#""DeletedYN":"true""#, true),
      (#""IsDeleted":false"#, false), (#""Deleted":null"#, false), (#""deleted":"""#, false),
      (#""Deleted":"2024-01-02""#, false), (#""DeletedAt":"2024-01-02""#, false),
      (#""Rooms":[{"IsDeleted":true}]"#, false), (#""Media":[{"Deleted":true}]"#, false),
    ] as [(String, Bool)])
  func whatWasDeletedIsNotShown(fields: String, isHidden: Bool) throws {
    let outcome = try Outcome(fields: #""standardStatus":"Active",\#(fields)"#)
    #expect((outcome.listing.display == .hidden) == isHidden, "\(fields)")
  }

  @Test func namesOfRefusedRecordsAreNotCounted() throws {
    var parser = JSONParser()
    var normalizer = ListingNormalizer()
    var (listing, notes) = (Listing(), [FieldNote]())
    for json in [#"{"bundle":[{"x":1}]}"#, #"{"listingKey":"a","Foo":1,"Bar":null}"#] {
      let bytes = Array(json.utf8)
      try? normalizer.normalize(parser.parse(bytes.span), into: &listing, notes: &notes)
    }
    let names = normalizer.takeObservations().unknownNames
    #expect(names == [FeedObservations.UnknownName(name: "Foo", count: 1)])
  }
}
