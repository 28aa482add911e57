extension Field {
  /// Whether a key's name says that it must never be in a public answer.
  ///
  /// What the public sees is an allow-list: the catalogue's public fields, and keys that the
  /// operator named. This is the net below the second: no name that it holds can be named, and
  /// inside an object that was named such members are left out. It holds the private fields under
  /// all their names, and what listing services' display rules deny: remarks for agents and
  /// offices, everything about showings, lock boxes and access codes, people's names, every email
  /// and phone, what agents are paid, the day on which the listing agreement ends. Case, blanks and
  /// signs do not matter.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isPrivate(key: Span<UInt8>) -> Bool { isPrivate(FoldedName(key)) }

  /// Whether a key's name says that it must never be in a public answer.
  public static func isPrivate(key: String) -> Bool { isPrivate(FoldedName(key)) }

  /// Whether a folded name says that it must never be in a public answer.
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
  /// Freehold or not is no secret, though it begins as the owner's name does.
  private static let ownership = Array("ownership".utf8)
  /// Nor is the day on which the lease of the land ends.
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

  /// A buyer's agent has a name that may be shown.
  private static let professionals = folded("agent office team broker")

  private static func folded(_ names: String) -> [[UInt8]] {
    names.split(separator: " ").map { Array(folded: String($0)) }
  }
}
