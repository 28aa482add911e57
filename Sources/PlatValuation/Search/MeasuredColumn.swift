internal import PlatIndex
internal import PlatListings

/// A column of numbers that are read in the unit of their field: dollars, square feet, rooms.
struct MeasuredColumn: Sendable {
  /// The stored numbers.
  let numbers: NumberColumn
  /// What a stored number is divided by.
  let scale: Double

  init(_ numbers: NumberColumn, of field: Field) {
    self.numbers = numbers
    scale = Double(field.scale)
  }

  var column: BlockColumn { numbers.column }
  var frame: ColumnFrame { numbers.frame }

  /// The number of a row in the field's unit; nil where it is missing.
  func value(_ row: Int) -> Double? { numbers.value(row).map { Double($0) / scale } }

  /// Whether a row's number is a number that is given in the field's unit.
  func holds(_ number: Double, at row: Int) -> Bool? {
    numbers.value(row).map { (number * scale).rounded() == Double($0) }
  }
}
