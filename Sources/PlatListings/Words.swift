import PlatCommon
import PlatJSON

/// The words of RESO lookups and their spellings in feeds.
///
/// Words are compared without case, spaces and signs, so `ActiveUnderContract`,
/// `Active Under Contract` and `ACTIVE-UNDER-CONTRACT` are one word.
struct Words: Sendable {
  /// RESO's StandardStatus, a closed list, in the form without spaces.
  static let statuses = StandardStatus.all
  static let sources = ["MANUAL", "MLS"]
  static let landTypes = ["Fee", "Lease"]

  /// Other spellings, as `spelling=word`; other texts of an open list are kept unchanged.
  private static func spellings(of field: Field) -> [String] {
    switch field {
    case .standardStatus: statusSpellings
    case .landType: ["FeeSimple=Fee", "Leased=Lease", "Leasehold=Lease", "LandLease=Lease"]
    case .propertyType:
      [
        "A=A", "B=B", "C=C", "Residential=A", "ResidentialLease=B", "ResidentialIncome=C",
        "Land=Land", "Farm=Farm", "RES=A", "RESI=A", "ResidentialSale=A", "ResidentialProperty=A",
        "Rental=B", "Rentals=B", "Rent=B", "ForRent=B", "Lease=B", "ForLease=B", "RNT=B",
        "ResidentialRental=B", "Income=C", "RIN=C", "RINC=C", "IncomeProperty=C", "VacantLand=Land",
        "LotsLand=Land", "LotLand=Land", "LandLot=Land", "Lot=Land", "Lots=Land", "LND=Land",
        "FRM=Farm",
        "CommercialLease=Commercial Lease", "CommercialSale=Commercial Sale",
        "BusinessOpportunity=Business Opportunity", "ManufacturedInPark=Manufactured In Park",
        "Lease=B", "Income=C", "LotsAndLand=Land", "LandAndLots=Land", "LandLots=Land",
        "LotsAcreage=Land", "RLSE=B", "ResidentialForSale=A", "ResidentialForRent=B",
      ]
    case .propertySubType:
      [
        "SingleFamily=Single Family", "SingleFamilyResidence=Single Family",
        "SingleFamilyHome=Single Family", "SingleFamilyResidential=Single Family",
        "SingleFamilyDetached=Single Family", "SingleFamilyHomes=Single Family",
        "SingleFamilyDwelling=Single Family", "DetachedSingleFamily=Single Family",
        "SFR=Single Family", "House=Single Family", "DetachedHouse=Single Family",
        "CondoCoop=Condo", "Condos=Condo", "CondominiumUnit=Condo", "CND=Condo",
        "CondoTownhouse=Condo", "TownhouseRow=Townhouse", "RowHouse=Townhouse",
        "RowHome=Townhouse", "Townhomes=Townhouse", "Townhouses=Townhouse", "TownHome=Townhouse",
        "Rowhouse=Townhouse", "MultiFamily24Unit=Multi Family", "MultiFamily5Unit=Multi Family",
        "MultiFamily24Units=Multi Family", "MultiFamily5Units=Multi Family",
        "MultiFamilyHome=Multi Family", "MLF=Multi Family", "Fourplex=Quadruplex",
        "MobileManufacturedHome=Manufactured Home", "Manufactured=Manufactured Home",
        "ManufacturedHomes=Manufactured Home", "Mobile=Mobile Home", "Coop=Stock Cooperative",
        "Cooperative=Stock Cooperative", "StockCoop=Stock Cooperative",
        "CoOwnership=Co-Ownership", "TenancyInCommon=Tenancy In Common",
        "Condo=Condo", "Condominium=Condo", "Townhouse=Townhouse", "Townhome=Townhouse",
        "Apartment=Apartment",
        "Duplex=Duplex", "Triplex=Triplex", "Quadruplex=Quadruplex", "Cabin=Cabin",
        "Timeshare=Timeshare",
        "MultiFamily=Multi Family", "ManufacturedHome=Manufactured Home", "MobileHome=Mobile Home",
        "ManufacturedOnLand=Manufactured On Land", "StockCooperative=Stock Cooperative",
        "OwnYourOwn=Own Your Own",
        "DeededParking=Deeded Parking", "BoatSlip=Boat Slip", "UnimprovedLand=Unimproved Land",
        "MixedUse=Mixed Use",
        "SingleFamilyResidenceDetached=Single Family", "ResidentialDetached=Single Family",
        "CondominiumHighRise=Condo", "CondoHighRise=Condo", "CondoAttached=Condo",
        "AttachedCondo=Condo", "ResidentialCondo=Condo", "ResidentialCondominium=Condo",
        "CondominiumCoop=Condo", "Quadplex=Quadruplex", "4Plex=Quadruplex", "3Plex=Triplex",
        "2Plex=Duplex", "MultiFamilyResidence=Multi Family", "OYO=Own Your Own",
        "TIC=Tenancy In Common",
      ]
    case .pool:
      [
        "None=None", "No=None", "N=None", "False=None", "0=None", "NoneKnown=None",
        "NoPrivatePool=None", "NoPoolOrSpa=None", "NoPoolNoSpa=None",
        "Yes=Yes", "Y=Yes", "True=Yes", "1=Yes",
      ]
    default: []
    }
  }

