import PlatJSON
import Testing

@testable import PlatListings

@Suite("Derived values", .timeLimit(.minutes(30)))
struct DerivedTests {
  @Test func bathsFollowFromTheirParts() throws {
    func baths(_ fields: String) throws -> String? { try Outcome(fields: fields).json("baths") }
    #expect(try baths(#""BathroomsFull":2,"BathroomsHalf":1"#) == "2.5")
    #expect(try baths(#""fullBaths":2"#) == "2")
    #expect(try baths(#""BathsFull":5,"BathsThreeQuarter":1,"BathsHalf":2"#) == "6.75")
    #expect(try baths(#""BathroomsFull":1,"BathroomsOneQuarter":"1""#) == "1.25")
    #expect(try baths(#""BathroomsHalf":1"#) == nil)
    #expect(try baths(#""BathroomsFull":2,"BathroomsHalf":1,"BathroomsTotalInteger":3"#) == "2.5")
    #expect(try baths(#""BathroomsTotalInteger":3"#) == "3")
    #expect(try baths(#""BathroomsTotalInteger":"many""#) == nil)
    #expect(try baths(#""baths":3,"BathroomsFull":2,"BathroomsHalf":1"#) == "3")
    #expect(try baths(#""baths":2.3,"BathroomsFull":2"#) == "2")
    #expect(try baths(#""BathroomsFull":255,"BathroomsHalf":255"#) == nil)
    #expect(try Outcome(fields: #""BathroomsTotalInteger":3"#).json("BathroomsTotalInteger") == "3")
  }

