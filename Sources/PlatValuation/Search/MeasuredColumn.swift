internal import PlatIndex
internal import PlatListings

/// A column of numbers, read in the unit of their field: dollars, square feet, rooms.
struct MeasuredColumn: Sendable {
  /// The stored numbers.
  let numbers: NumberColumn
  /// The divisor of a stored number.
  let scale: Double

  init(_ numbers: NumberColumn, of field: Field) {
    self.numbers = numbers
    scale = Double(field.scale)
  }

  var column: BlockColumn { numbers.column }
  var frame: ColumnFrame { numbers.frame }

  /// The number of a row in the field's unit; nil if it is missing.
  func value(_ row: Int) -> Double? { numbers.value(row).map { Double($0) / scale } }

  /// Whether a row's number equals a number in the field's unit; nil if it is missing.
  func holds(_ number: Double, at row: Int) -> Bool? {
    numbers.value(row).map { (number * scale).rounded() == Double($0) }
  }
}
