extension Polygon {
  /// The rings as bytes that are the same on every machine, independent of the input's format.
  ///
  /// Counts are four bytes, coordinates the eight bytes of a double, lowest first: the number of
  /// parts; for each its polygons; for each their rings; for each its positions, longitude before
  /// latitude.
  package var encoded: [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(vertexCount * 16 + 64)
    func append<Number: FixedWidthInteger>(_ number: Number) {
      for place in 0..<MemoryLayout<Number>.size {
        bytes.append(UInt8(truncatingIfNeeded: number >> Number(place * 8)))
      }
    }
    append(UInt32(truncatingIfNeeded: outline.count))
    for part in outline {
      append(UInt32(truncatingIfNeeded: part.count))
      for polygon in part {
        append(UInt32(truncatingIfNeeded: polygon.count))
        for ring in polygon {
          append(UInt32(truncatingIfNeeded: ring.count / 2))
          // Zero has two signs with the same meaning.
          for coordinate in ring { append((coordinate + 0).bitPattern) }
        }
      }
    }
    return bytes
  }

  /// Reads the result of ``encoded``, and checks it like any polygon.
  ///
  /// - Returns: Nil if the bytes are not those of a valid polygon.
  package init?(encoded bytes: Span<UInt8>, limits: Limits = Limits()) {
    var reader = EncodedRings(bytes)
    var rings = PolygonRings(limits: limits)
    do throws(PolygonError) {
      guard let parts = reader.count(of: 4) else { return nil }
      for _ in 0..<parts {
        guard let polygons = reader.count(of: 4) else { return nil }
        rings.beginPart(isMulti: polygons > 1)
        for _ in 0..<polygons {
          guard let count = reader.count(of: 4) else { return nil }
          rings.beginPolygon()
          for _ in 0..<count {
            guard let positions = reader.count(of: 16) else { return nil }
            try rings.beginRing()
            for _ in 0..<positions {
              rings.beginPosition()
              let (longitude, latitude) = (reader.double(), reader.double())
              try rings.append(longitude: longitude, latitude: latitude)
            }
            try rings.endRing()
          }
          try rings.endPolygon()
        }
        try rings.endPart()
      }
      guard parts > 0, reader.isAtEnd else { return nil }
      try self.init(rings)
    } catch {
      return nil
    }
  }
}

/// Reads bytes as a sequence of numbers.
private struct EncodedRings: ~Escapable {
  private let bytes: Span<UInt8>
  private var place = 0

  @_lifetime(copy bytes)
  init(_ bytes: Span<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { place == bytes.count }

  /// The next count, of elements with a minimum size in bytes; nil if the rest is too short for
  /// them.
  @_lifetime(self: copy self)
  mutating func count(of size: Int) -> Int? {
    guard bytes.count - place >= 4 else { return nil }
    let count = Int(number(4))
    return count <= (bytes.count - place) / size ? count : nil
  }

  /// The next coordinate; the caller must check that it is there.
  @_lifetime(self: copy self)
  mutating func double() -> Double { Double(bitPattern: number(8)) }

  @_lifetime(self: copy self)
  private mutating func number(_ size: Int) -> UInt64 {
    var number: UInt64 = 0
    for byte in 0..<size { number |= UInt64(bytes[place + byte]) << UInt64(byte * 8) }
    place += size
    return number
  }
}
