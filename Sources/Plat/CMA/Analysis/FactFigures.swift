/// The numbers of an analysis, and whether a text names others.
struct FactFigures {
  /// Amounts in dollars, which a text may round a little.
  private var dollars: [Double] = []
  /// Other numbers, such as areas and years, which it may not.
  private var others: Set<Int> = []

  /// How far a rounded amount may be from the fact, as a share of it.
  static let tolerance = 0.005
  /// Numbers without a dollar sign below this are counts, shares and lengths, and are not compared.
  static let least = 1_000.0

  /// Takes an amount in dollars; its sign does not count.
  mutating func add(dollars amount: Double) {
    if amount.isFinite { dollars.append(amount.magnitude) }
  }

  /// Takes another number.
  mutating func add(_ number: Double) {
    if let whole = Int(exactly: number.rounded()) { others.insert(abs(whole)) }
  }

  /// The first figure of a text that is none of the facts: an amount with a dollar sign, or any number from 1,000 on.
  ///
  /// A figure is digits with commas and a decimal point, and what follows it: `k`, `m`, `thousand`, `million`, `billion`.
  func firstStranger(in text: String) -> String? {
    let bytes = Array(text.utf8)
    var place = 0
    while place < bytes.count {
      guard let figure = Figure(bytes, &place) else { continue }
      if figure.isDollars || figure.value >= Self.least, !knows(figure) { return figure.text }
    }
    return nil
  }

  private func knows(_ figure: Figure) -> Bool {
    if !figure.isDollars, figure.isWhole, figure.value < 1e9, others.contains(Int(figure.value)) { return true }
    return dollars.contains { fact in
      (fact - figure.value).magnitude <= max(0.5, min(figure.step / 2, fact * Self.tolerance))
    }
  }

  /// A number as a text has it.
  private struct Figure {
    var value = 0.0
    /// What the last digit that is not 0 stands for.
    var step = 1.0
    var isDollars = false
    var isWhole = true
    var text = ""

    /// Reads the figure at a place, and goes on behind it; one byte where there is none.
    init?(_ bytes: [UInt8], _ place: inout Int) {
      func byte(_ place: Int) -> UInt8 { place < bytes.count ? bytes[place] : 0 }
      func isDigit(_ byte: UInt8) -> Bool { byte >= UInt8(ascii: "0") && byte <= UInt8(ascii: "9") }
      var next = place
      if byte(next) == UInt8(ascii: "$") {
        isDollars = true
        next += 1
        while byte(next) == UInt8(ascii: " ") { next += 1 }
      }
      guard isDigit(byte(next)) else {
        place += 1
        return nil
      }
      var decimals = -1
      var zeros = 0
      while true {
        let current = byte(next)
        if isDigit(current) {
          let digit = Double(current - UInt8(ascii: "0"))
          value = value * 10 + digit
          zeros = digit == 0 ? zeros + 1 : 0
          if decimals >= 0 { decimals += 1 }
        } else if current == UInt8(ascii: "."), decimals < 0, isDigit(byte(next + 1)) {
          decimals = 0
        } else if current != UInt8(ascii: ",") || decimals >= 0 || !isDigit(byte(next + 1)) {
          break
        }
        next += 1
      }
      for _ in 0..<zeros { step *= 10 }
      for _ in 0..<max(0, decimals) {
        value /= 10
        step /= 10
      }
      isWhole = decimals < 0
      let scale = Self.scale(bytes, &next)
      value *= scale
      step *= scale
      text = String(decoding: bytes[place..<min(next, place + 40)], as: UTF8.self)
      place = next
    }

    /// What the word behind a number multiplies it by.
    private static func scale(_ bytes: [UInt8], _ place: inout Int) -> Double {
      var start = place
      while start < bytes.count, bytes[start] == UInt8(ascii: " ") { start += 1 }
      var end = start
      while end < bytes.count, bytes[end] | 0x20 >= UInt8(ascii: "a"), bytes[end] | 0x20 <= UInt8(ascii: "z") {
        end += 1
      }
      let word = String(decoding: bytes[start..<end], as: UTF8.self).lowercased()
      // A letter alone belongs to the number only where it touches it.
      let isNear = start == place
      let scale: Double? =
        switch word {
        case "k": isNear ? 1e3 : nil
        case "m", "mm", "mn": isNear ? 1e6 : nil
        case "thousand": 1e3
        case "million": 1e6
        case "billion": 1e9
        default: nil
        }
      if scale != nil { place = end }
      return scale ?? 1
    }
  }
}
