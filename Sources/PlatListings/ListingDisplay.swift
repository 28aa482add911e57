public import PlatJSON

/// The parts of a listing that the public may see, from the flags of its seller and its listing
/// service, and from its status.
///
/// The flags are RESO's `InternetEntireListingDisplayYN` and `InternetAddressDisplayYN`, their IDX
/// and VOW forms, and MLS Grid's `MlgCanView` and `MlgCanUse`; docs/FIELDS.md lists them. They
/// count in any spelling (`FoldedName`) and at any depth of a record.
public enum ListingDisplay: Sendable, Equatable {
  /// Everything that is public.
  case whole
  /// All public data except its address, its exact position and anything that could reveal them.
  case withoutAddress
  /// Nothing: not even that the listing exists.
  case hidden

  /// Reads the display from a listing's document.
  ///
  /// A flag means no if it is false as a flag, a text or a number, or if it is neither yes nor no.
  /// A listing whose status is `Delete` or `Incomplete`, RESO's words for mistakes and drafts, is
  /// hidden.
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

  /// Reads the display from a listing's parsed document; a value that is not an object has no
  /// flags.
  public init(_ document: JSONValue) {
    self = .whole
    guard document.kind == .object else { return }
    var flags = DisplayFlags()
    flags.search(document)
    self = Self.isNeverPublic(status: document["standardStatus"].bytes) ? .hidden : flags.display
  }

  /// Whether a listing's document allows an estimate of its value (RESO
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

  /// The statuses of listings that are stored but never indexed.
  public static let neverPublicStatuses = ["Delete", "Incomplete"]

  /// Whether a status, in the catalogue's spelling, is one of these.
  static func isNeverPublic(status: Span<UInt8>) -> Bool {
    for word in neverPublicStatuses where status.hasSameBytes(as: word.utf8Span.span) {
      return true
    }
    return false
  }

  /// The grid step for positions of listings without an address: 0.01 degree, in units of 1e-7
  /// degree.
  public static let coarseStep: Int64 = 100_000

  /// A coordinate in units of 1e-7 degree, rounded to the precision allowed without an address.
  public static func coarse(_ coordinate: Int64) -> Int64 {
    let half = coordinate < 0 ? -coarseStep / 2 : coarseStep / 2
    return (coordinate + half) / coarseStep * coarseStep
  }

  /// The fields that reveal an address.
  public static let addressFields: [Field] = [
    .streetNumber, .streetDirPrefix, .streetName, .streetSuffix, .streetDirSuffix, .unitNumber,
    .slug,
  ]

  /// Whether a key of a record reveals, or may reveal, a listing's location more exactly than its
  /// postal code.
  ///
  /// For keys that the operator named: case, spaces and signs do not matter.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isAddress(key: Span<UInt8>) -> Bool { isAddress(FoldedName(key)) }

  /// Whether a folded name reveals, or may reveal, a listing's location.
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
