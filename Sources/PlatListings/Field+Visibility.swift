extension Field {
  /// Whether a key must never appear in a public answer, judged by its name.
  ///
  /// Public answers use an allow-list: the catalogue's public fields, and keys that the operator
  /// named. This check is the safety net for the second part. A name that it matches cannot be
  /// allowed, and members with such names are left out of an allowed object. It matches the private
  /// fields under all their names, and the data that listing services' display rules deny: remarks
  /// for agents and offices, everything about showings, lock boxes and access codes, people's
  /// names, every email and phone, agents' pay, and the end date of the listing agreement. Case,
  /// spaces and signs do not matter.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isPrivate(key: Span<UInt8>) -> Bool { isPrivate(FoldedName(key)) }

  /// Whether a key must never appear in a public answer, judged by its name.
  public static func isPrivate(key: String) -> Bool { isPrivate(FoldedName(key)) }

  /// Whether a folded name must never appear in a public answer.
  package static func isPrivate(_ name: FoldedName) -> Bool {
    if name.isCut { return true }
    if let found = meaning(of: name), found.role == .field {
      return allFields[found.index].definition.visibility == .private
    }
    let isOwner = name.hasPrefix(owner) && !name.hasPrefix(ownership)
    let isEnd = ends.contains(where: name.hasSuffix) && !name.contains(landLease)
    return isOwner || isEnd || deniedNames.contains(where: name.equals)
      || deniedPrefixes.contains(where: name.hasPrefix)
      || deniedSuffixes.contains(where: name.hasSuffix)
      || deniedParts.contains(where: name.contains)
      || people.contains(where: name.contains) && waysToName.contains(where: name.contains)
        && !professionals.contains(where: name.contains)
  }

  private static let owner = Array("owner".utf8)
  /// The ownership type is public, although it begins like the owner's name.
  private static let ownership = Array("ownership".utf8)
  /// The end date of the land lease is public, too.
  private static let landLease = Array("landlease".utf8)
  private static let ends = folded("expirationdate expiredate expirydate")
  private static let deniedNames = folded(
    """
    contact contacts contactinformation contactinfo owners sellers tenants occupants bonusdate \
    compremarks combo combination pin ssn comments notes bonusamount bonuspercent bonustype
    """)
  private static let deniedPrefixes = folded("occupant contact coowner lockbox keybox nonpublic")
  private static let deniedSuffixes = folded("cell mobile pager pin passcode ssn bonus")
  private static let deniedParts = folded(
    """
    privateremark privateoffice privatecomment privatenote privateinfo privatedata agentremark \
    agentonly agentnote agentcomment agentinstruction officeremark officeonly officenote \
    officecomment realtorremark realtoronly realtornote brokerremark brokeronly brokernote \
    memberremark memberonly firmremark firmonly confidential internalremark internalnote \
    internalcomment showing lockbox keybox keysafe keylocation keynumber supra sentrilock gatecode \
    gateaccess alarmcode alarmpass alarmpin securitycode entrycode accesscode doorcode keycode \
    padlock passcode password accessinstruction accessinfo accessremark accesscomment compensation \
    commission agentbonus sellingbonus cobroke concessionscomment concessioncomment listingexpir \
    cancellationdate cancelationdate canceldate canceleddate withdrawndate withdrawaldate \
    withdrawdate purchasecontractdate contingentdate email phone fax pager voicemail textmessage \
    agentcell agentmobile membermobile officemobile cellnumber mobilenumber homeaddress \
    mailingaddress socialsecurity dateofbirth birthdate reserveprice motivation
    """)
  private static let people = folded(
    """
    owner seller buyer tenant occupant landlord lessor lessee contact caretaker attorney trustee \
    borrower
    """)
  private static let waysToName = folded("name first last cell mobile address contact number")

  /// The name of a buyer's agent is public.
  private static let professionals = folded("agent office team broker")

  private static func folded(_ names: String) -> [[UInt8]] {
    names.split(separator: " ").map { Array(folded: String($0)) }
  }
}
