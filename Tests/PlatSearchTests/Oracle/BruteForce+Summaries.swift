import PlatListings
import PlatSearch
import PlatTestSupport

extension BruteForce {
  // MARK: Facets

  /// The values of a field with the number of listings for each, counted with a dictionary.
  ///
  /// Texts that differ only in case and accents are one value.
  func facet(_ field: Field, _ places: [Int]) -> (
    entries: [(value: String, count: Int)], missing: Int
  ) {
    var counts: [String: Int] = [:]
    var numbers: [String: Int64] = [:]
    var missing = 0
    let spellings = spellings(field)
    for place in places {
      let text: String
      if let own = folded(place, field) {
        text = spellings[own] ?? ""
      } else if let number = listings[place][number: field] {
        text = Self.written(number, scale: field.scale)
        numbers[text] = number
      } else {
        missing += 1
        continue
      }
      counts[text, default: 0] += 1
    }
    let entries = counts.sorted { a, b in
      if a.value != b.value { return a.value > b.value }
      if let x = numbers[a.key], let y = numbers[b.key] { return x < y }
      return a.key < b.key
    }
    return (entries.map { ($0.key, $0.value) }, missing)
  }

  /// For each text without case and accents, its most frequent spelling among all listings; among
  /// equally frequent ones the first.
  private func spellings(_ field: Field) -> [String: String] {
    var counts: [String: [String: Int]] = [:]
    for place in listings.indices {
      if let text = listings[place][text: field], let own = folded(place, field) {
        counts[own, default: [:]][text, default: 0] += 1
      }
    }
    return counts.compactMapValues { texts in
      texts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    }
  }

  private static func written(_ number: Int64, scale: Int64) -> String {
    number % scale == 0 ? "\(number / scale)" : "\(Double(number) / Double(scale))"
  }

  // MARK: Statistics

  struct Summary {
    var count = 0
    var minimum = 0.0
    var maximum = 0.0
    var mean = 0.0
    var quartiles = [0.0, 0.0, 0.0]

    init(_ numbers: [Double]) {
      let sorted = numbers.sorted()
      guard let first = sorted.first, let last = sorted.last else { return }
      count = sorted.count
      minimum = first
      maximum = last
      mean = sorted.reduce(0, +) / Double(sorted.count)
      quartiles = [0.25, 0.5, 0.75].map { BruteForce.quantile(sorted, $0) }
    }
  }

  /// Type 7 of Hyndman and Fan: between the numbers at `floor` and `ceil` of `(n - 1) p`.
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    let place = Double(sorted.count - 1) * share
    let below = Int(place.rounded(.down))
    let above = min(below + 1, sorted.count - 1)
    return sorted[below] + (sorted[above] - sorted[below]) * (place - Double(below))
  }

  func prices(_ places: [Int]) -> [Double] {
    places.compactMap { listings[$0][number: .listPrice] }.map { Double($0) / 100 }
  }

  func areas(_ places: [Int]) -> [Double] {
    places.compactMap { listings[$0][number: .sqft] }.map { Double($0) / 100 }
  }

  func quotients(_ places: [Int]) -> [Double] { places.compactMap { listings[$0].pricePerSqft } }
}
