/// One listing of the samples, drawn and ready to be written.
struct SampleLine: Sendable {
  let tract: Tract
  let home: Home
  let offer: Offer
  let key: UInt64
  let agents: Int
  /// The random source for the optional fields.
  var draw: SampleRandom

  /// The maximum length of a line; a test checks the longest of many.
  static let capacity = 3_072

  /// Whether the listing is on the market; closed listings keep fewer fields, as in most feeds.
  var isOpen: Bool { offer.status != .closed }

  /// Appends the listing as one JSON object and a line feed.
  mutating func write(to line: inout OutputSpan<UInt8>, world: World) {
    line.put("{\"listingKey\":\"SC")
    line.put(Int(key))
    if draw.percent(18) {
      line.put("\",\"listingId\":\"26")
      line.put(Int(key % 1_000_000), digits: 6)
      line.put("DA")
    }
    if draw.percent(isOpen ? 30 : 4) { line.put("\",\"mlsId\":\"crmls\",\"mlsSource\":\"CRMLS") }
    line.put("\",\"standardStatus\":\"")
    line.put(offer.status.text)
    line.put("\",\"propertyType\":\"")
    line.put(offer.kind.letter)
    line.put("\",\"propertySubType\":\"")
    line.put(subType)
    line.put("\",\"listPrice\":")
    line.put(offer.price)
    writePrices(to: &line)
    writeSizes(to: &line)
    writePlace(to: &line, world: world)
    writeLand(to: &line, city: world.cities[tract.city])
    writeDates(to: &line)
    writeAgent(to: &line)
    if isOpen || draw.percent(4) { writeRemarks(to: &line) }
    if isOpen { writeMedia(to: &line) }
    line.put("}\n")
  }

  private var subType: StaticString {
    switch tract.kind {
    case .house where home.doors == 2: "Duplex"
    case .house where home.doors == 3: "Triplex"
    case .house where home.doors == 4: "Quadruplex"
    case .house, .estate: "Single Family"
    case .townhouse: "Townhouse"
    case .condo: "Condo"
    case .mobile: "Mobile Home"
    }
  }

  private mutating func writePrices(to line: inout OutputSpan<UInt8>) {
    if offer.originalPrice != offer.price || draw.percent(5) {
      line.put(",\"originalListPrice\":")
      line.put(offer.originalPrice)
    }
    if offer.closePrice > 0 {
      line.put(",\"closePrice\":")
      line.put(offer.closePrice)
    }
    if home.dues > 0, draw.percent(97) {
      line.put(",\"hoaFee\":")
      line.put(home.dues)
    }
    if isOpen, offer.kind != .lease, draw.percent(30) {
      line.put(",\"taxAnnualAmount\":")
      line.put(Int(Double(offer.price) * (0.004 + 0.009 * draw.unit())))
    }
  }

  private mutating func writeSizes(to line: inout OutputSpan<UInt8>) {
    line.put(",\"beds\":")
    line.put(home.beds)
    if draw.percent(98.5) {
      line.put(",\"baths\":")
      line.put(home.halfBaths * 5, decimals: 1)
    }
    if draw.percent(isOpen ? 22 : 4) {
      line.put(",\"fullBaths\":")
      line.put(home.halfBaths / 2)
      line.put(",\"halfBaths\":")
      line.put(home.halfBaths & 1)
    }
    if draw.percent(98) {
      line.put(",\"sqft\":")
      line.put(home.size)
    }
    if draw.percent(97) {
      line.put(",\"yearBuilt\":")
      line.put(min(home.built, CalendarDay(days: offer.listed).year))
    }
    if draw.percent(96) {
      line.put(",\"stories\":")
      line.put(home.stories)
    }
    if home.garage > 0 ? draw.percent(97) : draw.percent(20) {
      line.put(",\"garage\":")
      line.put(home.garage)
    }
    if home.pool != .none || draw.percent(6) {
      line.put(",\"pool\":\"")
      line.put(home.pool.text)
      line.put("\"")
    }
    guard home.lot > 0, draw.percent(96) else { return }
    if draw.percent(93) {
      line.put(",\"lotSizeSquareFeet\":")
      line.put(home.lot)
    } else {
      line.put(",\"lotSizeAcres\":")
      line.put(max(home.lot * 100 / 43_560, 1), decimals: 2)
    }
  }

  private mutating func writePlace(to line: inout OutputSpan<UInt8>, world: World) {
    let city = world.cities[tract.city]
    let subdivision = world.subdivisions[tract.subdivision]
    let street = StreetName(
      of: tract, street: home.site.street, numbering: world.numberings[tract.city],
      spanish: subdivision.spanish)
    line.put(",\"city\":\"")
    line.put(city.name)
    if draw.percent(isOpen ? 36 : 6) { line.put("\",\"stateOrProvince\":\"CA") }
    if draw.percent(98) {
      line.put("\",\"postalCode\":\"")
      line.put(city.postalCodes[tract.postalCode])
    }
    if draw.percent(95.5) {
      line.put("\",\"subdivision\":\"")
      line.put(subdivision.name.0)
      line.put(subdivision.name.1)
    }
    line.put("\",\"streetNumber\":\"")
    line.put(home.site.number)
    if street.direction.utf8CodeUnitCount > 0 {
      line.put("\",\"streetDirPrefix\":\"")
      line.put(street.direction)
    }
    line.put("\",\"streetName\":\"")
    line.put(street.first)
    line.put(street.second)
    if street.suffix.utf8CodeUnitCount > 0 {
      line.put("\",\"streetSuffix\":\"")
      line.put(street.suffix)
    }
    if home.unit > 0 {
      line.put("\",\"unitNumber\":\"")
      line.put(
        tract.plan.units.upperBound > 40
          ? (home.unit + 7) / 8 * 100 + (home.unit + 7) % 8 + 1 : home.unit)
    }
    line.put("\"")
    if draw.percent(99.7) {
      line.put(",\"latitude\":")
      line.put(home.site.latitude, decimals: 6)
      line.put(",\"longitude\":")
      line.put(home.site.longitude, decimals: 6)
    }
  }

  private mutating func writeLand(to line: inout OutputSpan<UInt8>, city: City) {
    guard home.isLeasedLand else {
      if draw.percent(city.region == .coachellaValley ? 30 : 3) {
        line.put(",\"landType\":\"Fee\"")
      }
      return
    }
    line.put(",\"landType\":\"Lease\"")
    guard draw.percent(60) else { return }
    let years = 12 + draw.below(62)
    line.put(",\"landLeaseAmount\":")
    line.put((1_400 + draw.below(4_200)) / 10 * 10)
    line.put(",\"landLeasePer\":\"Year\",\"landLeaseExpirationDate\":\"")
    line.put(2_026 + years)
    line.put("-12-31\",\"landLeaseYearsRemaining\":")
    line.put(years)
  }

  private mutating func writeDates(to line: inout OutputSpan<UInt8>) {
    line.put(",\"listingContractDate\":\"")
    line.put(day: offer.listed)
    if offer.status == .comingSoon || isOpen && draw.percent(12) {
      line.put("\",\"onMarketDate\":\"")
      line.put(day: offer.listed + (offer.status == .comingSoon ? 21 : draw.below(3)))
    }
    if offer.closed > 0 {
      line.put("\",\"closeDate\":\"")
      line.put(day: offer.closed)
    }
    if isOpen && draw.percent(8) {
      line.put("\",\"statusChangeTimestamp\":\"")
      line.put(moment: offer.changed * 86_400)
    }
    line.put("\",\"modificationTimestamp\":\"")
    line.put(moment: offer.modified)
    line.put("\"")
  }
}
