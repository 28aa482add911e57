import PlatTestSupport
import Testing

@testable import PlatListings

/// Values as people and portals write them: dates, numbers with units, unknown values, addresses.
@Suite("Loose values", .timeLimit(.minutes(30)))
struct LooseValueTests {
  private static func day(_ text: String) -> Int64? { try? Field.closeDate.stored(text) }

  @Test(arguments: [
    ("January-2-2024", "2024-01-02"), ("2-Jan-24", "2024-01-02"), ("02-JAN-2024", "2024-01-02"),
    ("Jan 2, 2024", "2024-01-02"), ("January 2nd, 2024", "2024-01-02"),
    ("2 Jan 2024", "2024-01-02"),
    ("Wed May 21 00:00:00 EDT 2008", "2008-05-21"), ("Sept 3 1999", "1999-09-03"),
    ("Tue, 02 Jan 2024 10:30:00 GMT", "2024-01-02T10:30:00Z"), ("2-Jan-70", "1970-01-02"),
    ("2-Jan-69", "2069-01-02"), ("2024/01/02", "2024-01-02"), ("2024-1-2", "2024-01-02"),
    ("2024.1.2", "2024-01-02"), ("2024/1/2 3:04 PM", "2024-01-02T15:04:00Z"),
    ("May 21 2008 12:00:00 AM", "2008-05-21"),
    ("Fri Feb 29 13:00:00 PST 2008", "2008-02-29T21:00:00Z"),
  ]) func datesWithOneReadingAreRead(text: String, date: String) throws {
    #expect(DateText.read(text.utf8Span.span) == Self.day(date), "\(text)")
    #expect(try taken("closeDate", "\"\(text)\"") == "\"\(date)\"", "\(text)")
  }

  @Test(arguments: [
    "1/2/24", "01/02/2024", "31/1/2024", "Jan 2024", "Jan 32 2024", "30-Feb-2024", "May May 1 2024",
    "45293", "2024/13/01", "soon", "Jan 2, 2024 25:00", "1-Foo-2024", "2024-01/02", "Mayor 1 2024",
    "12:30", "Jan 2 24 08", "1/2", "Jan 2 2024 13:00 PM",
  ]) func datesWithoutAFormAreDropped(text: String) throws {
    #expect(DateText.read(text.utf8Span.span) == nil, "\(text)")
    #expect(try dropped("closeDate", "\"\(text)\"") == .notADate, "\(text)")
  }

  @Test(
    arguments: [
      ("1/2/24", DateForm.monthDayYear, "2024-01-02"), ("1/2/24", .dayMonthYear, "2024-02-01"),
      ("01/02/2024", .monthDayYear, "2024-01-02"), ("01.02.2024", .dayMonthYear, "2024-02-01"),
      ("1/3/2017 11:03:56 AM", .monthDayYear, "2017-01-03T11:03:56Z"),
      ("1/3/2017 12:03 AM", .monthDayYear, "2017-01-03T00:03:00Z"),
      ("31-12-1999", .dayMonthYear, "1999-12-31"), ("45293", .spreadsheet, "2024-01-02"),
      ("45293.5", .spreadsheet, "2024-01-02T12:00:00Z"), ("20240102", .digits, "2024-01-02"),
      ("1704153600", .seconds, "2024-01-02"), ("1704153600000", .milliseconds, "2024-01-02"),
      ("31/1/2024", .monthDayYear, nil), ("1/31/2024", .dayMonthYear, nil),
      ("1/2/324", .monthDayYear, nil),
      ("123", .spreadsheet, nil), ("20241302", .digits, nil), ("12", .seconds, nil),
      ("1704153600", .milliseconds, nil),
    ] as [(String, DateForm, String?)])
  func aFormReadsItsDates(text: String, form: DateForm, date: String?) {
    #expect(DateText.read(text.utf8Span.span, as: form) == date.flatMap(Self.day), "\(text)")
  }