  /// RESO's synonyms for its statuses, and the words of portals.
  private static let statusSpellings = [
    "ActiveListing=Active", "ForSale=Active", "New=Active", "NewListing=Active",
    "BackOnMarket=Active", "PriceChange=Active", "PriceReduced=Active", "PriceIncrease=Active",
    "PriceDecrease=Active", "Extended=Active", "Reactivated=Active", "ForRent=Active", "ACT=Active",
    "Available=Active", "Contingent=ActiveUnderContract", "ActiveContingent=ActiveUnderContract",
    "AcceptingBackupOffers=ActiveUnderContract", "AcceptingBackups=ActiveUnderContract",
    "BackupOffer=ActiveUnderContract", "BackupOffers=ActiveUnderContract",
    "Backup=ActiveUnderContract", "TakingBackups=ActiveUnderContract",
    "ActiveWithAcceptedOffer=ActiveUnderContract", "ActiveBackup=ActiveUnderContract",
    "ActiveKickOut=ActiveUnderContract", "ActiveOptionContract=ActiveUnderContract",
    "ContingentAcceptingBackups=ActiveUnderContract", "OfferAccepted=Pending",
    "UnderContract=Pending", "SalePending=Pending", "PendingSale=Pending", "InEscrow=Pending",
    "UnderContractPending=Pending", "PendingTakingBackups=Pending", "UnderAgreement=Pending",
    "PND=Pending", "PEND=Pending", "TempOffMarket=Hold", "TemporarilyOffMarket=Hold",
    "TemporaryOffMarket=Hold", "TempOff=Hold", "HoldDoNotShow=Hold", "OnHold=Hold",
    "PreOnMarket=ComingSoon", "PreMarket=ComingSoon", "DelayedShowings=ComingSoon",
    "ComingSoonNoShow=ComingSoon", "Sold=Closed", "RecentlySold=Closed", "ClosedSale=Closed",
    "PastSale=Closed", "Leased=Closed", "Rented=Closed", "SoldInnerOffice=Closed", "SLD=Closed",
    "CLSD=Closed", "Cancelled=Canceled", "Terminated=Canceled", "Deleted=Delete", "Kill=Delete",
    "Draft=Incomplete", "PartiallyCompleted=Incomplete", "Withdraw=Withdrawn",
    "JustListed=Active", "Reduced=Active", "NewPrice=Active", "PriceChanged=Active",
    "ActiveRental=Active", "ActiveForSale=Active", "ActiveForRent=Active", "Relisted=Active",
    "ContingentShow=ActiveUnderContract", "ContingentFinancing=ActiveUnderContract",
    "ContingentInspection=ActiveUnderContract", "ActiveWithContingencies=ActiveUnderContract",
    "ActiveWithContingency=ActiveUnderContract", "ActiveWithContract=ActiveUnderContract",
    "ActiveWithOffer=ActiveUnderContract", "ActiveOption=ActiveUnderContract",
    "ActiveFirstRight=ActiveUnderContract",
    "UnderContractShow=ActiveUnderContract", "UnderContractShowing=ActiveUnderContract",
    "UnderContractTakingBackups=ActiveUnderContract",
    "UnderContractBackupOffers=ActiveUnderContract", "KickOut=ActiveUnderContract",
    "BackupOffersAccepted=ActiveUnderContract", "ContinueToShow=ActiveUnderContract",
    "AUC=ActiveUnderContract", "OptionPending=Pending", "PendingContinueToShow=Pending",
    "PendingShow=Pending", "PendingInspection=Pending", "PendingContingent=Pending",
    "PendingDoNotShow=Pending", "PendingBackup=Pending", "PendingBackups=Pending",
    "PendingWithContingencies=Pending", "OfferPending=Pending", "AcceptedOffer=Pending",
    "UnderOffer=Pending", "Escrow=Pending", "PendingClosing=Pending",
    "UnderContractNoShow=Pending", "TemporarilyWithdrawn=Hold", "TemporaryWithdrawn=Hold",
    "TempWithdrawn=Hold", "HoldOffMarket=Hold", "JustSold=Closed", "SoldClosed=Closed",
    "ClosedSold=Closed", "ClosedRented=Closed", "ClosedLeased=Closed",
    "SoldComp=Closed", "CompSold=Closed", "SoldNotListed=Closed", "EXP=Expired",
    "ExpiredListing=Expired", "WDN=Withdrawn", "WTH=Withdrawn", "Delisted=Withdrawn",
    "Removed=Withdrawn", "CNCL=Canceled", "CanceledListing=Canceled",
    "CancelledListing=Canceled",
  ]

