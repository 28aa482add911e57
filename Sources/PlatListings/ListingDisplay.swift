public import PlatJSON

/// What of a listing the public may see, by the flags that its seller and its listing service have
/// set, and by its status.
///
/// The flags are RESO's `InternetEntireListingDisplayYN` and `InternetAddressDisplayYN`, their IDX
/// and VOW forms, and MLS Grid's `MlgCanView` and `MlgCanUse`; docs/FIELDS.md lists them. They
/// count in any spelling (`FoldedName`) and at any depth of a record.
public enum ListingDisplay: Sendable, Equatable {
  /// Everything that is public.
  case whole
  /// Everything public but its address, its exact position and what could tell them.
  case withoutAddress
  /// Nothing: not even that there is such a listing.
  case hidden

  /// What a listing's document says.
  ///
  /// A flag counts as no where it is false as a flag, a text or a number, and where it says neither
  /// yes nor no. A listing whose status is `Delete` or `Incomplete`, RESO's words for drafts and
  /// mistakes, is hidden.
  ///
  /// - Complexity: O(n) in the document's bytes.
  public init(document: Span<UInt8>) {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let object = try? parser.parse(document) else {
      self = .whole
      return
    }
    self.init(object)
  }

  /// What a listing's parsed document says; a value that is no object says nothing.
  public init(_ document: JSONValue) {
    self = .whole
    guard document.kind == .object else { return }
    var flags = DisplayFlags()
    flags.search(document)
    self = Self.isNeverPublic(status: document["standardStatus"].bytes) ? .hidden : flags.display
  }

  /// Whether a listing's document lets its value be estimated (RESO
  /// `InternetAutomatedValuationDisplayYN`).
  ///
  /// - Complexity: O(n) in the document's bytes.
  public static func allowsValuation(document: Span<UInt8>) -> Bool {
    var parser = JSONParser(keepsLargeNumbers: true)
    guard let object = try? parser.parse(document), object.kind == .object else { return true }
    var flags = DisplayFlags()
    flags.search(object)
    return !flags.refusesValuation
  }

  /// The statuses of listings that are kept and never indexed.
  public static let neverPublicStatuses = ["Delete", "Incomplete"]

  /// Whether a status, spelled as the catalogue spells it, is one of those.
  static func isNeverPublic(status: Span<UInt8>) -> Bool {
    for word in neverPublicStatuses where status.hasSameBytes(as: word.utf8Span.span) {
      return true
    }
    return false
  }

  /// How far apart the positions are that a listing without an address can have: 0.01 degree, in
  /// units of 1e-7 degree.
  public static let coarseStep: Int64 = 100_000

  /// A coordinate in units of 1e-7 degree, rounded to what may be shown where the address may not.
  public static func coarse(_ coordinate: Int64) -> Int64 {
    let half = coordinate < 0 ? -coarseStep / 2 : coarseStep / 2
    return (coordinate + half) / coarseStep * coarseStep
  }

  /// The fields that tell an address.
  public static let addressFields: [Field] = [
    .streetNumber, .streetDirPrefix, .streetName, .streetSuffix, .streetDirSuffix, .unitNumber,
    .slug,
  ]

  /// Whether a key of a record tells, or may well tell, where a listing lies more exactly than its
  /// postal code.
  ///
  /// For keys that the operator named: case, blanks and signs do not matter.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isAddress(key: Span<UInt8>) -> Bool { isAddress(FoldedName(key)) }

  /// Whether a folded name tells, or may well tell, where a listing lies.
  package static func isAddress(_ name: FoldedName) -> Bool {
    if name.isCut { return true }
    if let found = Field.meaning(of: name), found.role == .field {
      let field = Field.allFields[found.index]
      return addressFields.contains(field) || field == .latitude || field == .longitude
    }
    return addressNames.contains(where: name.equals) || addressParts.contains(where: name.contains)
  }

  private static let addressNames = [
    "lat", "lon", "lng", "long", "x", "y", "raw", "apn", "pin", "lot", "block", "unit",
  ]
  .map { Array($0.utf8) }
  private static let addressParts = [
    "address", "street", "unitnumber", "latitude", "longitude", "coordinate", "geo", "gps", "slug",
    "parcel", "apn",
    "direction", "map", "location", "building", "legal", "plus4", "taxlot", "taxblock", "elevation",
    "tour", "url",
    "uri", "link", "website", "placeid", "what3words", "pluscode", "plat", "tract", "section",
    "township",
    "complexname", "parkname", "intersection", "landmark", "caption", "filename", "raw",
  ].map { Array($0.utf8) }
}
