/// Finds a number by its place in order without putting all in order (Hoare's quickselect).
enum Selecting {
  /// The number at a place of the ascending order; the numbers are moved about.
  static func smallest(_ place: Int, of numbers: inout [Double]) -> Double {
    var low = 0
    var high = numbers.count - 1
    guard place >= 0, place <= high else { return .infinity }
    while low < high {
      let pivot = numbers[(low + high) / 2]
      var (i, j) = (low, high)
      while i <= j {
        while numbers[i] < pivot { i += 1 }
        while pivot < numbers[j] { j -= 1 }
        if i <= j {
          numbers.swapAt(i, j)
          i += 1
          j -= 1
        }
      }
      if place <= j { high = j } else if place >= i { low = i } else { break }
    }
    return numbers[place]
  }
}
