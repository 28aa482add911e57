extension SeededGenerator {
  /// A number of a range.
  public mutating func int(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &self) }

  /// True with a given chance in percent.
  public mutating func percent(_ chance: Int) -> Bool { int(0...99) < chance }

  /// A random element; there must be at least one.
  public mutating func one<Element>(of elements: [Element]) -> Element {
    elements[int(0...elements.count - 1)]
  }

  /// A double of a range.
  public mutating func double(_ range: ClosedRange<Double>) -> Double {
    Double.random(in: range, using: &self)
  }
}
