internal import Glibc
internal import JSON

/// What of a listing the public may see, by the flags that the seller has set with the listing service (RESO Data
/// Dictionary 2.0, `InternetEntireListingDisplayYN` and `InternetAddressDisplayYN`).
public enum ListingDisplay: Sendable, Equatable {
  /// Everything that is not private.
  case whole
  /// Everything but its address and its exact position.
  case withoutAddress
  /// Nothing: not even that there is such a listing.
  case hidden

  /// What a listing's document says.
  ///
  /// The flags count under their names in any case, with false as a flag, a text or a number. What says neither yes nor
  /// no counts as no.
  ///
  /// - Complexity: O(n) in the document's bytes; only documents that have a flag are parsed.
  public init(document: Span<UInt8>) {
    self = .whole
    guard Self.mentionsFlag(document) else { return }
    var parser = JSONParser()
    guard let object = try? parser.parse(document), object.kind == .object else { return }
    var members = object.members
    while members.next() {
      if Self.equal(members.key, Self.entire), !Self.allows(members.value) { self = .hidden }
      if self == .whole, Self.equal(members.key, Self.address), !Self.allows(members.value) { self = .withoutAddress }
    }
  }

  /// Whether a listing's document lets its value be estimated (RESO `InternetAutomatedValuationDisplayYN`).
  ///
  /// - Complexity: O(n) in the document's bytes; only documents that have a flag are parsed.
  public static func allowsValuation(document: Span<UInt8>) -> Bool {
    guard mentionsFlag(document) else { return true }
    var parser = JSONParser()
    guard let object = try? parser.parse(document), object.kind == .object else { return true }
    var members = object.members
    while members.next() {
      if equal(members.key, valuation), !allows(members.value) { return false }
    }
    return true
  }

  /// How far apart the positions are that a listing without an address can have: 0.01 degree, in units of 1e-7 degree.
  public static let coarseStep: Int64 = 100_000

  /// A coordinate in units of 1e-7 degree, rounded to what may be shown where the address may not.
  public static func coarse(_ coordinate: Int64) -> Int64 {
    let half = coordinate < 0 ? -coarseStep / 2 : coarseStep / 2
    return (coordinate + half) / coarseStep * coarseStep
  }

  /// The fields that tell an address.
  public static let addressFields: [Field] = [
    .streetNumber, .streetDirPrefix, .streetName, .streetSuffix, .unitNumber, .slug,
  ]

  /// Whether a key of a record tells where a listing lies more exactly than its postal code; case does not matter.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isAddress(key: Span<UInt8>) -> Bool {
    if let field = Field.named(key), addressFields.contains(field) || field == .latitude || field == .longitude {
      return true
    }
    for prefix in addressPrefixes where key.count >= prefix.count {
      if equal(key.extracting(0..<prefix.count), prefix) { return true }
    }
    return false
  }

  private static let entire = Array("internetentirelistingdisplayyn".utf8)
  private static let address = Array("internetaddressdisplayyn".utf8)
  private static let valuation = Array("internetautomatedvaluationdisplayyn".utf8)
  private static let addressPrefixes = [
    "street", "unparsedaddress", "fulladdress", "propertyaddress", "siteaddress", "address", "unitnumber", "latitude",
    "longitude", "coordinates", "geo", "slug", "parcelnumber", "additionalparcels", "crossstreet", "directions",
    "mapcoordinate", "postalcodeplus4", "taxlot", "taxblock", "taxlegaldescription", "elevation", "virtualtour",
    "unbrandedvirtualtour", "brandedvirtualtour",
  ].map { Array($0.utf8) }

  /// A quick look, which most documents end: whether a key ends with `YN` in any case.
  private static func mentionsFlag(_ document: Span<UInt8>) -> Bool {
    for letter in [UInt8(ascii: "Y"), UInt8(ascii: "y")] {
      var start = 0
      while let place = first(letter, in: document, from: start) {
        start = place + 1
        if place + 2 < document.count, document[place + 1] | 0x20 == UInt8(ascii: "n"),
          document[place + 2] == UInt8(ascii: "\"")
        {
          return true
        }
      }
    }
    return false
  }

  private static func first(_ byte: UInt8, in bytes: Span<UInt8>, from start: Int) -> Int? {
    unsafe bytes.withUnsafeBytes { bytes in
      guard start < bytes.count, let base = bytes.baseAddress else { return nil }
      guard let found = unsafe memchr(base + start, Int32(byte), bytes.count - start) else { return nil }
      return unsafe UnsafeRawPointer(found) - base
    }
  }

  private static func allows(_ value: borrowing JSONValue) -> Bool {
    switch value.kind {
    case .null, .true: return true
    case .int64, .uint64, .double: return (value.double ?? 0) != 0
    case .string:
      return ["", "true", "yes", "y", "t", "1"].contains((value.string ?? "").lowercased())
    default: return false
    }
  }

  private static func equal(_ key: Span<UInt8>, _ name: [UInt8]) -> Bool {
    guard key.count == name.count else { return false }
    for place in name.indices {
      let byte = key[place]
      let isLetter = byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z")
      if (isLetter ? byte | 0x20 : byte) != name[place] { return false }
    }
    return true
  }
}
