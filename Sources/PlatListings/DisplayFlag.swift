import PlatJSON

/// A flag of a record that controls the public display of the listing.
enum DisplayFlag: Int, CaseIterable {
  /// Whether the listing may be displayed at all.
  case listing
  /// Whether its address may be displayed.
  case address
  /// Whether its value may be estimated.
  case valuation
  /// MLS Grid's `MlgCanView`.
  case canView
  /// MLS Grid's `MlgCanUse`.
  case canUse
  /// A mark of a record that was deleted: `IsDeleted`, or `@removed` of OData.
  case deleted

  /// The names of each flag; each may also end in `YN`.
  private var stems: [String] {
    switch self {
    case .listing:
      [
        "InternetEntireListingDisplay", "IDXEntireListingDisplay", "VOWEntireListingDisplay",
        "EntireListingDisplay",
        "IDXOptIn", "InternetDisplay", "IDXDisplay", "InternetListingDisplay", "DisplayOnInternet",
        "PublishToInternet", "ShowOnInternet", "InternetOptIn",
      ]
    case .address:
      [
        "InternetAddressDisplay", "IDXAddressDisplay", "VOWAddressDisplay", "AddressDisplay",
        "DisplayAddress",
        "DisplayAddressOnInternet", "InternetDisplayAddress", "ShowAddress", "ShowAddressToPublic",
        "ShowAddressOnInternet", "PublishAddress",
      ]
    case .valuation:
      [
        "InternetAutomatedValuationDisplay", "IDXAutomatedValuationDisplay",
        "VOWAutomatedValuationDisplay",
        "AutomatedValuationDisplay",
      ]
    case .canView: ["MlgCanView"]
    case .canUse: ["MlgCanUse"]
    case .deleted: ["IsDeleted", "Deleted", "IsRemoved", "Removed", "ODataRemoved"]
    }
  }

  /// Whether it speaks of the record that it is in, and not of what the seller wants.
  var isOfRecord: Bool { self == .canView || self == .canUse || self == .deleted }

  /// All names and their meanings.
  static let names: [(name: String, value: UInt16)] = allCases.flatMap { flag in
    let value = InputName(.flag, rank: 0, index: flag.rawValue).packed
    return flag.stems.flatMap { [(name: $0, value: value), (name: $0 + "YN", value: value)] }
  }
}

/// The combined flags of one record: a single no is enough.
struct DisplayFlags {
  private(set) var isHidden = false
  private(set) var hidesAddress = false
  private(set) var refusesValuation = false

  /// The parts of the listing that may be displayed.
  var display: ListingDisplay { isHidden ? .hidden : hidesAddress ? .withoutAddress : .whole }

  /// Adds a flag.
  mutating func take(_ flag: DisplayFlag, _ value: borrowing JSONValue) {
    switch flag {
    case .listing, .canView: if !Self.allows(value) { isHidden = true }
    case .canUse: if !Self.namesIDX(value) { isHidden = true }
    case .deleted: if Self.isMarked(value) { isHidden = true }
    case .address: if !Self.allows(value) { hidesAddress = true }
    case .valuation: if !Self.allows(value) { refusesValuation = true }
    }
  }

  /// Adds all flags of an object, at any depth.
  mutating func search(_ object: borrowing JSONValue) { search(object, isOwn: true) }

  /// Adds the flags inside a member whose name is neither a field nor a flag.
  mutating func search(member name: FoldedName, _ value: borrowing JSONValue, isOwn: Bool = true) {
    guard value.kind == .object || value.kind == .array else { return }
    search(value, isOwn: isOwn && !Self.isOfOthers(name))
  }

  /// - Parameter isOwn: Whether the object describes the listing, and not a person or an office
  ///   with its own rights.
  private mutating func search(_ value: borrowing JSONValue, isOwn: Bool) {
    var elements = value.elements
    // Rows of a table, such as media, have their own rights. The seller's flags count at any depth.
    while elements.next() {
      if elements.value.kind == .object || elements.value.kind == .array {
        search(elements.value, isOwn: false)
      }
    }
    var members = value.members
    while members.next() {
      let name = FoldedName(members.key)
      // Known fields, such as photos, have parts with their own flags (``PartDisplay``).
      guard let found = Field.meaning(of: name) else {
        search(member: name, members.value, isOwn: isOwn)
        continue
      }
      guard found.role == .flag, let flag = DisplayFlag(rawValue: found.index) else { continue }
      if isOwn || !flag.isOfRecord { take(flag, members.value) }
    }
  }

  /// Whether a member is another resource with its own flags.
  private static func isOfOthers(_ name: FoldedName) -> Bool {
    others.contains(where: name.contains)
  }

  private static let others = ["agent", "member", "office", "team", "media", "photo"].map {
    Array($0.utf8)
  }

  /// Whether a mark is set; a date of deletion or any other text is none.
  private static func isMarked(_ value: borrowing JSONValue) -> Bool {
    switch value.kind {
    case .true, .object: true
    case .int64: value.int64 == 1
    case .string: NormalizerPass.flag(value.bytes.trimmed) == .value(1)
    default: false
    }
  }

  /// Whether a value means yes.
  ///
  /// A missing value means yes; a value that is neither yes nor no means no.
  static func allows(_ value: borrowing JSONValue) -> Bool {
    switch value.kind {
    case .null, .true: true
    case .int64, .uint64, .double: (value.double ?? 0) != 0
    case .string: isYes(value.bytes.trimmed)
    default: false
    }
  }

  private static func isYes(_ text: Span<UInt8>) -> Bool {
    if text.count == 0 { return true }
    guard case .value(let stored) = NormalizerPass.flag(text) else { return false }
    return stored == 1
  }

  /// Whether a list of uses (an array, an object or a text) includes IDX.
  private static func namesIDX(_ value: borrowing JSONValue) -> Bool {
    if value.kind == .string { return hasWord(idx, value.bytes) }
    var elements = value.elements
    while elements.next() { if namesIDX(elements.value) { return true } }
    var members = value.members
    while members.next() {
      if members.value.kind == .true, hasWord(idx, members.key) { return true }
    }
    return false
  }

  private static let idx = Array("idx".utf8)

  /// Whether a text contains a word of ASCII letters, ignoring case.
  private static func hasWord(_ word: [UInt8], _ text: Span<UInt8>) -> Bool {
    var start = 0
    while start < text.count {
      var end = start
      while end < text.count, (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(text[end] | 0x20) {
        end += 1
      }
      if end - start == word.count {
        var isSame = true
        for place in word.indices where text[start + place] | 0x20 != word[place] { isSame = false }
        if isSame { return true }
      }
      start = end + 1
    }
    return false
  }
}
