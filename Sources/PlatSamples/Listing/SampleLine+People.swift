extension SampleLine {
  /// Appends the listing agent: always while the listing is on the market, and sometimes
  /// afterwards.
  mutating func writeAgent(to line: inout OutputSpan<UInt8>) {
    guard isOpen ? draw.percent(97) : draw.percent(8) else { return }
    // A few agents have many listings, many have few.
    let chance = draw.unit()
    let bits = SampleRandom.mix(UInt64(chance * chance * Double(agents)), 0xA6E17)
    let first = SampleRandom.below(Words.firstNames.count, bits)
    let last = SampleRandom.below(Words.lastNames.count, bits << 16)
    let office = SampleRandom.mix(bits)
    line.put(",\"listAgentFullName\":\"")
    line.put(Words.firstNames[first])
    line.put(" ")
    line.put(Words.lastNames[last])
    line.put("\",\"listOfficeName\":\"")
    line.put(Words.officeFirst[SampleRandom.below(Words.officeFirst.count, office)])
    line.put(Words.officeSecond[SampleRandom.below(Words.officeSecond.count, office << 16)])
    line.put("\"")
    guard isOpen, draw.percent(4) else { return }
    line.put(",\"listAgentEmail\":\"agent")
    line.put(Int(truncatingIfNeeded: bits & 0xFFFF))
    line.put("@example.com\",\"listAgentDirectPhone\":\"760-555-01")
    line.put(Int(truncatingIfNeeded: bits % 100), digits: 2)
    line.put("\"")
  }

  /// Appends the public remarks and, rarely, the private ones.
  mutating func writeRemarks(to line: inout OutputSpan<UInt8>) {
    if draw.percent(96) {
      line.put(",\"publicRemarks\":\"")
      line.put(draw.pick(Words.remarkFirst))
      line.put(draw.pick(Words.remarkSecond))
      line.put("\"")
    }
    if draw.percent(2) { line.put(",\"privateRemarks\":\"Lockbox at the side gate, call first.\"") }
  }

  /// Appends pictures and, now and then, a tour, a video, documents, an open house or a featured
  /// flag.
  mutating func writeMedia(to line: inout OutputSpan<UInt8>) {
    if draw.percent(93) {
      let photos = draw.percent(10) ? 2 : 1
      line.put(",\"photos\":[")
      for photo in 0..<photos {
        let token = draw.next()
        line.put(photo == 0 ? "{\"photoId\":\"" : ",{\"photoId\":\"")
        line.put(token: token)
        if draw.percent(46) { writePicture(token, ",\"uri300\":\"", "/300", to: &line) }
        if draw.percent(88) {
          writePicture(token, ",\"uri800\":\"", "/800", to: &line)
        } else {
          writePicture(token, ",\"uri640\":\"", "/640", to: &line)
        }
        line.put(photo == 0 ? "\",\"primary\":true}" : "\"}")
      }
      line.put("]")
    }
    if offer.status == .active, draw.percent(0.06) {
      line.put(",\"isFeatured\":true,\"featuredOrder\":")
      line.put(1 + draw.below(99))
    }
    let chance = draw.unit() * 100
    if chance < 2.5, offer.status == .active {
      line.put(",\"openHouses\":[{\"openHouseDate\":\"")
      line.put(day: CalendarDay.asOf + 3 + draw.below(10))
      line.put("\",\"startTime\":\"11:00\",\"endTime\":\"14:00\"}]")
    } else if chance < 5 {
      writePicture(draw.next(), ",\"virtualTourUrl\":\"", "/tour\"", to: &line, closes: false)
    } else if chance < 6 {
      writePicture(
        draw.next(), ",\"virtualTours\":[{\"name\":\"Walk-through\",\"uri\":\"", "/walk\"}]",
        to: &line, closes: false)
    } else if chance < 7 {
      writePicture(
        draw.next(), ",\"videos\":[{\"name\":\"Film\",\"uri\":\"", "/film\"}]", to: &line,
        closes: false)
    } else if chance < 8 {
      writePicture(
        draw.next(), ",\"documents\":[{\"name\":\"Disclosures\",\"uri\":\"", "/papers\"}]",
        to: &line, closes: false)
    }
  }

  /// Appends an invented address below example.com; with `closes` it first ends the previous
  /// string.
  private func writePicture(
    _ token: UInt64, _ before: StaticString, _ after: StaticString,
    to line: inout OutputSpan<UInt8>,
    closes: Bool = true
  ) {
    if closes { line.put("\"") }
    line.put(before)
    line.put("https://example.com/")
    line.put(token: token)
    line.put(after)
  }
}