  @Test func lotSizesFollowFromEachOther() throws {
    func lot(_ fields: String) throws -> [String?] {
      let outcome = try Outcome(fields: fields)
      return [outcome.json("lotSizeAcres"), outcome.json("lotSizeSquareFeet")]
    }
    #expect(try lot(#""LotSizeAcres":0.25"#) == ["0.25", "10890"])
    #expect(try lot(#""LotSizeAcres":0.0003"#) == ["0.0003", "13.07"])
    #expect(try lot(#""LotSizeSquareFeet":10890"#) == ["0.25", "10890"])
    #expect(try lot(#""LotSizeAcres":0.25,"LotSizeSquareFeet":11000"#) == ["0.25", "11000"])
    #expect(try lot(#""LotSizeArea":2,"LotSizeUnits":"Acres""#) == ["2", "87120"])
    #expect(try lot(#""LotSizeArea":"7242","LotSizeUnits":"Square Feet""#) == ["0.1663", "7242"])
    #expect(
      try lot(#""LotSizeArea":1000,"LotSizeUnits":"SquareMeters""#) == ["0.2471", "10763.91"])
    #expect(try lot(#""LotSizeArea":1,"LotSizeUnits":"Hectares""#) == ["2.4711", "107639.1"])
    #expect(try lot(#""LotSizeArea":1,"LotSizeUnits":"Rods""#) == [nil, nil])
    #expect(try lot(#""LotSizeArea":1"#) == [nil, nil])
    #expect(try lot(#""LotSizeArea":-1,"LotSizeUnits":"Acres""#) == [nil, nil])
    // Less than half a ten-thousandth of an acre is a missing acreage, not 0 acres.
    #expect(try lot(#""LotSizeSquareFeet":1"#) == [nil, "1"])
    #expect(try lot(#""LotSizeArea":2,"LotSizeUnits":"Square Feet""#) == [nil, "2"])
    #expect(try lot(#""LotSizeSquareFeet":2.18"#) == ["0.0001", "2.18"])
    #expect(try lot(#""LotSizeSquareFeet":2.17"#) == [nil, "2.17"])
    #expect(try lot(#""LotSizeSquareFeet":1e12"#) == [nil, "1000000000000"])
    #expect(try lot(#""LotSizeAcres":1e7"#) == ["10000000", "435600000000"])
  }

  @Test func livingAreaIsConvertedFromItsUnit() throws {
    func area(_ fields: String) throws -> String? { try Outcome(fields: fields).json("sqft") }
    #expect(try area(#""LivingArea":100"#) == "100")
    #expect(try area(#""LivingArea":100,"LivingAreaUnits":"Square Feet""#) == "100")
    #expect(try area(#""LivingArea":100,"LivingAreaUnits":"Square Meters""#) == "1076.39")
    #expect(try area(#""LivingArea":100,"LivingAreaUnits":"********""#) == "100")
    #expect(try area(#""sqft":100,"LivingAreaUnits":"Square Meters""#) == "100")
    let unknown = try Outcome(fields: #""LivingArea":100,"LivingAreaUnits":"Tatami""#)
    #expect(unknown.json("sqft") == nil)
    #expect(unknown.reasons == [.unknownUnit])
    #expect(try area(#""BuildingAreaTotal":"924.0""#) == "924")
    #expect(try area(#""BuildingAreaTotal":1000,"LivingArea":900"#) == "900")
    #expect(try Outcome(fields: #""BuildingAreaTotal":1000,"LivingArea":900"#).notes.isEmpty)
  }

  @Test func agentsHaveFullNames() throws {
    func name(_ fields: String) throws -> String? {
      try Outcome(fields: fields).json("listAgentFullName")
    }
    #expect(
      try name(#""ListAgentFirstName":" Joe ","ListAgentLastName":"Agent""#) == "\"Joe Agent\"")
    #expect(try name(#""ListAgentLastName":"Agent""#) == "\"Agent\"")
    #expect(try name(#""ListAgentFirstName":"********","ListAgentLastName":"********""#) == nil)
    #expect(try name(#""ListAgentFirstName":"A\nB","ListAgentLastName":"C""#) == nil)
    #expect(try name(#""ListAgentFirstName":5,"ListAgentLastName":"C""#) == "\"C\"")
    #expect(try name(#""ListAgentFullName":"Jane","ListAgentLastName":"C""#) == "\"Jane\"")
    let long = String(repeating: "n", count: 200)
    #expect(try name("\"ListAgentFirstName\":\"\(long)\",\"ListAgentLastName\":\"\(long)\"") == nil)
  }

  @Test func coordinatesComeInPairs() throws {
    func place(_ fields: String) throws -> ([String?], [FieldNote.Reason]) {
      let outcome = try Outcome(fields: fields)
      return ([outcome.json("latitude"), outcome.json("longitude")], outcome.reasons)
    }
    #expect(
      try place(#""Latitude":"48.7001","Longitude":" -116.3237""#) == (
        ["48.7001", "-116.3237"], []
      ))
    #expect(try place(#""latitude":33.7"#) == ([nil, nil], [.noPartner]))
    #expect(try place(#""longitude":-116.3,"latitude":null"#) == ([nil, nil], [.noPartner]))
    #expect(
      try place(#""latitude":91,"longitude":-116.3"#) == ([nil, nil], [.outOfRange, .noPartner]))
    #expect(
      try place(#""latitude":33.7,"longitude":-181"#) == ([nil, nil], [.outOfRange, .noPartner]))
    #expect(
      try place(#""latitude":91,"longitude":181"#) == ([nil, nil], [.outOfRange, .outOfRange]))
    #expect(
      try place(#""latitude":0,"longitude":0.0"#) == ([nil, nil], [.nullIsland, .nullIsland]))
    #expect(try place(#""latitude":0,"longitude":-78.5"#) == (["0", "-78.5"], []))
    #expect(try place(#""latitude":90,"longitude":-180"#) == (["90", "-180"], []))
    #expect(
      try place(#""latitude":33.712345678,"longitude":-116.1"#) == (["33.7123457", "-116.1"], []))
    #expect(
      try Outcome(fields: #""lat":"33.5","lng":"-116""#).listing.number(.longitude)
        == -1_160_000_000)
  }

  @Test func displayFlagsStayAsTheyCame() throws {
    let fields =
      #"""
      "InternetEntireListingDisplayYN":false,"InternetAddressDisplayYN":"N",\#
      "InternetAutomatedValuationDisplayYN":1
      """#
    #expect(try Outcome(fields: fields).document == "{\"listingKey\":\"K\",\(fields)}")
  }
}
