internal import Plat

/// The entity tags of listings as the records hold them: the number of the last change.
///
/// They are strong: two states of one listing never have the same number.
enum ListingTag {
  /// The tag of a change number.
  static func text(_ change: UInt64) -> String { "\"\(change)\"" }

  /// The condition that the fields of a request set; an entity tag that no listing can have never
  /// matches, and a weak one neither (RFC 9110, section 13.1.1).
  static func condition(
    ifMatch: [UInt8]?, ifNoneMatch: [UInt8]?
  ) throws(Problem) -> WriteCondition {
    guard let ifNoneMatch else {
      guard let ifMatch else { return .none }
      let tags = members(ifMatch)
      return tags.contains("*") ? .exists : .isAt(changes: tags.compactMap(change))
    }
    guard members(ifNoneMatch) == ["*"] else {
      throw Problem(
        400, "bad-condition", "Invalid condition",
        "If-None-Match takes only * where listings are written; use If-Match for a tag")
    }
    // Both cannot hold.
    return ifMatch == nil ? .isNew : .isAt(changes: [])
  }

  /// The number in a strong tag; nil where it is none.
  private static func change(_ tag: String) -> UInt64? {
    guard tag.utf8.count > 2, tag.hasPrefix("\""), tag.hasSuffix("\""),
      let number = UInt64(tag.dropFirst().dropLast()), text(number) == tag
    else { return nil }
    return number
  }

  private static func members(_ field: [UInt8]) -> [String] {
    field.split(separator: UInt8(ascii: ",")).map { part in
      let start = part.drop { $0 == 0x20 || $0 == 0x09 }
      let end = start.lastIndex { $0 != 0x20 && $0 != 0x09 }
      return String(decoding: end.map { start[...$0] } ?? [], as: UTF8.self)
    }
  }
}
