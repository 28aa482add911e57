/// Numbers as people read them.
enum Numbers {
  /// A whole number with commas.
  static func grouped(_ number: Int) -> String {
    var text = ""
    for (place, digit) in String(number.magnitude).reversed().enumerated() {
      if place > 0 && place % 3 == 0 { text.append(",") }
      text.append(digit)
    }
    return (number < 0 ? "-" : "") + String(text.reversed())
  }

  /// A number with so many decimal places.
  static func fixed(_ number: Double, _ places: Int) -> String {
    guard number.isFinite, number.magnitude < 1e15 else { return "\(number)" }
    var scale = 1.0
    for _ in 0..<places { scale *= 10 }
    let scaled = Int((number.magnitude * scale).rounded())
    let whole = scaled / Int(scale)
    let rest = String(scaled % Int(scale))
    let sign = number < 0 && scaled > 0 ? "-" : ""
    return sign + grouped(whole)
      + (places > 0 ? "." + String(repeating: "0", count: places - rest.count) + rest : "")
  }

  /// A number of bytes.
  static func bytes(_ count: Int) -> String {
    let units = ["bytes", "KiB", "MiB", "GiB", "TiB"]
    var value = Double(count)
    var unit = 0
    while value >= 1024 && unit + 1 < units.count {
      value /= 1024
      unit += 1
    }
    return unit == 0 ? "\(count) bytes" : "\(fixed(value, 1)) \(units[unit])"
  }
}