  @Test(
    arguments: [
      ("MM/dd/yyyy", "01/31/2024", "2024-01-31"), ("M/d/yy", "1/31/24", "2024-01-31"),
      ("dd.MM.yyyy HH:mm", "31.01.2024 14:05", "2024-01-31T14:05:00Z"),
      ("DD/MM/YYYY", "31/01/2024", "2024-01-31"), ("%d/%m/%Y", "31/01/2024", "2024-01-31"),
      ("%m-%d-%y %I:%M %p", "01-31-24 02:05 PM", "2024-01-31T14:05:00Z"),
      ("mm/dd/yyyy", "01/31/2024", "2024-01-31"), ("d MMM yyyy", "3 March 2024", "2024-03-03"),
      ("yyyyMMdd", "20240131", "2024-01-31"), ("MM/dd/yyyy", "31/01/2024", nil),
      ("MM/dd/yyyy", "01/31/2024 ", nil), ("MM/dd/yyyy", "1/3/24", nil),
    ] as [(String, String, String?)])
  func aPatternReadsItsDates(pattern: String, text: String, date: String?) throws {
    let found = try #require(DatePattern(pattern), "\(pattern)")
    #expect(found.read(text.utf8Span.span) == date.flatMap(Self.day), "\(pattern) \(text)")
  }

