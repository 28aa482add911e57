extension Field {
  /// The definition of each field, in the order of `Field.allCases`.
  ///
  /// This is the only source: names on input, values, columns, filters, JSON and documentation are
  /// derived from it.
  public static let definitions: [FieldDefinition] = [
    // Identity
    text(
      .listingKey, "The key, which no other listing of its listing service has.",
      aka: "SystemUniqueID", or: "ListingKeyNumeric", in: .key),
    text(
      .listingId, "The number that people know it by.", aka: "MLNumber MLSNumber",
      or: "ListingNumber MLSNum MLSNo"),
    text(.mlsId, "The listing service's own identifier.", or: "OriginatingSystemID"),
    text(
      .mlsSource, "The listing service.", aka: "OriginatingSystemName",
      or: "SourceSystemName MLSName MLS SourceMLS", in: .code),
    text(
      .slug, "Its part of a web address, where that does not follow from address and key.",
      in: .code),
    lookup(.source, "Entered by hand or from a listing service.", Words.sources),
    // Status and type
    lookup(
      .standardStatus, "Where in its life it is.", Words.statuses,
      aka: "NormalizedListingStatus RetsStatus", or: "MlsStatus ListingStatus Status HomeStatus"),
    text(
      .propertyType, "A residential, B lease, C income, or another word of its listing service.",
      or: "HomeType PropType", in: .code),
    text(
      .propertySubType, "What kind of home it is, such as Single Family, Condo or Townhouse.",
      in: .code),
    // Price
    money(
      .listPrice, "What is asked for it.", aka: "AskingPrice ListingPrice PriceListed",
      or: "Price CurrentPrice", in: .number),
    money(.originalListPrice, "What was asked for it at first.", aka: "OriginalPrice", in: .number),
    money(
      .closePrice, "What it was sold for.",
      aka: "SoldPrice SalePrice SellingPrice ClosedPrice SalesPrice", in: .number),
    money(
      .hoaFee, "The owners' association's fee, a month.",
      aka: "AssociationFee HOAFee HOA/Month HOA/Mo MonthlyHOAFee HOAFees",
      or: "HOAMonthly MonthlyHOA HOADues HOA", in: .number),
    money(
      .taxAnnualAmount, "What is paid in property taxes in a year.",
      aka: "AnnualTax AnnualTaxes AnnualTaxAmount PropertyTax PropertyTaxes"),
    // Size
    whole(
      .beds, "Bedrooms.",
      aka: "BedroomsTotal BedsTotal Bedrooms BedroomCount TotalBedrooms TotalBeds",
      or: "Bedroom Bdrms BR", in: .number),
    quarters(
      .baths, "Bathrooms; a half has no tub or shower.",
      aka: "BathroomsTotalDecimal BathroomsTotal BathsTotal Bathrooms BathroomCount TotalBathrooms "
        + "TotalBaths", or: "BathroomsTotalInteger Bathroom Bath BA"),
    whole(
      .fullBaths, "Full bathrooms.",
      aka: "BathroomsFull BathsFull FullBathrooms FullBath BathFull"),
    whole(
      .halfBaths, "Half bathrooms.",
      aka: "BathroomsHalf BathsHalf HalfBathrooms HalfBath BathHalf"),
    area(
      .sqft, "Living area.",
      aka: "LivingArea SquareFeet SqFt LivingAreaSqFt LivingSqFt SqFtLiving LivingSquareFeet "
        + "SquareFootage SqFeet HomeSqFt InteriorSqFt FinishedSqFt",
      or: "BuildingAreaTotal BuildingSqFt TotalSqFt"),
    whole(
      .yearBuilt, "The year in which it was built.",
      aka: "YrBuilt BuiltYear BuildYear YearConstructed ConstructionYear", 1600...2100,
      in: .number),
    quarters(
      .stories, "Floors.", aka: "Floors StoriesCount StoryCount NumberOfStories",
      or: "StoriesTotal Levels"),
    whole(
      .garage, "Cars that its garage holds.",
      aka: "GarageSpaces GarageCars GarageCapacity ParkingGarage", in: .number),
    text(
      .pool, "Its pool; None or nothing where it has none.", aka: "PoolFeatures SwimmingPool",
      in: .code),
    number(
      .lotSizeAcres, "The size of its lot.", unit: "acres", scale: 10_000, 0...1e7,
      aka: "LotAcres LotAcreage Acreage Acres LotSizeAc"),
    area(
      .lotSizeSquareFeet, "The size of its lot.",
      aka: "LotSizeSqFt LotSqFt SqFtLot LotSquareFeet LotAreaSqFt", or: "LotSize"),
    // Place
    text(.city, "The city that it is in.", aka: "CityName", or: "PostalCity Town", in: .code),
    text(
      .stateOrProvince, "The state that it is in, as two letters.",
      aka: "State StateCode StateProvince StateProv Province", in: .code),
    text(
      .postalCode, "Its zip code.",
      aka: "ZipCode Zip PostCode ZipOrPostalCode ZipPostalCode PostalZipCode ZipPostal Zip5",
      in: .code),
    text(
      .subdivision, "The neighbourhood or development that it is in.",
      aka: "SubdivisionName SubdivisionNeighborhood",
      or: "Neighborhood NeighborhoodName Neighbourhood Community Location", in: .code),
    text(
      .streetNumber, "Its number in the street.",
      or: "StreetNumberNumeric HouseNumber StreetNo AddressNumber", in: .code),
    text(.streetDirPrefix, "The direction before the street's name, such as N.", in: .code),
    text(.streetName, "The street's name.", in: .code),
    text(.streetSuffix, "What the street is, such as Drive.", in: .code),
    text(.streetDirSuffix, "The direction behind the street's name, such as S.", in: .code),
    text(
      .unitNumber, "Its unit in the building.",
      aka: "ApartmentNumber UnitNo UnitNum AptNumber AptNo UnitApt AptUnit", or: "Unit Apt",
      in: .code),
    degrees(.latitude, "Degrees north on WGS 84.", aka: "Lat GeoLat", 90),
    degrees(.longitude, "Degrees east on WGS 84.", aka: "Lon Lng Long GeoLon GeoLng", 180),
    // Land
    lookup(.landType, "Whether its land is owned or leased.", Words.landTypes),
    money(.landLeaseAmount, "What the lease of its land costs each time.", aka: "LandLeaseFee"),
    text(
      .landLeasePer, "How often that is paid.",
      aka: "LandLeaseAmountFrequency LandLeaseFeeFrequency"),
    date(.landLeaseExpirationDate, "When the lease of its land ends."),
    number(
      .landLeaseYearsRemaining, "What is left of the lease.", unit: "years", scale: 100,
      0...10_000),
    // Text
    text(
      .publicRemarks, "What is said of it to everyone.",
      aka: "PropertyDescription ListingDescription", or: "Description", bytes: 65_536),
    text(
      .privateRemarks, "What is said of it to agents.", aka: "AgentRemarks ConfidentialRemarks",
      bytes: 65_536),
    // Dates
    date(
      .listingContractDate, "When it was agreed to list it.",
      aka: "ListingDate ListDate ListedDate DateListed", in: .number),
    date(
      .onMarketDate, "When it came on the market.",
      or: "OnMarketTimestamp OriginalOnMarketTimestamp", in: .number),
    date(
      .closeDate, "When it was sold.",
      aka: "SoldDate DateSold SaleDate ClosedDate ClosingDate DateClosed COEDate", in: .number),
    date(.statusChangeTimestamp, "When its status last changed.", aka: "StatusChangeDate"),
    date(
      .modificationTimestamp, "When it last changed at all.",
      aka: "ModificationDate ModifiedDate LastModified LastModifiedDate UpdatedAt LastUpdated "
        + "LastUpdate"),
    date(
      .photoModificationTimestamp, "When its photos last changed.",
      aka: "PhotosChangeTimestamp PhotoChangeTimestamp"),
    // Agent
    text(
      .listAgentFullName, "The agent who lists it.",
      aka: "ListMemberFullName ListAgentName ListingAgentName", or: "AgentName ListingAgent",
      in: .code),
    text(.listAgentEmail, "How to write to the agent.", aka: "ListMemberEmail"),
    text(.listAgentDirectPhone, "How to call the agent.", aka: "ListMemberDirectPhone"),
    text(
      .listOfficeName, "The office that lists it.", aka: "ListingOfficeName",
      or: "OfficeName ListingOffice Brokerage BrokerName", in: .code),
    // Media
    json(.photos, "Its photos: objects with photoId, web addresses by size, primary and caption."),
    json(.documents, "Documents about it."),
    json(.openHouses, "When it can be visited.", aka: "OpenHouse"),
    json(.videos, "Videos of it."),
    json(.virtualTours, "Virtual tours of it."),
    text(
      .virtualTourUrl, "A virtual tour's web address.",
      aka: "VirtualTourURLUnbranded VirtualTourURL",
      or: "VirtualTourURLBranded", bytes: 8_192),
    text(.videoUrl, "A video's web address.", aka: "VideoURL", bytes: 8_192),
    // Featured
    flag(.isFeatured, "Whether it is shown before others."),
    whole(.featuredOrder, "Its place among those that are shown first.", 0...1e9, in: .number),
  ]

  /// Fields that only the owner of the index may see.
  private static let privateFields: Set<Field> = [
    .privateRemarks, .listAgentEmail, .listAgentDirectPhone,
  ]

  // One function for each kind of line above.

  private static func line(
    _ field: Field, _ summary: String, _ kind: FieldKind, unit: String = "",
    aka aliases: String = "",
    or standIns: String = "", in storage: FieldStorage = .document
  ) -> FieldDefinition {
    FieldDefinition(
      field: field, aliases: aliases.split(separator: " ").map(String.init),
      standIns: standIns.split(separator: " ").map(String.init), kind: kind, unit: unit,
      storage: storage,
      visibility: privateFields.contains(field) ? .private : .public, summary: summary)
  }

  private static func text(
    _ field: Field, _ summary: String, aka aliases: String = "", or standIns: String = "",
    bytes: Int? = nil,
    in storage: FieldStorage = .document
  ) -> FieldDefinition {
    let most = bytes ?? (storage == .key ? 64 : 256)
    return line(field, summary, .text(maximumBytes: most), aka: aliases, or: standIns, in: storage)
  }

  private static func lookup(
    _ field: Field, _ summary: String, _ words: [String], aka aliases: String = "",
    or standIns: String = ""
  ) -> FieldDefinition {
    line(field, summary, .lookup(words), aka: aliases, or: standIns, in: .code)
  }

  private static func number(
    _ field: Field, _ summary: String, unit: String, scale: Int64, _ range: ClosedRange<Double>,
    rounds: Bool = true,
    aka aliases: String = "", or standIns: String = "", in storage: FieldStorage = .document
  ) -> FieldDefinition {
    let kind = FieldKind.number(
      scale: scale, minimum: range.lowerBound, maximum: range.upperBound, rounds: rounds)
    return line(field, summary, kind, unit: unit, aka: aliases, or: standIns, in: storage)
  }

  private static func money(
    _ field: Field, _ summary: String, aka aliases: String = "", or standIns: String = "",
    in storage: FieldStorage = .document
  ) -> FieldDefinition {
    number(
      field, summary, unit: "dollars", scale: 100, 0...1e10, aka: aliases, or: standIns,
      in: storage)
  }

  private static func area(
    _ field: Field, _ summary: String, aka aliases: String = "", or standIns: String = ""
  ) -> FieldDefinition {
    number(
      field, summary, unit: "square feet", scale: 100, 0...1e12, aka: aliases, or: standIns,
      in: .number)
  }

  private static func degrees(
    _ field: Field, _ summary: String, aka aliases: String, _ most: Double
  ) -> FieldDefinition {
    number(
      field, summary, unit: "degrees", scale: 10_000_000, -most...most, aka: aliases, in: .number)
  }

  private static func whole(
    _ field: Field, _ summary: String, aka aliases: String = "", or standIns: String = "",
    _ range: ClosedRange<Double> = 0...255,
    in storage: FieldStorage = .document
  ) -> FieldDefinition {
    number(
      field, summary, unit: "", scale: 1, range, rounds: false, aka: aliases, or: standIns,
      in: storage)
  }

  private static func quarters(
    _ field: Field, _ summary: String, aka aliases: String, or standIns: String
  ) -> FieldDefinition {
    number(
      field, summary, unit: "", scale: 4, 0...255, rounds: false, aka: aliases, or: standIns,
      in: .number)
  }

  private static func date(
    _ field: Field, _ summary: String, aka aliases: String = "", or standIns: String = "",
    in storage: FieldStorage = .document
  ) -> FieldDefinition {
    line(field, summary, .date, aka: aliases, or: standIns, in: storage)
  }

  private static func flag(_ field: Field, _ summary: String) -> FieldDefinition {
    line(field, summary, .flag, in: .number)
  }

  private static func json(_ field: Field, _ summary: String, aka aliases: String = "")
    -> FieldDefinition
  {
    line(field, summary, .json, aka: aliases)
  }
}
