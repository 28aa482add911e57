internal import PlatListings

/// An object that the walk is inside of: a document that may be a listing or a page, or a part of a
/// page around its records.
struct ObjectFrame {
  enum Role {
    /// A document; its bytes are kept, because it may be a listing.
    case undecided
    /// A page: what was not in its records is passed over.
    case page
    /// What Spark puts its answers into: the object under `D`.
    case spark
  }

  enum Expectation {
    case keyOrEnd, colon, value, commaOrEnd
  }

  /// The keys that tell a page from a listing, and a server's error from both.
  enum Key {
    case other, field, listingKey, context, value, features, d, error, results, success, message
    /// What servers put listings under, besides those above.
    case wrapper
    /// The same, where an object under that name is part of a listing.
    case wrapperOfArrays

    /// - Parameter isRecord: Whether the object is known to be a record, so that other keys tell
    ///   nothing more.
    init(_ text: Span<UInt8>, isRecord: Bool) {
      switch String(bytes: text) {
      case "listingKey", "ListingKey": self = .listingKey
      case "@odata.context", "odata.context": self = .context
      case "value": self = .value
      case "features": self = .features
      case "D": self = .d
      case "Results": self = .results
      case _ where isRecord: self = .other
      case let name: self = Self.other(name, text)
      }
    }

    private static func other(_ name: String, _ text: Span<UInt8>) -> Key {
      let folded = name.lowercased()
      if wrappers.contains(folded) { return .wrapper }
      if wrappersOfArrays.contains(folded) { return .wrapperOfArrays }
      if folded == "listing_key" || folded == "listingkey" { return .listingKey }
      if let key = ofServer(name) { return key }
      return Field.named(text) != nil ? .field : .other
    }

    /// Names under which servers and exports put their listings, in small letters.
    private static let wrappers: Set<String> = [
      "bundle", "data", "results", "result", "listings", "d", "response", "payload", "hits",
      "searchresults",
    ]
    private static let wrappersOfArrays: Set<String> = [
      "value", "values", "items", "records", "rows", "properties", "homes", "content", "docs",
      "entries", "list", "objects", "elements", "listresults", "features",
    ]

    /// A key under which servers say that they failed, whatever its spelling, or nil.
    private static func ofServer(_ name: String) -> Key? {
      switch name.filter(\.isLetter).lowercased() {
      case "error", "errors", "odataerror", "errorcode", "errormessage", "errordescription",
        "errordetail", "errordetails", "fault", "faultstring", "exception", "exceptionmessage":
        .error
      case "message", "msg", "detail", "details", "title", "statuscode", "httpstatus", "httpcode":
        .message
      case "success", "ok", "succeeded": .success
      default: nil
      }
    }
  }

  var role: Role
  let start: Int
  let line: Int
  var expectation = Expectation.keyOrEnd
  var key = Key.other
  var isListing = false
  /// Whether it has another key of the catalogue of fields, as records have.
  var hasField = false
  /// Whether it looks like a record, with a key of its own or not.
  var isRecord: Bool { isListing || hasField }
  var hasRecords = false
  /// Whether an array under a name that servers put listings under was empty.
  var hasEmptyArray = false
  /// How many answers of the same document it is inside of.
  var depth = 0
  var hasFailed = false
  /// What a server says about why there are no listings, under a key that speaks of errors alone.
  var answer: String?
  /// What it says under a key that may stand in an error as well as elsewhere.
  var message: String?
  /// The RESO resource of an OData page, where it is one that holds no listings.
  var otherResource: String?
}

extension ObjectFrame {
  /// RESO resources whose records are no listings, though some of them have a `ListingKey`: that of
  /// a listing.
  private static let otherResources: Set<String> = [
    "Association", "Caravan", "CaravanStop", "ContactListingNotes", "ContactListings", "Contacts",
    "EntityEvent",
    "Field", "HistoryTransactional", "InternetTracking", "InternetTrackingSummary", "LockOrBox",
    "Lookup", "Media",
    "Member", "MemberAssociation", "MemberStateLicense", "OUID", "Office", "OfficeAssociation",
    "OfficeCorporateLicense", "OpenHouse", "OtherPhone", "PropertyGreenVerification",
    "PropertyPowerProduction",
    "PropertyPowerStorage", "PropertyRooms", "PropertyUnitTypes", "Prospecting", "Queue", "Rules",
    "SavedSearch",
    "Showing", "ShowingAppointment", "ShowingAvailability", "ShowingRequest", "SocialMedia",
    "TeamMembers", "Teams",
    "TransactionManagement",
  ]

  /// Notes the resource that an OData context names, such as `Member` in
  /// `"$metadata#Member(MemberKey)"`.
  mutating func note(context: Span<UInt8>) {
    let text = String(bytes: context)
    guard let hash = text.lastIndex(of: "#") else { return }
    let name = text[text.index(after: hash)...].prefix { $0.isLetter }
    if Self.otherResources.contains(String(name)) { otherResource = String(name) }
  }
}