  @Test(arguments: ["", "yyyy", "MM/dd", "fortnight", "%Q", "%Y-%m", "MM/yyyy"])
  func patternsWithoutADayAreRefused(pattern: String) { #expect(DatePattern(pattern) == nil) }

  @Test func aColumnShowsItsForm() {
    func verdict(_ texts: String...) -> DateEvidence.Verdict? {
      var evidence = DateEvidence()
      for text in texts { evidence.note(text.utf8Span.span) }
      return evidence.verdict
    }
    #expect(verdict("1/2/24", "1/31/24") == .form(.monthDayYear))
    #expect(verdict("1/2/24", "31/1/24") == .form(.dayMonthYear))
    #expect(verdict("1/2/24", "3/4/24") == .ambiguous([.monthDayYear, .dayMonthYear]))
    #expect(verdict("1/31/24", "31/1/24") == .mixed)
    #expect(verdict("45293", "45294") == .form(.spreadsheet))
    #expect(verdict("45293", "1/31/24") == .mixed)
    #expect(verdict("soon", "1/31/24") == .form(.monthDayYear))
    #expect(verdict("soon") == nil && verdict() == nil)
  }

  @Test(
    arguments: [
      ("sqft", "1,200 sqft", "1200"), ("sqft", "1,200 sq. ft.", "1200"),
      ("sqft", "1200 Square Feet", "1200"),
      ("sqft", "100 m2", "1076.39"), ("sqft", "100 m²", "1076.39"), ("sqft", "100sqm", "1076.39"),
      ("sqft", "~1,200 sf", "1200"), ("sqft", "1.5k sqft", "1500"), ("sqft", "1.234,5 sqft", nil),
      ("sqft", "1.234.500,00", "1234500"), ("sqft", "33,83", nil), ("sqft", "1200 bananas", nil),
      ("sqft", "1200-1400", nil), ("lotSizeAcres", "0.25 acres", "0.25"),
      ("lotSizeAcres", "1 ha", "2.4711"),
      ("lotSizeAcres", "10890 sqft", "0.25"), ("lotSizeSquareFeet", "0.25 ac", "10890"),
      ("listPrice", "$1.2M", "1200000"), ("listPrice", "$500K", "500000"),
      ("listPrice", "500k", "500000"),
      ("listPrice", "1.2 million", "1200000"), ("listPrice", "USD 350,000", "350000"),
      ("listPrice", "350,000 USD", "350000"), ("listPrice", "$ 350,000", "350000"),
      ("listPrice", "$2,500/mo", "2500"), ("listPrice", "$350,000 - $380,000", nil),
      ("listPrice", "€350,000", nil), ("listPrice", "$350,000+", nil), ("listPrice", "call", nil),
      ("hoaFee", "$350/month", "350"), ("hoaFee", "$1,200 annually", "100"),
      ("hoaFee", "$300/qtr", "100"),
      ("beds", "3 beds", "3"), ("beds", "3BR", "3"), ("beds", "Studio", "0"),
      ("beds", "Three", "3"),
      ("beds", "3+1", nil), ("garage", "2 car", "2"), ("garage", "2-car garage", "2"),
      ("stories", "2 Story", "2"), ("stories", "One", "1"), ("baths", "2 1/2", "2.5"),
      ("baths", "2½", "2.5"),
      ("baths", "1/2", "0.5"), ("baths", "2F 1H", "2.5"), ("baths", "2 full, 1 half", "2.5"),
      ("baths", "2 full 1 half", "2.5"), ("baths", "3 (2 full 1 half)", "2.5"),
      ("baths", "2.5 baths", "2.5"),
      ("baths", "2F/1H", "2.5"), ("baths", "1 full 1 three-quarter", "1.75"), ("baths", "2/1", nil),
      ("baths", "2 1/3", nil), ("baths", "some", nil),
    ] as [(String, String, String?)])
  func cellsHaveUnits(key: String, text: String, kept: String?) throws {
    #expect(try taken(key, "\"\(text)\"") == kept, "\(key) \(text)")
    if kept == nil { #expect(try dropped(key, "\"\(text)\"") == .notANumber, "\(key) \(text)") }
  }

  @Test(arguments: [
    "N/A", "n/a", "NA", "nan", "NaN", "NULL", "null", "none", "None", "Unknown", "-", "--", "—",
    "#N/A", "Not Available", "undefined", "?",
  ]) func wordsForUnknownAreNoValues(word: String) throws {
    for key in [
      "listPrice", "beds", "closeDate", "city", "subdivision", "unitNumber", "isFeatured",
      "standardStatus", "listOfficeName",
    ] {
      let outcome = try Outcome(fields: "\"\(key)\":\"\(word)\"")
      #expect(outcome.document == "{\"listingKey\":\"K\"}", "\(key) \(word)")
      #expect(outcome.notes.isEmpty, "\(key) \(word)")
    }
    #expect(throws: ListingRefusal.self) { try Outcome("{\"listingKey\":\"\(word)\"}") }
  }

  @Test func wordsThatOnlyLookUnknownAreValues() throws {
    for text in [
      "Nanaimo", "None Such Lane", "Na", "Unknown Road", "N", "NE", "U", "(A)", "Null Bay",
    ] {
      #expect(try taken("streetName", "\"\(text)\"") == "\"\(text)\"", "\(text)")
    }
  }

  @Test func zeroIsUnknownWhereItCannotBeMeant() throws {
    for key in [
      "listPrice", "originalListPrice", "closePrice", "sqft", "lotSizeSquareFeet", "stories",
    ] {
      #expect(try dropped(key, "0") == .placeholder, "\(key)")
      #expect(try dropped(key, "\"0.00\"") == .placeholder, "\(key)")
    }
    for key in ["listPrice", "closePrice"] {
      #expect(try dropped(key, "1") == .placeholder)
      #expect(try taken(key, "2") == "2")
    }
    for key in ["beds", "garage", "hoaFee", "taxAnnualAmount"] {
      #expect(try taken(key, "0") == "0", "\(key)")
    }
    #expect(try taken("sqft", "1") == "1")
    let both = try Outcome(fields: #""LivingArea":0,"BuildingAreaTotal":1500"#)
    #expect(both.json("sqft") == "1500")
    #expect(try Field.listPrice.stored("0") == 0, "filters may ask for 0")
  }

  @Test(arguments: [
    ("Sold", "Closed"), ("Contingent", "ActiveUnderContract"), ("Under Contract", "Pending"),
    ("Back on Market", "Active"), ("Temp Off Market", "Hold"), ("Pre On-Market", "ComingSoon"),
    ("FOR_SALE", "Active"), ("RECENTLY_SOLD", "Closed"),
    ("Active Under Contract", "ActiveUnderContract"),
    ("StandardStatus.Closed", "Closed"), ("New", "Active"), ("Pending - Taking Backups", "Pending"),
  ]) func statusesOfPortalsAreRead(theirs: String, ours: String) throws {
    for key in ["StandardStatus", "MlsStatus", "STATUS"] {
      #expect(
        try taken(key, "\"\(theirs)\"", as: .standardStatus) == "\"\(ours)\"", "\(key) \(theirs)")
    }
  }

  @Test(
    arguments: [
      ("Single Family Residential", "A", "Single Family"), ("Condo/Co-op", "A", "Condo"),
      ("Townhouse", "A", "Townhouse"), ("RES", "A", nil), ("Rental", "B", nil),
      ("Multi-Family (2-4 Unit)", "C", "Multi Family"), ("Vacant Land", "Land", nil),
      ("Mobile/Manufactured Home", "A", "Manufactured Home"),
      ("SINGLE_FAMILY", "A", "Single Family"),
      ("Duplex", "C", "Duplex"), ("A", "A", nil), ("Ski Resort", "Ski Resort", nil),
      ("PropertyType.Residential", "A", nil),
    ] as [(String, String, String?)])
  func typesOfPortalsAreParted(theirs: String, type: String, kind: String?) throws {
    let outcome = try Outcome(fields: "\"PropertyType\":\"\(theirs)\"")
    #expect(outcome.listing.text(.propertyType) == type, "\(theirs)")
    #expect(outcome.listing.text(.propertySubType) == kind, "\(theirs)")
    let own = try Outcome(fields: "\"PropertyType\":\"\(theirs)\",\"PropertySubType\":\"Cabin\"")
    #expect(own.listing.text(.propertySubType) == "Cabin", "\(theirs)")
  }

  @Test(arguments: [
    ("Single Family Residence,Townhouse", "Single Family"),
    ("PropertySubType.Condominium", "Condo"),
    ("Townhouse/Row", "Townhouse"), ("Chalet,Condominium", "Condo"),
    ("Chalet, Lodge", "Chalet, Lodge"),
    ("Single Family Residential", "Single Family"),
  ]) func subTypesAreOneWord(theirs: String, ours: String) throws {
    #expect(try taken("PropertySubType", "\"\(theirs)\"", as: .propertySubType) == "\"\(ours)\"")
  }

  @Test(
    arguments: [
      (#""PoolPrivateYN":true"#, "Yes"), (#""PoolPrivateYN":"Y","PoolFeatures":"""#, "Yes"),
      (#""PoolPrivateYN":false"#, "None"), (#""Pool (Y/N)":"No""#, "None"),
      (#""PoolPrivateYN":true,"PoolFeatures":["In Ground"]"#, "In Ground"),
      (#""PoolPrivateYN":true,"PoolFeatures":"N/A""#, "Yes"), (#""PoolFeatures":"N/A""#, nil),
      (#""PoolFeatures":"Unknown""#, nil), (#""PoolFeatures":"None Known""#, "None"),
      (#""PoolFeatures":"0""#, "None"), (#""PoolFeatures":0"#, "None"),
      (#""PoolFeatures":"-""#, nil),
      (#""PoolFeatures":"nan""#, nil), (#""PoolFeatures":"NULL""#, nil),
      (#""PoolFeatures":"1""#, "Yes"),
      (#""PoolPrivateYN":"maybe""#, nil),
    ] as [(String, String?)])
  func poolsComeFromFlagsAndWords(fields: String, pool: String?) throws {
    #expect(try Outcome(fields: fields).listing.text(.pool) == pool, "\(fields)")
  }

  @Test(arguments: [
    ("100 Main St N", "100||Main|St|N|"), ("100 N Palm Canyon Dr #4", "100|N|Palm Canyon|Dr||4"),
    ("100 Main St, Palm Springs, CA 92262", "100||Main|St||"),
    ("100 Main St Unit 4B", "100||Main|St||4B"),
    ("100 Main St, Apt 4, Indio", "100||Main|St||4"),
    ("Avenida Montezuma", "||Avenida Montezuma|||"),
    ("12345 1/2 E. Vista Chino", "12345 1/2|E.|Vista|Chino||"), ("7 North Ave", "7||North|Ave||"),
    ("100 5th Ave", "100||5th|Ave||"), ("77 Highway 111", "77||Highway 111|||"),
  ]) func addressesInOneLineAreTakenApart(line: String, parts: String) throws {
    let address = try #require(AddressLine(line), "\(line)")
    // "Chino" is not a suffix, so it is part of the name.
    let expected = parts.replacing("Vista|Chino", with: "Vista Chino|")
    let found = [
      address.number, address.prefix, address.name, address.suffix, address.direction, address.unit,
    ].joined(separator: "|")
    #expect(found == expected, "\(line)")
  }

  @Test func addressLinesFillWhatIsMissing() throws {
    let line = try Outcome(
      fields: #""UnparsedAddress":"100 Main St S #2, Indio, CA","City":"Indio""#)
    #expect(line.listing.text(.streetName) == "Main" && line.listing.text(.streetDirSuffix) == "S")
    #expect(line.listing.text(.streetNumber) == "100" && line.listing.text(.unitNumber) == "2")
    #expect(line.json("UnparsedAddress") == "\"100 Main St S #2, Indio, CA\"")
    let own = try Outcome(
      fields: #""UnparsedAddress":"100 Main St","StreetName":"Elm","StreetNumber":"7""#)
    #expect(own.listing.text(.streetName) == "Elm" && own.listing.text(.streetSuffix) == nil)
    for text in ["", " ", "N/A", "********", "#", ",,"] {
      #expect(
        try Outcome(fields: "\"Address\":\"\(text)\"").listing.text(.streetName) == nil, "\(text)")
    }
    let suffix = try Outcome(fields: #""StreetName":"Main","StreetDirSuffix":"N""#)
    #expect(suffix.json("streetDirSuffix") == "\"N\"")
  }

  @Test(
    arguments: [
      (#""AssociationFee":1200,"AssociationFeeFrequency":"Annually""#, "100"),
      (#""AssociationFee":350,"AssociationFeeFrequency":"Weekly""#, "1516.67"),
      (#""AssociationFee":350,"AssociationFeeFrequency":"Monthly""#, "350"),
      (#""AssociationFee":300,"AssociationFeeFrequency":"Quarterly""#, "100"),
      (#""AssociationFee":600,"AssociationFeeFrequency":"Semi-Annually""#, "100"),
      (#""AssociationFee":350,"AssociationFeeFrequency":"N/A""#, "350"),
      (#""AssociationFee":350,"AssociationFeeFrequency":null"#, "350"),
      (#""AssociationFee":350,"AssociationFeeFrequency":"One Time""#, nil),
      (#""AssociationFee":0,"AssociationFeeFrequency":"One Time""#, "0"),
      (#""hoaFee":350,"AssociationFeeFrequency":"Annually""#, "350"),
      (#""HOA/MONTH":350,"AssociationFeeFrequency":"Annually""#, "350"),
    ] as [(String, String?)])
  func feesAreByTheMonth(fields: String, fee: String?) throws {
    let outcome = try Outcome(fields: fields)
    #expect(outcome.json("hoaFee") == fee, "\(fields)")
    #expect(outcome.reasons == (fee == nil ? [.unknownUnit] : []), "\(fields)")
  }

  @Test func halvesAreTakenFromTheTotalOfRESO() throws {
    func baths(_ fields: String) throws -> String? { try Outcome(fields: fields).json("baths") }
    #expect(try baths(#""BathroomsTotalInteger":3,"BathroomsHalf":1"#) == "2.5")
    #expect(try baths(#""BathroomsTotalInteger":3,"BathroomsThreeQuarter":1"#) == "2.75")
    #expect(try baths(#""BathroomsTotalInteger":1,"BathroomsHalf":1"#) == "0.5")
    #expect(try baths(#""BathroomsTotalInteger":1,"BathroomsHalf":5"#) == "1")
  }

  @Test func aPriceOfWhatIsSoldIsWhatWasPaid() throws {
    let sold = try Outcome(fields: #""PRICE":500000,"STATUS":"Sold""#)
    #expect(sold.json("closePrice") == "500000" && sold.json("listPrice") == nil)
    let active = try Outcome(fields: #""PRICE":500000,"STATUS":"Active""#)
    #expect(active.json("listPrice") == "500000" && active.json("closePrice") == nil)
  }

  @Test func mongoDBsValuesArePlainOnes() throws {
    let outcome = try Outcome(
      #"{"_id":{"$oid":"5f1"},"listingKey":"K","ListPrice":{"$numberDecimal":"500000"},"#
        + #""ListingContractDate":{"$date":"2024-01-01T00:00:00Z"},"#
        + #""CloseDate":{"$date":1704153600500},"#
        + #""OnMarketDate":{"$date":{"$numberLong":"-1"}},"Latitude":{"$numberDouble":"33.8"},"#
        + #""Longitude":{"$numberDouble":"-116.5"},"beds":{"$numberInt":"3"},"#
        + #""sqft":{"$numberLong":"1660"},"yearBuilt":{"$numberDouble":"NaN"},"#
        + #""more":{"x":[{"$numberInt":"7"}],"$odd":{"$numberLong":"8"}}}"#)
    #expect(outcome.reasons.isEmpty)
    #expect(
      outcome.document
        == #"{"listingKey":"K","listPrice":500000,"beds":3,"sqft":1660,"latitude":33.8,"#
        + #""longitude":-116.5,"listingContractDate":"2024-01-01","#
        + #""onMarketDate":"1969-12-31T23:59:59Z","#
        + #""closeDate":"2024-01-02","_id":"5f1","more":{"x":[7],"$odd":8}}"#)
    // Moments beyond all dates are out of range, down to the least number.
    for moment in [Int64.min, .min + 998, .min + 999, .max] {
      let far = try Outcome(fields: #""CloseDate":{"$date":{"$numberLong":"\#(moment)"}}"#)
      #expect(far.json("closeDate") == nil && far.reasons == [.outOfRange], "\(moment)")
    }
    // The key may be wrapped as well; a value that only looks wrapped stays.
    #expect(try Outcome(#"{"listingKey":{"$numberLong":"12"}}"#).listing.text(.listingKey) == "12")
    #expect(try Outcome(fields: #""x":{"$no":1}"#).json("x") == #"{"$no":1}"#)
    #expect(try Outcome(fields: #""x":{"$oid":{"$oid":1}}"#).json("x") == #"{"$oid":1}"#)
  }

  @Test(
    arguments: [
      ("$/SQUARE FEET", nil), ("% City", nil), ("City?", nil), ("Price/SqFt", nil),
      ("Price per SqFt", nil),
      ("Beds >", nil), ("SqFt/Lot Ratio", nil), ("Taxes %", nil), ("MLS#", .listingId),
      ("MLS #", .listingId), ("HOA/MONTH", .hoaFee), ("ZIP OR POSTAL CODE", .postalCode),
      ("STATE OR PROVINCE", .stateOrProvince), ("State/Province", .stateOrProvince),
      ("SQUARE FEET", .sqft), ("SOLD DATE", .closeDate), ("YEAR BUILT", .yearBuilt),
      ("# of Beds", .beds),
      ("Number of Bedrooms", .beds), ("# Baths", .baths), ("listingkey", .listingKey),
      ("BEDROOMSTOTAL", .beds), ("zipcode", .postalCode), ("SALEPRICE", .closePrice),
      ("Number of City", nil), ("Apt #", .unitNumber), ("Unit #", .unitNumber),
      ("List Price ($)", .listPrice),
    ] as [(String, Field?)])
  func namesMeanTheirQuantity(name: String, field: Field?) {
    #expect(Field.named(name) == field, "\(name)")
  }

  @Test func typosAreSuggested() {
    for (typo, field): (String, Field?) in [
      ("Lattitude", .latitude), ("Longtitude", .longitude), ("Bedroms", .beds),
      ("ListPrise", .listPrice),
      ("Elephants", nil), ("$/SqFt", nil), ("x", nil), ("Favorite", nil),
    ] {
      #expect(Field.nearest(to: typo) == field, "\(typo)")
      #expect(Field.named(typo) == nil, "\(typo)")
    }
  }

  @Test func lineBreaksInOneLineAreBlanks() throws {
    #expect(try taken("city", #""Palm\tSprings""#) == "\"Palm Springs\"")
    #expect(try taken("city", #""Palm\nSprings""#) == "\"Palm Springs\"")
    #expect(try dropped("city", #""Palm\u0001Springs""#) == .controlCharacters)
    #expect(throws: ListingRefusal.self) { try Outcome(#"{"listingKey":"a\tb"}"#) }
  }
}
