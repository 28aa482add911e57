/// Finds words about people that could steer buyers: groups that the Fair Housing Act protects,
/// neighbors, schools, crime.
///
/// A market analysis contains no such word. The table prefers false alarms, because Plat's own
/// paragraph is always available.
enum DraftPeople {
  /// A subject with its words and word stems.
  struct Subject: Sendable {
    let name: String
    let words: Set<String>
    let stems: [String]

    init(_ name: String, _ words: String, stems: String = "") {
      self.name = name
      self.words = Set(words.split(separator: " ").map(String.init))
      self.stems = stems.split(separator: " ").map(String.init)
    }
  }

  /// The first word about people in a text, or nil.
  static func first(in text: DraftText) -> String? {
    for (place, token) in text.tokens.enumerated() where token.kind == .word {
      if isKindOfHome(text, place) { continue }
      // A hyphenated word is checked as a whole, too.
      let joined = joined(text, place)
      for word in joined == token.plain ? [joined] : [token.plain, joined] {
        let isFound = subjects.contains {
          $0.words.contains(word) || $0.stems.contains { word.hasPrefix($0) }
        }
        if isFound { return token.text }
      }
    }
    return nil
  }

  private static func joined(_ text: DraftText, _ place: Int) -> String {
    let next = NumberWords.skipHyphen(text, place + 1)
    guard next > place + 1, let behind = text[next], behind.kind == .word, let own = text[place]
    else {
      return text[place]?.plain ?? ""
    }
    return own.plain + behind.plain
  }

  /// `single family` and `multi-family` are home types.
  private static func isKindOfHome(_ text: DraftText, _ place: Int) -> Bool {
    let kinds: Set<String> = ["single", "multi", "multiple"]
    if text[place]?.plain == "family" {
      let before = text.isSign(place - 1, "-") ? place - 2 : place - 1
      return kinds.contains(text[before]?.plain ?? "")
    }
    return kinds.contains(text[place]?.plain ?? "")
  }

  /// The table.
  static let subjects = [
    Subject(
      "race and color",
      "race races racial black blacks white whites brown caucasian caucasians color colored colour",
      stems: "racis ethnic minorit divers segregat integrat complexion"),
    Subject(
      "national origin",
      """
      polish native natives irish german germans french italian italians russian russians indian \
      indians turkish greek arab arabs jew jews
      """,
      stems:
        """
        national immigra migrant foreign refugee ancest american african asian hispanic latin \
        mexican chinese japan korean vietnam filipin cuban caribbean arabic european israeli \
        iranian persian armenian puerto citizen undocument
        """),
    Subject(
      "religion",
      """
      faith faiths faithful god gods bible kosher halal amish hindu hindus sikh sikhs pray prayer \
      prayers temple temples
      """,
      stems:
        """
        religi church mosque synagogue parish christian jewish muslim islam catholic protestant \
        buddhis mormon worship congregation chapel cathedral spiritual
        """),
    Subject(
      "sex and orientation",
      """
      sex man men woman women male males female females lady ladies gay gays guy guys boy boys \
      girl girls queer trans
      """,
      stems: "gender sexual lesbian homosex lgbt transgend gentlem masculin feminin"),
    Subject(
      "family status",
      """
      kid kids baby babies mom moms dad dads wife wives couples singles son sons daughter \
      daughters
      """,
      stems:
        """
        famil child teen toddler infant parent mother father grandparent grandmother husband \
        spouse marri divorc bachelor pregnan newlywed widow household sibling
        """),
    Subject(
      "disability", "deaf lame accessible autistic ill illness",
      stems:
        """
        disab handicap wheelchair blind impair mental autis cripple disease addict hospice therap \
        bodied
        """
    ),
    Subject(
      "age", "aged aging ageing mature",
      stems: "elder senior retire young youth adult millennial boomer geriatric generation"),
    Subject(
      "people and their means",
      """
      people peoples person persons resident residents folk folks crowd locals poor rich elite \
      class income who whom whose buyer buyers seller sellers client clients agent agents he she \
      his her hers him
      """,
      stems:
        """
        neighbor neighbour communit occupant tenant renter owner landlord population demograph \
        inhabit clientele wealthy affluen upscale prestig exclusiv gentrif ghetto slum blight \
        underprivileg voucher welfare subsid friendl welcoming desirab sought investor
        """),
    Subject(
      "schools", "school schools schooling campus pupil pupils",
      stems: "academ colleg universit kindergarten preschool "
        + "daycare educat teacher student"),
    Subject(
      "safety",
      """
      safe safer safest safely safety unsafe secure secured security police gang gangs gun guns \
      gated
      """,
      stems:
        """
        crime criminal danger thef thie burgl robber drug violen murder shoot homeless prison \
        jail offender arson vandal
        """),
  ]
}
