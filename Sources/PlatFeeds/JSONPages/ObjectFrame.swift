internal import PlatListings

/// An enclosing object: a document that may be a listing or a page, or a part of a page around its
/// records.
struct ObjectFrame {
  enum Role {
    /// A document; its bytes are kept, because it may be a listing.
    case undecided
    /// A page: everything outside its records is skipped.
    case page
    /// The object under `D`, which contains Spark's answers.
    case spark
  }

  enum Expectation {
    case keyOrEnd, colon, value, commaOrEnd
  }

  /// The keys that distinguish a page from a listing, and a server's error from both.
  enum Key {
    case other, field, listingKey, context, value, features, d, error, results, success, message
    /// Another key under which servers put listings.
    case wrapper
    /// The same, but an object under this key is part of a listing.
    case wrapperOfArrays

    /// - Parameter isRecord: Whether the object is known to be a record, so that other keys do not
    ///   matter.
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

    /// Names under which servers and exports put their listings, in lower case.
    private static let wrappers: Set<String> = [
      "bundle", "data", "results", "result", "listings", "d", "response", "payload", "hits",
      "searchresults", "_embedded", "body",
    ]
    private static let wrappersOfArrays: Set<String> = [
      "value", "values", "items", "records", "rows", "properties", "homes", "content", "docs",
      "entries", "list", "objects", "elements", "listresults", "features", "nodes", "edges",
      "property",
    ]

    /// A key under which servers report a failure, in any spelling; otherwise nil.
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
  /// Whether it has another key of the field catalogue, as records do.
  var hasField = false
  /// Whether it looks like a record, even without a listing key.
  var isRecord: Bool { isListing || hasField }
  var hasRecords = false
  /// Whether it has an empty array under a key that servers use for listings.
  var hasEmptyArray = false
  /// The number of enclosing answers in the same document.
  var depth = 0
  var hasFailed = false
  /// A server's message about missing listings, under a key that is only used for errors.
  var answer: String?
  /// A server's message under a key that is also used outside errors.
  var message: String?
  /// The RESO resource of an OData page, if it contains no listings.
  var otherResource: String?
}

extension ObjectFrame {
  /// RESO resources whose records are not listings; some of them have a `ListingKey` that refers to
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

  /// Records the resource in an OData context, such as `Member` in `"$metadata#Member(MemberKey)"`.
  mutating func note(context: Span<UInt8>) {
    let text = String(bytes: context)
    guard let hash = text.lastIndex(of: "#") else { return }
    let name = text[text.index(after: hash)...].prefix { $0.isLetter }
    if Self.otherResources.contains(String(name)) { otherResource = String(name) }
  }
}