  private struct Word {
    let hash: UInt64
    let folded: [UInt8]
    let word: Range<Int>
  }

  private var list: [Word] = []
  /// The stored words, one after another.
  private(set) var texts: [UInt8] = []

  /// The known words of a field.
  init(of field: Field) {
    var pairs = Self.spellings(of: field).map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    // The list itself comes first, because most values are in it.
    if case .lookup(let words) = field.definition.kind { pairs = words.map { [$0, $0] } + pairs }
    self.init(pairs)
  }

  /// The words of an operator's mappings.
  init(_ mappings: [ValueMapping]) { self.init(mappings.map { [$0.theirs, $0.ours] }) }

  private init(_ pairs: [[String]]) {
    for pair in pairs {
      guard let spelling = pair.first, let word = pair.last else { continue }
      let folded = Array(spelling.utf8).compactMap(Self.fold)
      let start = texts.count
      texts += Array(word.utf8)
      list.append(
        Word(hash: Self.hash(Array(spelling.utf8).span), folded: folded, word: start..<texts.count))
    }
  }

  /// The range of each word in ``texts``.
  var ranges: [Range<Int>] { list.map(\.word) }

  /// The range in ``texts`` of the word for a text, or nil if it is unknown.
  func find(_ text: Span<UInt8>) -> Range<Int>? {
    let hash = Self.hash(text)
    for index in list.indices
    where list[index].hash == hash && Self.matches(text, list[index].folded) {
      return list[index].word
    }
    return nil
  }

  /// A letter in lower case, or a digit or a non-ASCII byte unchanged; nil for any other ASCII,
  /// which is ignored.
  private static func fold(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
    default: nil
    }
  }

  /// Hashes the significant bytes one at a time, without a copy.
  private static func hash(_ text: Span<UInt8>) -> UInt64 {
    var hash = StableHash()
    for index in text.indices {
      if let byte = fold(text[index]) { hash.add(byte) }
    }
    return hash.value
  }

  private static func matches(_ text: Span<UInt8>, _ folded: [UInt8]) -> Bool {
    var place = 0
    for index in text.indices {
      guard let byte = fold(text[index]) else { continue }
      guard place < folded.count, folded[place] == byte else { return false }
      place += 1
    }
    return place == folded.count && place > 0
  }
}
