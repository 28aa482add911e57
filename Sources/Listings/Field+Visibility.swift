extension Field {
  /// Whether a key of a record must never be in a public answer, whatever the engine knows of it.
  ///
  /// These are the private fields under all their names, and the keys that listing services' display rules deny:
  /// remarks for agents and offices, showing instructions, lock boxes and access codes, owners and occupants, what
  /// agents are paid, the day on which the listing agreement ends, and how to reach an agent in person. Case does not
  /// matter. What an office can be called by may be shown.
  ///
  /// - Complexity: O(n) in the bytes of the key; allocates nothing.
  public static func isPrivate(key: Span<UInt8>) -> Bool {
    if let field = named(key) { return field.definition.visibility == .private }
    for name in deniedNames where key.count == name.count && startsAlike(key, name) { return true }
    for prefix in deniedPrefixes where startsAlike(key, prefix) { return !startsAlike(key, ownership) }
    if contains(key, compensation) { return true }
    guard contains(key, agent) || contains(key, member) else { return false }
    for way in waysToReach where contains(key, way) { return true }
    return false
  }

  /// Whether a key of a record must never be in a public answer, whatever the engine knows of it.
  public static func isPrivate(key: String) -> Bool { isPrivate(key: key.utf8Span.span) }

  private static let deniedNames = lowered([
    "PrivateRemarks", "PrivateOfficeRemarks", "AgentRemarks", "ConfidentialRemarks", "ListAgentEmail",
    "ListAgentDirectPhone", "ShowingInstructions", "AccessCode", "ExpirationDate", "BuyerAgencyCompensation",
  ])
  private static let deniedPrefixes = lowered(["ShowingContact", "ShowingPhone", "LockBox", "Owner", "Occupant"])
  /// Freehold or not is no secret, though it begins as the owner's name does.
  private static let ownership = Array("ownership".utf8)
  private static let compensation = Array("compensation".utf8)
  private static let agent = Array("agent".utf8)
  private static let member = Array("member".utf8)
  private static let waysToReach = lowered(["Email", "Phone", "Fax", "Pager", "VoiceMail"])

  private static func lowered(_ names: [String]) -> [[UInt8]] { names.map { Array($0.lowercased().utf8) } }

  private static func lowered(_ byte: UInt8) -> UInt8 {
    byte >= UInt8(ascii: "A") && byte <= UInt8(ascii: "Z") ? byte | 0x20 : byte
  }

  private static func startsAlike(_ key: Span<UInt8>, _ prefix: [UInt8], at start: Int = 0) -> Bool {
    guard key.count - start >= prefix.count else { return false }
    for index in prefix.indices where lowered(key[start + index]) != prefix[index] { return false }
    return true
  }

  private static func contains(_ key: Span<UInt8>, _ part: [UInt8]) -> Bool {
    var start = 0
    while start + part.count <= key.count {
      if startsAlike(key, part, at: start) { return true }
      start += 1
    }
    return false
  }
}
