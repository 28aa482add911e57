/// One offer of a home: its status, its days, its prices.
struct Offer: Sendable {
  /// The kind of offer.
  enum Kind: Sendable {
    case sale, lease, income

    /// The letter of the property type.
    var letter: StaticString {
      switch self {
      case .sale: "A"
      case .lease: "B"
      case .income: "C"
      }
    }
  }

  /// The status of the offer.
  enum Status: Sendable {
    case active, pending, closed, comingSoon, hold, underContract, withdrawn, expired, canceled

    /// The word of RESO's StandardStatus.
    var text: StaticString {
      switch self {
      case .active: "Active"
      case .pending: "Pending"
      case .closed: "Closed"
      case .comingSoon: "ComingSoon"
      case .hold: "Hold"
      case .underContract: "ActiveUnderContract"
      case .withdrawn: "Withdrawn"
      case .expired: "Expired"
      case .canceled: "Canceled"
      }
    }
  }

  let kind: Kind
  let status: Status
  /// Days since 1970: listed, closed (0 if not closed), last status change.
  let listed: Int
  let closed: Int
  let changed: Int
  /// Seconds since 1970 of the last change of any kind.
  let modified: Int
  /// Dollars; the close price is 0 if there is none.
  let price: Int
  let originalPrice: Int
  let closePrice: Int

  /// Offers a home; `progress` (from 0 to 1) is its position in the feed, because sales come in
  /// order.
  init(of home: Home, progress: Double, _ draw: inout SampleRandom) {
    status = Self.status(draw.unit() * 100)
    kind = home.doors > 1 ? .income : draw.percent(7.2) ? .lease : .sale
    let asOf = CalendarDay.asOf
    var closed = 0
    switch status {
    case .closed:
      closed = asOf - Self.daysAgo(progress, &draw)
      let patience = draw.unit()
      listed = closed - 24 - Int(patience * patience * 150)
      changed = closed
    case .active:
      let patience = draw.unit()
      listed = asOf - Int(patience * patience * 260)
      changed = draw.percent(70) ? listed : listed + draw.below(asOf - listed + 1)
    case .pending, .underContract:
      changed = asOf - draw.below(46)
      listed = changed - 4 - draw.below(70)
    case .comingSoon:
      listed = asOf - draw.below(12)
      changed = listed
    case .hold, .withdrawn, .expired, .canceled:
      changed = asOf - draw.below(320)
      listed = changed - 10 - draw.below(170)
    }
    self.closed = closed
    let quiet = asOf - changed
    let later = closed > 0 ? draw.below(min(quiet, 9) + 1) : draw.below(quiet + 1)
    modified = (changed + later) * 86_400 + draw.below(later == quiet ? 60_000 : 86_400)

    let day = closed > 0 ? closed : changed
    var logPrice = home.value + Market.level(on: day) + 0.055 * draw.bell()
    if draw.percent(0.5) { logPrice += (draw.percent(50) ? 1 : -1) * (0.35 + 0.6 * draw.unit()) }
    if kind == .lease { logPrice += -5.35 - 0.22 * (logPrice - 13.4) + 0.05 * draw.bell() }
    let heat = max(0, 1 - Double(abs(day - (asOf - 1_600))) / 400)
    let ratio = kind == .lease ? 0.004 * draw.bell() : -0.017 + 0.035 * heat + 0.021 * draw.bell()
    let asked = Portable.exp(closed > 0 ? logPrice - ratio : logPrice + 0.018)
    price = kind == .lease ? Self.rent(asked) : Self.asked(asked, &draw)
    closePrice =
      closed == 0
      ? 0 : kind == .lease ? Self.rent(Portable.exp(logPrice)) : Self.paid(price, ratio, &draw)
    let isReduced = draw.percent(closed > 0 ? 22 : 34)
    let before = Double(price) * (1.012 + 0.075 * draw.unit())
    originalPrice =
      isReduced ? (kind == .lease ? Self.rent(before) : Self.asked(before, &draw)) : price
  }

  /// The distribution of statuses, in percent.
  private static func status(_ chance: Double) -> Status {
    switch chance {
    case ..<57: .closed
    case ..<92: .active
    case ..<99: .pending
    case ..<99.4: .comingSoon
    case ..<99.6: .hold
    case ..<99.75: .underContract
    case ..<99.85: .withdrawn
    case ..<99.95: .expired
    default: .canceled
    }
  }

  /// The number of days since a sale closed: roughly in feed order, and with fewer sales in the
  /// slow months.
  private static func daysAgo(_ progress: Double, _ draw: inout SampleRandom) -> Int {
    var days = 0
    for _ in 0..<2 {
      var share = progress + 0.3 * (draw.unit() - 0.5)
      if share < 0 { share = -share }
      if share > 1 { share = 2 - share }
      days = Int((1 - share) * Double(Market.days - 1))
      let month = CalendarDay(days: CalendarDay.asOf - days).month
      let isSlow = month >= 7 && month != 10 && month != 11 || month == 1
      if !isSlow || draw.percent(68) { break }
    }
    return days
  }

  /// An asking price with typical rounding: 749,000, 749,900, 750,000.
  private static func asked(_ dollars: Double, _ draw: inout SampleRandom) -> Int {
    let chance = draw.unit()
    let step =
      dollars > 3_000_000
      ? 50_000.0 : dollars > 1_000_000 ? 10_000 : dollars > 200_000 ? 5_000 : 1_000
    let whole = Int((dollars / step).rounded()) * Int(step)
    if chance < 0.34 { return max(whole, 1_000) }
    if chance < 0.66 { return max(whole - (step > 1_000 ? 1_000 : 100), 1_000) }
    if chance < 0.86 { return max(whole - 100, 1_000) }
    return max(Int(dollars / 500) * 500, 1_000)
  }

  /// A close price: a fraction of the asking price, mostly rounded.
  private static func paid(_ asked: Int, _ ratio: Double, _ draw: inout SampleRandom) -> Int {
    if draw.percent(14) { return asked }
    let paid = Double(asked) * (1 + ratio + ratio * ratio / 2)
    let step = draw.percent(62) ? 5_000.0 : draw.percent(80) ? 500 : 1
    return max(Int((paid / step).rounded()) * Int(step), 1_000)
  }

  /// A monthly rent, in steps of 25 dollars.
  private static func rent(_ dollars: Double) -> Int {
    max(Int((dollars / 25).rounded()) * 25, 400)
  }
}
