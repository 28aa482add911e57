public import PlatJSON

/// Whether the public may see one part of a listing: a photo, a document, an open house, or another
/// object with its own rights.
public enum PartDisplay {
  /// Whether nothing in an object forbids showing it to everyone.
  ///
  /// It reads RESO's `Permission` and `MediaStatus`, Spark's `Privacy`, `OpenHouseType`, MLS Grid's
  /// `MlgCanView` and `MlgCanUse`, and flags such as `private` and `public`, in any spelling. Each
  /// is an allow-list: a word that is not known to mean everyone hides the part.
  ///
  /// - Complexity: O(members); allocates nothing for other members.
  public static func isPublic(_ part: JSONValue) -> Bool {
    var members = part.members
    while members.next() {
      let name = FoldedName(members.key)
      if let found = Field.meaning(of: name), found.role == .flag,
        let flag = DisplayFlag(rawValue: found.index)
      {
        var flags = DisplayFlags()
        flags.take(flag, members.value)
        if flags.isHidden { return false }
        continue
      }
      if let rule = names.find(name), !rules[Int(rule)].allows(members.value) { return false }
    }
    return true
  }

  /// The allowed values of a member.
  private struct Rule: Sendable {
    let names: String
    /// The folded words that mean everyone; empty for a flag.
    let words: [[UInt8]]
    /// Words that are neutral in combination with one of these.
    var neutral: [[UInt8]] = []
    /// Whether a flag must be false.
    var mustBeFalse = false

    func allows(_ value: borrowing JSONValue) -> Bool {
      if words.isEmpty {
        // A missing value forbids nothing, for either kind of flag.
        let isSilent =
          value.kind == .null || (value.kind == .string && value.bytes.trimmed.count == 0)
        return isSilent || (mustBeFalse ? isNo(value) : DisplayFlags.allows(value))
      }
      var (isNamed, isDenied) = (false, false)
      look(value, &isNamed, &isDenied)
      return isNamed && !isDenied || isNothing(value)
    }

    private func isNo(_ value: borrowing JSONValue) -> Bool {
      switch value.kind {
      case .false: return true
      case .int64, .uint64, .double: return value.double == 0
      case .string:
        guard case .value(let stored) = NormalizerPass.flag(value.bytes.trimmed) else {
          return false
        }
        return stored == 0
      default: return false
      }
    }

    private func isNothing(_ value: borrowing JSONValue) -> Bool {
      switch value.kind {
      case .null, .missing: true
      case .string: value.bytes.trimmed.count == 0
      case .array, .object: value.count == 0
      default: false
      }
    }

    /// Reads the words of a text, of a list, or of an object's true members.
    private func look(_ value: borrowing JSONValue, _ isNamed: inout Bool, _ isDenied: inout Bool) {
      switch value.kind {
      case .string: look(list: value.bytes, &isNamed, &isDenied)
      case .array:
        var elements = value.elements
        while elements.next() { look(elements.value, &isNamed, &isDenied) }
      case .object:
        var members = value.members
        while members.next() {
          if members.value.kind == .true { look(list: members.key, &isNamed, &isDenied) }
        }
      case .null: break
      default: isDenied = true
      }
    }

    private func look(list text: Span<UInt8>, _ isNamed: inout Bool, _ isDenied: inout Bool) {
      var start = 0
      while start <= text.count {
        var end = start
        while end < text.count, !Self.separators.contains(text[end]) { end += 1 }
        let word = FoldedName(text.extracting(start..<end))
        if word.count > 0 {
          if words.contains(where: word.equals) {
            isNamed = true
          } else if !neutral.contains(where: word.equals) {
            isDenied = true
          }
        }
        start = end + 1
      }
    }

    private static let separators = Array(",;|".utf8)
  }

  private static let rules: [Rule] = [
    Rule(
      names:
        """
        permission permissions mediapermission visibility visibleto audience displayto accesslevel
        """,
      words: folded("public idx all everyone anyone consumer consumers internet"),
      neutral: folded("vow")),
    Rule(names: "privacy privacylevel", words: folded("public")),
    Rule(
      names: "mediastatus photostatus documentstatus",
      words: folded("active updated complete completed new current approved published")),
    Rule(
      names: "openhousetype showingtype", words: folded("public open openhouse virtual inperson")),
    Rule(
      names: """
        private isprivate privateyn confidential isconfidential confidentialyn agentonly \
        agentonlyyn officeonly officeonlyyn firmonly firmonlyyn memberonly brokeronly hidden \
        ishidden hiddenyn deleted isdeleted deletedyn internalonly mlsonly
        """,
      words: [], mustBeFalse: true),
    Rule(
      names:
        """
        public ispublic publicyn showpublic visible isvisible visibleyn showonidx idxyn displayyn \
        showyn
        """,
      words: []),
  ]

  /// The index of each rule, by its folded names.
  private static let names = NameTable(
    rules.enumerated().flatMap { place, rule in
      rule.names.split(separator: " ").map { (name: String($0), value: UInt16(place)) }
    })

  private static func folded(_ names: String) -> [[UInt8]] {
    names.split(separator: " ").map { Array(folded: String($0)) }
  }
}
