import Foundation
import PlatJSON
import PlatTestSupport
import Testing

@testable import PlatListings

@Suite("The field catalogue", .timeLimit(.minutes(30)))
struct CatalogueTests {
  @Test func hasOneLineForEachFieldInOrder() {
    #expect(Field.definitions.map(\.field) == Array(Field.allCases))
    for (place, field) in Field.allCases.enumerated() {
      #expect(field.ordinal == place)
      #expect(field.ordinal == field.rawValue)
      #expect(field.definition.field == field)
      #expect(field.definition.summary.hasSuffix("."))
    }
  }

  @Test func noNameMeansTwoThings() {
    var owner: [String: String] = [:]
    func claim(_ name: String, _ meaning: String) {
      for form in Set(NameTable.forms(of: name)) {
        #expect(
          owner[form] == nil || owner[form] == meaning,
          "\(form) means \(owner[form] ?? "") and \(meaning)")
        owner[form] = meaning
      }
    }
    for definition in Field.definitions {
      claim(definition.field.key, definition.field.key)
      for alias in definition.aliases { claim(alias, definition.field.key) }
      for name in definition.standIns { claim(name, "in for \(definition.field.key)") }
    }
    for part in InputPart.allCases { for name in part.names { claim(name, "part \(part)") } }
    #expect(owner.count > 200)
  }

  @Test func findsFieldsByKeyAndAliasInBothCases() {
    #expect(Field.named("listPrice") == .listPrice)
    #expect(Field.named("ListPrice") == .listPrice)
    #expect(Field.named("BedroomsTotal") == .beds)
    #expect(Field.named("bedroomsTotal") == .beds)
    #expect(Field.named("BedsTotal") == .beds)
    #expect(Field.named("bathroomsTotal") == .baths)
    #expect(Field.named("BathroomsTotalDecimal") == .baths)
    #expect(Field.named("LivingArea") == .sqft)
    #expect(Field.named("SubdivisionName") == .subdivision)
    #expect(Field.named("AssociationFee") == .hoaFee)
    #expect(Field.named("PoolFeatures") == .pool)
    #expect(Field.named("GarageSpaces") == .garage)
    #expect(Field.named("mlsNumber") == .listingId)
    #expect(Field.named("MLSNumber") == .listingId)
    #expect(Field.named("Photos") == .photos)
    // Stand-ins and parts are not field names.
    for name in [
      "MlsStatus", "BathroomsTotalInteger", "Media", "", "x", "listPrices", "$/SQUARE FEET",
      "$ SqFt",
      "SqFt %", "Beds/Baths", "InternetAddressDisplayYN",
    ] {
      #expect(Field.named(name) == nil, "\(name)")
    }
    for definition in Field.definitions {
      for name in [definition.field.key] + definition.aliases {
        #expect(Field.named(name) == definition.field)
      }
    }
  }

  @Test(arguments: [
    "ListPrice", "BedroomsTotal", "InternetAddressDisplayYN", "PrivateRemarks",
    "BathroomsThreeQuarter",
  ])
  func namesAreComparedWithoutCaseBlanksAndSigns(name: String) {
    let plain = FoldedName(name)
    #expect(Field.meaning(of: plain) != nil)
    for spelling in Spelling.allCases {
      let folded = FoldedName(spelling.form(of: name))
      #expect(Array(folded: name) == Array(folded: spelling.form(of: name)), "\(spelling)")
      // A flag is itself a question; a question about a quantity is not that quantity.
      let isQuestion = spelling == .signed && !name.hasSuffix("YN")
      #expect(
        Field.meaning(of: folded)?.packed == (isQuestion ? nil : Field.meaning(of: plain)?.packed),
        "\(spelling)")
    }
    let signed = FoldedName(Spelling.title.form(of: name) + " ():*")
    #expect(Field.meaning(of: signed)?.packed == Field.meaning(of: plain)?.packed)
    #expect(Field.named("list price ($)") == .listPrice && Field.named("Beds*") == .beds)
    #expect(Field.named("Year\u{00A0}Built") == .yearBuilt && Field.named("\u{FEFF}City") == .city)
  }

  @Test func longNamesMeanNothingAndArePrivate() {
    let long = String(repeating: "a", count: FoldedName.capacity + 1)
    #expect(Field.named(long) == nil && Field.isPrivate(key: long))
    #expect(!Field.isPrivate(key: String(long.dropLast())))
  }

  @Test(.enabled(if: RealData.isThere("reso/reso-data-dictionary-2.0.json"), "\(RealData.hint)"))
  func standardNamesAreInTheDataDictionary() throws {
    let bytes = try RealData.bytes("reso/reso-data-dictionary-2.0.json")
    var parser = JSONParser()
    let root = try parser.parse(bytes.span)
    var names: Set<String> = []
    var fields = root["resources"]["Property"].elements
    while fields.next() {
      names.insert(fields.value["name"].string ?? "")
      var synonyms = fields.value["synonyms"].elements
      while synonyms.next() { names.insert(synonyms.value.string ?? "") }
    }
    #expect(names.count > 650)
    // Every RESO field is found under its RESO name.
    let standard: [String: Field] = [
      "ListingKey": .listingKey, "ListingId": .listingId, "StandardStatus": .standardStatus,
      "PropertyType": .propertyType, "PropertySubType": .propertySubType, "ListPrice": .listPrice,
      "OriginalListPrice": .originalListPrice, "ClosePrice": .closePrice, "AssociationFee": .hoaFee,
      "TaxAnnualAmount": .taxAnnualAmount, "BedroomsTotal": .beds, "BathroomsFull": .fullBaths,
      "BathroomsHalf": .halfBaths, "LivingArea": .sqft, "YearBuilt": .yearBuilt,
      "Stories": .stories,
      "GarageSpaces": .garage, "PoolFeatures": .pool, "LotSizeAcres": .lotSizeAcres,
      "LotSizeSquareFeet": .lotSizeSquareFeet, "City": .city, "StateOrProvince": .stateOrProvince,
      "PostalCode": .postalCode, "SubdivisionName": .subdivision, "StreetNumber": .streetNumber,
      "StreetDirPrefix": .streetDirPrefix, "StreetName": .streetName, "StreetSuffix": .streetSuffix,
      "UnitNumber": .unitNumber, "Latitude": .latitude, "Longitude": .longitude,
      "LandLeaseAmount": .landLeaseAmount,
      "LandLeaseAmountFrequency": .landLeasePer,
      "LandLeaseExpirationDate": .landLeaseExpirationDate,
      "PublicRemarks": .publicRemarks, "PrivateRemarks": .privateRemarks,
      "ListingContractDate": .listingContractDate, "OnMarketDate": .onMarketDate,
      "CloseDate": .closeDate,
      "StatusChangeTimestamp": .statusChangeTimestamp,
      "ModificationTimestamp": .modificationTimestamp,
      "PhotosChangeTimestamp": .photoModificationTimestamp, "ListAgentFullName": .listAgentFullName,
      "ListAgentEmail": .listAgentEmail, "ListAgentDirectPhone": .listAgentDirectPhone,
      "ListOfficeName": .listOfficeName, "VirtualTourURLUnbranded": .virtualTourUrl,
    ]
    for (name, field) in standard {
      #expect(names.contains(name), "\(name)")
      #expect(Field.named(name) == field, "\(name)")
    }
    // The closed list of statuses is RESO's.
    var states: Set<String> = []
    var lookups = root["lookups"]["StandardStatus"].elements
    while lookups.next() {
      states.insert((lookups.value["value"].string ?? "").replacing(" ", with: ""))
    }
    #expect(states == Set(Words.statuses))
  }

  @Test func columnsAreWhatTheCatalogueSays() {
    #expect(
      Field.numbers == [
        .listPrice, .originalListPrice, .closePrice, .hoaFee, .beds, .baths, .sqft, .yearBuilt,
        .stories, .garage,
        .lotSizeSquareFeet, .latitude, .longitude, .listingContractDate, .onMarketDate, .closeDate,
        .isFeatured,
        .featuredOrder,
      ])
    #expect(
      Field.codes == [
        .mlsSource, .slug, .source, .standardStatus, .propertyType, .propertySubType, .pool, .city,
        .stateOrProvince,
        .postalCode, .subdivision, .streetNumber, .streetDirPrefix, .streetName, .streetSuffix,
        .streetDirSuffix, .unitNumber, .landType,
        .listAgentFullName, .listOfficeName,
      ])
    let scales: [Field: Int64] = [
      .listPrice: 100, .beds: 1, .baths: 4, .stories: 4, .sqft: 100, .lotSizeAcres: 10_000,
      .latitude: 10_000_000,
      .yearBuilt: 1, .closeDate: 1, .isFeatured: 1, .garage: 1,
    ]
    for (field, scale) in scales { #expect(field.scale == scale, "\(field)") }
  }

  @Test func knowsWhatIsPrivate() {
    let denied = [
      "privateRemarks", "PrivateRemarks", "AgentRemarks", "listAgentEmail", "ListAgentEmail",
      "ListAgentDirectPhone",
      "PrivateOfficeRemarks", "privateOfficeRemarks", "ShowingInstructions", "ShowingContactName",
      "ShowingContactPhoneExt", "ShowingPhoneNumber", "LockBoxLocation", "LockBoxSerialNumber",
      "lockboxtype",
      "AccessCode", "OwnerName", "OwnerPhone", "ownerEmail", "OccupantName", "OccupantType",
      "BuyerAgencyCompensation", "BuyerAgencyCompensationType", "SubAgencyCompensation",
      "CompensationComments",
      "ExpirationDate", "expirationDate", "ListAgentCellPhone", "CoListAgentEmail", "BuyerAgentFax",
      "ListAgentVoiceMailExt", "LISTAGENTPAGER", "ListMemberEmail", "ListOfficePhone",
      "ListOfficeEmail",
    ]
    for key in denied { #expect(Field.isPrivate(key: key), "\(key)") }
    let open = [
      "listPrice", "ListOfficeName", "ListAgentFullName", "ListAgentFirstName", "Ownership",
      "OwnershipType", "LandLeaseExpirationDate", "publicRemarks", "Latitude", "", "Own",
      "Flooring", "Cooling",
      "InternetEntireListingDisplayYN", "MobileHomeRemains", "PoolPrivateYN", "ListAgentKey",
      "Appliances",
    ]
    for key in open { #expect(!Field.isPrivate(key: key), "\(key)") }
  }
}
