internal import PlatJSON

extension PolygonRings {
  /// Reads a geometry, a Feature, or a FeatureCollection whose features are polygons.
  ///
  /// Features without a geometry are skipped; geometries other than Polygon and MultiPolygon are
  /// refused.
  mutating func read(geoJSON root: borrowing JSONValue) throws(PolygonError) {
    let type = try typeName(of: root, expected: "a GeoJSON object")
    guard type == "FeatureCollection" else {
      if type == "Feature" {
        guard try read(feature: root, number: nil) else { throw error(.empty) }
      } else {
        try read(geometry: root, type: type, feature: nil)
      }
      return
    }
    let features = root["features"]
    guard features.kind == .array else {
      throw error(.expected("an array \"features\"", found: Self.describe(features), offset: nil))
    }
    var number = 0
    var cursor = features.elements
    while cursor.next() {
      number += 1
      begin(feature: number)
      let type = try typeName(of: cursor.value, expected: "a Feature")
      guard type == "Feature" else {
        throw error(.expected("a Feature", found: "type \"\(type)\"", offset: nil))
      }
      _ = try read(feature: cursor.value, number: number)
    }
    begin(feature: nil)
    if parts.isEmpty { throw error(.empty) }
  }

  /// Whether the feature has a geometry.
  private mutating func read(feature: borrowing JSONValue, number: Int?) throws(PolygonError)
    -> Bool
  {
    let geometry = feature["geometry"]
    if geometry.kind == .null { return false }
    let type = try typeName(
      of: geometry, expected: "a \"geometry\" of type Polygon or MultiPolygon")
    try read(geometry: geometry, type: type, feature: number)
    return true
  }

  private mutating func read(
    geometry: borrowing JSONValue, type: String, feature: Int?
  ) throws(PolygonError) {
    guard type == "Polygon" || type == "MultiPolygon" else {
      throw error(.expected("a Polygon or MultiPolygon", found: "type \"\(type)\"", offset: nil))
    }
    let coordinates = geometry["coordinates"]
    guard coordinates.kind == .array else {
      throw error(
        .expected("an array \"coordinates\"", found: Self.describe(coordinates), offset: nil))
    }
    beginPart(feature: feature, isMulti: type == "MultiPolygon")
    if type == "Polygon" {
      try read(polygon: coordinates)
    } else {
      var polygons = coordinates.elements
      while polygons.next() { try read(polygon: polygons.value) }
    }
    try endPart()
  }

  private mutating func read(polygon: borrowing JSONValue) throws(PolygonError) {
    beginPolygon()
    guard polygon.kind == .array else {
      throw error(.expected("an array of rings", found: Self.describe(polygon), offset: nil))
    }
    var rings = polygon.elements
    while rings.next() {
      try beginRing()
      guard rings.value.kind == .array else {
        throw error(
          .expected("an array of positions", found: Self.describe(rings.value), offset: nil))
      }
      var positions = rings.value.elements
      while positions.next() { try read(position: positions.value) }
      try endRing()
    }
    try endPolygon()
  }

  /// Reads longitude and latitude; further elements, such as a height, must be numbers and are
  /// ignored.
  private mutating func read(position: borrowing JSONValue) throws(PolygonError) {
    beginPosition()
    guard position.kind == .array else {
      throw error(
        .expected("a position [longitude, latitude]", found: Self.describe(position), offset: nil))
    }
    var numbers = position.elements
    var longitude = 0.0
    var latitude = 0.0
    var count = 0
    while numbers.next() {
      guard let number = numbers.value.double else {
        throw error(.expected("a number", found: Self.describe(numbers.value), offset: nil))
      }
      if count == 0 { longitude = number }
      if count == 1 { latitude = number }
      count += 1
    }
    guard count >= 2 else {
      throw error(
        .expected("a position [longitude, latitude]", found: "\(count) numbers", offset: nil))
    }
    try append(longitude: longitude, latitude: latitude)
  }

  private func typeName(of value: borrowing JSONValue, expected: String) throws(PolygonError)
    -> String
  {
    guard value.kind == .object else {
      throw error(.expected(expected, found: Self.describe(value), offset: nil))
    }
    let type = value["type"]
    guard let name = type.string else {
      throw error(.expected("a string \"type\"", found: Self.describe(type), offset: nil))
    }
    return Self.shortened(name)
  }

  private static func describe(_ value: borrowing JSONValue) -> String {
    switch value.kind {
    case .missing: "nothing"
    case .null: "null"
    case .true, .false: "a truth value"
    case .int64, .uint64, .double: "a number"
    case .string: "a string"
    case .array: "an array"
    case .object: "an object"
    }
  }

  /// At most 40 characters of a text, for an error message.
  static func shortened(_ text: String) -> String {
    text.utf8.count <= 40 ? text : String(text.prefix(40)) + "…"
  }
}
