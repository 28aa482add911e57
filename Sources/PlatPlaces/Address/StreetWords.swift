/// Words of street addresses: directions, suffixes, units and ordinals with their abbreviations.
///
/// Source: USPS Publication 28, sections 23 and appendices B, C1 and C2.
enum StreetWords {
  /// The number of a direction from 1 to 8 in the order N NE E SE S SW W NW; nil for another word.
  static func direction(_ word: String) -> UInt8? { directions[word] }

  /// The number of a suffix from 1, the same for all its spellings; nil for another word.
  static func suffix(_ word: String) -> UInt8? { suffixes[word] }

  /// Whether a word is a suffix with one typing error, or with two in a long suffix.
  static func isNearlySuffix(_ word: [UInt8]) -> Bool {
    guard word.count <= 12, let pattern = EditPattern(word) else { return false }
    return suffixSymbols.contains { suffix in
      let most = suffix.count > 5 ? 2 : 1
      return suffix.count > 1 && pattern.distance(to: suffix.span, atMost: most) <= most
    }
  }

  private static let suffixSymbols = suffixes.keys.sorted().map {
    NameSymbols.symbols(Array($0.utf8))
  }

  /// Whether a word is the designator of a unit.
  static func isUnit(_ word: String) -> Bool { units.contains(word) }

  /// The canonical form of a word of a street's name: ordinals as digits, abbreviations spelled
  /// out.
  static func canonical(_ word: String, isLast: Bool) -> String {
    if let number = ordinals[word] { return number }
    if let first = word.utf8.first, (0x30...0x39).contains(first), word.utf8.count > 2 {
      let ending = word.suffix(2)
      if ["st", "nd", "rd", "th"].contains(ending), word.dropLast(2).allSatisfy(\.isNumber) {
        return String(word.dropLast(2))
      }
    }
    if !isLast, let name = ["st": "saint", "mt": "mount", "ft": "fort", "pt": "point"][word] {
      return name
    }
    return [
      "hwy": "highway", "rte": "route", "ave": "avenue", "av": "avenue", "blvd": "boulevard",
    ][word] ?? word
  }

  private static let directions: [String: UInt8] = [
    "n": 1, "north": 1, "no": 1, "ne": 2, "northeast": 2, "e": 3, "east": 3, "se": 4,
    "southeast": 4, "s": 5,
    "south": 5, "so": 5, "sw": 6, "southwest": 6, "w": 7, "west": 7, "nw": 8, "northwest": 8,
  ]

  private static let units: Set<String> = [
    "apt", "apartment", "unit", "ste", "suite", "bldg", "building", "fl", "floor", "rm", "room",
    "lot", "spc", "space",
    "trlr", "trailer", "no", "dept", "ph", "penthouse", "#", "number", "num",
  ]

  private static let ordinals: [String: String] = {
    let words = [
      "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth",
      "eleventh",
      "twelfth", "thirteenth", "fourteenth", "fifteenth", "sixteenth", "seventeenth", "eighteenth",
      "nineteenth",
      "twentieth",
    ]
    var numbers: [String: String] = [:]
    for (place, word) in words.enumerated() { numbers[word] = "\(place + 1)" }
    return numbers
  }()

  private static let suffixes: [String: UInt8] = {
    var numbers: [String: UInt8] = [:]
    for (place, line) in suffixLines.split(separator: "\n").enumerated() {
      for word in line.split(separator: " ") { numbers[String(word)] = UInt8(clamping: place + 1) }
    }
    return numbers
  }()

  /// The spellings of each suffix, one line each.
  private static let suffixLines = """
    alley aly ally allee al
    annex anx anex
    arcade arc
    avenue ave av aven avenu avn avnue
    bayou byu
    beach bch
    bend bnd
    bluff blf bluffs blfs
    bottom btm
    boulevard blvd blv boul boulv bl
    branch br
    bridge brg
    brook brk
    bypass byp
    camp cp
    canyon cyn canyn cnyn
    cape cpe
    causeway cswy
    center ctr centre cen cent
    circle cir circ crcl ci
    cliff clf
    club clb
    common cmn commons
    corner cor corners cors
    course crse
    court ct crt
    courts cts
    cove cv cvs coves
    creek crk
    crescent cres crsent
    crest crst
    crossing xing crssng
    crossroad xrd
    curve curv
    dale dl
    dam dm
    divide dv
    drive dr driv drv drives
    estate est estates ests
    expressway expy expwy
    extension ext
    fall falls fls
    ferry fry
    field fld fields flds
    flat flt flats
    ford frd
    forest frst
    forge frg
    fork frk forks frks
    fort ft
    freeway fwy frwy
    garden gdn gardens gdns
    gateway gtwy
    glen gln
    green grn greens
    grove grv groves
    harbor hbr
    haven hvn
    heights hts ht
    highway hwy hiway
    hill hl
    hills hls
    hollow holw
    inlet inlt
    island is islands
    isle isles
    junction jct
    key ky
    knoll knl knolls knls
    lake lk lakes lks
    landing lndg
    lane ln
    light lgt
    loaf lf
    lock lck
    lodge ldg
    loop lp loops
    mall
    manor mnr
    meadow mdw meadows mdws
    mews
    mill ml mills
    mission msn
    motorway mtwy
    mountain mtn
    neck nck
    orchard orch
    oval ovl
    overpass opas
    park prk pk parks
    parkway pkwy pky parkwy
    pass
    passage psge
    path paths
    pike
    pine pne
    place pl
    plain pln plains plns
    plaza plz plza
    point pt points pts
    port prt
    prairie pr
    radial radl
    ramp
    ranch rnch
    rapid rpd
    rest rst
    ridge rdg
    river riv
    road rd roads rds
    route rte
    row
    run
    shoal shl
    shore shr shores
    skyway skwy
    spring spg springs spgs
    spur
    square sq sqr
    station sta stn
    stravenue stra
    stream strm
    street st str strt
    summit smt
    terrace ter terr
    throughway trwy
    trace trce
    track trak
    trail trl trails trls tr
    tunnel tunl
    turnpike tpke
    underpass upas
    union un
    valley vly
    viaduct via
    view vw
    village vlg
    ville vl
    vista vis vst
    walk
    wall
    way wy ways
    well wl wells
    """
}
