import PlatCommon
import PlatJSON

/// Words of RESO lookups and how feeds spell them.
///
/// Words are compared without case, blanks and signs, so `ActiveUnderContract`, `Active Under
/// Contract` and `ACTIVE-UNDER-CONTRACT` are one word.
struct Words: Sendable {
  /// RESO's StandardStatus, a closed list, in the form without blanks.
  static let statuses = StandardStatus.all
  static let sources = ["MANUAL", "MLS"]
  static let landTypes = ["Fee", "Lease"]

  /// Other spellings, as `spelling=word`; texts of an open list that are not here are kept as they
  /// came.
  private static func spellings(of field: Field) -> [String] {
    switch field {
    case .standardStatus: ["Cancelled=Canceled", "Deleted=Delete"]
    case .landType: ["FeeSimple=Fee", "Leased=Lease", "Leasehold=Lease", "LandLease=Lease"]
    case .propertyType:
      [
        "A=A", "B=B", "C=C", "Residential=A", "ResidentialLease=B", "ResidentialIncome=C",
        "Land=Land", "Farm=Farm",
        "CommercialLease=Commercial Lease", "CommercialSale=Commercial Sale",
        "BusinessOpportunity=Business Opportunity", "ManufacturedInPark=Manufactured In Park",
        "Lease=B", "Income=C",
      ]
    case .propertySubType:
      [
        "SingleFamily=Single Family", "SingleFamilyResidence=Single Family",
        "SingleFamilyHome=Single Family",
        "Condo=Condo", "Condominium=Condo", "Townhouse=Townhouse", "Townhome=Townhouse",
        "Apartment=Apartment",
        "Duplex=Duplex", "Triplex=Triplex", "Quadruplex=Quadruplex", "Cabin=Cabin",
        "Timeshare=Timeshare",
        "MultiFamily=Multi Family", "ManufacturedHome=Manufactured Home", "MobileHome=Mobile Home",
        "ManufacturedOnLand=Manufactured On Land", "StockCooperative=Stock Cooperative",
        "OwnYourOwn=Own Your Own",
        "DeededParking=Deeded Parking", "BoatSlip=Boat Slip", "UnimprovedLand=Unimproved Land",
        "MixedUse=Mixed Use",
      ]
    case .pool: ["None=None", "No=None", "N=None", "False=None", "Yes=Yes", "Y=Yes", "True=Yes"]
    default: []
    }
  }

  private struct Word {
    let hash: UInt64
    let folded: [UInt8]
    let word: Range<Int>
  }

  private var list: [Word] = []
  /// The words as they are stored, one after another.
  private(set) var texts: [UInt8] = []

  /// The words that are known of a field.
  init(of field: Field) {
    var pairs = Self.spellings(of: field).map {
      $0.split(separator: "=", maxSplits: 1).map(String.init)
    }
    if case .lookup(let words) = field.definition.kind { pairs += words.map { [$0, $0] } }
    for pair in pairs {
      guard let spelling = pair.first, let word = pair.last else { continue }
      let folded = Array(spelling.utf8).compactMap(Self.fold)
      let start = texts.count
      texts += Array(word.utf8)
      list.append(
        Word(hash: Self.hash(Array(spelling.utf8).span), folded: folded, word: start..<texts.count))
    }
  }

  /// Where in ``texts`` each word is.
  var ranges: [Range<Int>] { list.map(\.word) }

  /// Where in ``texts`` the word is that a text stands for, or nil where it is none of them.
  func find(_ text: Span<UInt8>) -> Range<Int>? {
    let hash = Self.hash(text)
    for index in list.indices
    where list[index].hash == hash && Self.matches(text, list[index].folded) {
      return list[index].word
    }
    return nil
  }

  /// A letter in lower case or a digit as it is; nil for anything else of ASCII, which does not
  /// count.
  private static func fold(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte | 0x20
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "0")...UInt8(ascii: "9"), 0x80...: byte
    default: nil
    }
  }

  /// Hashes the bytes that count, one at a time, so that no copy is made.
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
