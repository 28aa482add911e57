/// Reads a vector tile plainly and strictly: it refuses everything that Mapbox Vector Tile 2.1
/// forbids.
///
/// Source: mapbox/vector-tile-spec 2.1, sections 4.1 to 4.4, and its `vector_tile.proto`.
struct TileReader: Equatable {
  /// The reason bytes are not a tile of version 2.
  struct Refusal: Error, Equatable, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
  }

  /// A property's value.
  enum Value: Hashable {
    case string([UInt8])
    case float(Float)
    case double(Double)
    case int(Int64)
    case uint(UInt64)
    case sint(Int64)
    case bool(Bool)
  }

  struct Feature: Equatable {
    var id: UInt64?
    var type = 0
    /// The positions of all MoveTo and LineTo commands in order.
    var positions: [SIMD2<Int64>] = []
    var commands: [UInt32] = []
    var properties: [String: Value] = [:]
  }

  struct Layer: Equatable {
    var name = ""
    var version: UInt64 = 1
    var extent: UInt64 = 4096
    var keys: [String] = []
    var values: [Value] = []
    var features: [Feature] = []
  }

  var layers: [Layer] = []

  init(_ bytes: [UInt8]) throws(Refusal) {
    var fields = ProtoFields(bytes[...])
    while let field = try fields.next() {
      guard field.number == 3 else { continue }
      let layer = try Self.layer(try field.bytes("a layer"))
      if layers.contains(where: { $0.name == layer.name }) {
        throw Refusal("two layers \(layer.name)")
      }
      layers.append(layer)
    }
  }

  private static func layer(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> Layer {
    var layer = Layer()
    var (names, versions) = (0, 0)
    var features: [ArraySlice<UInt8>] = []
    var fields = ProtoFields(bytes)
    while let field = try fields.next() {
      switch field.number {
      case 15:
        layer.version = try field.whole("version")
        versions += 1
      case 1:
        layer.name = try text(try field.bytes("name"))
        names += 1
      case 2: features.append(try field.bytes("a feature"))
      case 3: layer.keys.append(try text(try field.bytes("a key")))
      case 4: layer.values.append(try value(try field.bytes("a value")))
      case 5: layer.extent = try field.whole("extent")
      case 16...: continue
      default: throw Refusal("layer field \(field.number)")
      }
    }
    guard versions == 1, names == 1 else {
      throw Refusal("\(versions) versions and \(names) names of a layer")
    }
    guard (1...2).contains(layer.version) else { throw Refusal("version \(layer.version)") }
    for feature in features { layer.features.append(try Self.feature(feature, layer)) }
    return layer
  }

  private static func text(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw Refusal("a text is no UTF-8")
    }
    return text
  }

  private static func value(_ bytes: ArraySlice<UInt8>) throws(Refusal) -> Value {
    var value: Value?
    var fields = ProtoFields(bytes)
    while let field = try fields.next() {
      guard value == nil else { throw Refusal("a value has two fields") }
      switch field.number {
      case 1: value = .string(Array(try text(try field.bytes("a text")).utf8))
      case 2: value = .float(Float(bitPattern: UInt32(truncatingIfNeeded: try field.fixed(4))))
      case 3: value = .double(Double(bitPattern: try field.fixed(8)))
      case 4: value = .int(Int64(bitPattern: try field.whole("an int")))
      case 5: value = .uint(try field.whole("a uint"))
      case 6:
        let number = try field.whole("an sint")
        value = .sint(Int64(bitPattern: number >> 1) ^ -Int64(bitPattern: number & 1))
      case 7: value = .bool(try field.whole("a bool") != 0)
      default: throw Refusal("value field \(field.number)")
      }
    }
    guard let value else { throw Refusal("a value has no field") }
    return value
  }

  private static func feature(_ bytes: ArraySlice<UInt8>, _ layer: Layer) throws(Refusal) -> Feature
  {
    var feature = Feature()
    var (types, geometries) = (0, 0)
    var fields = ProtoFields(bytes)
    while let field = try fields.next() {
      switch field.number {
      case 1: feature.id = try field.whole("id")
      case 2:
        let tags = try ProtoFields.packed(try field.bytes("tags"))
        guard tags.count % 2 == 0 else { throw Refusal("an odd number of tags") }
        for place in stride(from: 0, to: tags.count, by: 2) {
          guard tags[place] < layer.keys.count, tags[place + 1] < layer.values.count else {
            throw Refusal("a tag beyond the keys or values")
          }
          let key = layer.keys[Int(tags[place])]
          guard
            feature.properties.updateValue(layer.values[Int(tags[place + 1])], forKey: key) == nil
          else {
            throw Refusal("two values of \(key)")
          }
        }
      case 3:
        let type = try field.whole("type")
        guard type <= 3 else { throw Refusal("geometry type \(type)") }
        feature.type = Int(type)
        types += 1
      case 4:
        feature.commands = try ProtoFields.packed(try field.bytes("geometry")).map {
          UInt32(truncatingIfNeeded: $0)
        }
        geometries += 1
      default: throw Refusal("feature field \(field.number)")
      }
    }
    guard types == 1, geometries == 1 else {
      throw Refusal("\(types) types and \(geometries) geometries")
    }
    try feature.readGeometry(ofVersion: layer.version)
    return feature
  }
}

extension TileReader.Feature {
  /// Follows the commands, which must match the type.
  fileprivate mutating func readGeometry(ofVersion version: UInt64) throws(TileReader.Refusal) {
    var place = 0
    var cursor = SIMD2<Int64>(0, 0)
    // The counts of the commands in turn, MoveTo and LineTo and ClosePath as M, L and Z.
    var story = ""
    while place < commands.count {
      let (command, count) = (commands[place] & 7, Int(commands[place] >> 3))
      place += 1
      switch command {
      case 1, 2:
        guard count > 0, count <= (commands.count - place) / 2 else {
          throw TileReader.Refusal(
            "\(count) positions where \(commands.count - place) numbers are left")
        }
        for _ in 0..<count {
          let step = SIMD2(Self.zigzag(commands[place]), Self.zigzag(commands[place + 1]))
          place += 2
          if command == 2, step == .zero { throw TileReader.Refusal("a line to where it is") }
          cursor &+= step
          positions.append(cursor)
          story += command == 1 ? "M" : "L"
        }
      case 7:
        guard count == 1 else { throw TileReader.Refusal("ClosePath \(count) times") }
        story += "Z"
      default: throw TileReader.Refusal("command \(command)")
      }
    }
    guard !commands.isEmpty else { throw TileReader.Refusal("an empty geometry") }
    let isRight =
      switch type {
      case 1: story.wholeMatch(of: /M+/) != nil
      case 2: story.wholeMatch(of: /(ML+)+/) != nil
      case 3: story.wholeMatch(of: /(MLL+Z)+/) != nil
      default: true
      }
    guard isRight else {
      throw TileReader.Refusal("a geometry of type \(type) made of \(story.prefix(20))")
    }
  }

  private static func zigzag(_ number: UInt32) -> Int64 {
    Int64(Int32(bitPattern: number >> 1) ^ -Int32(bitPattern: number & 1))
  }
}

/// The fields of a message in Protocol Buffers' wire format.
struct ProtoFields {
  struct Field {
    let number: UInt64
    let kind: UInt64
    let number64: UInt64
    let contents: ArraySlice<UInt8>

    func whole(_ name: String) throws(TileReader.Refusal) -> UInt64 {
      guard kind == 0 else { throw TileReader.Refusal("\(name) has wire type \(kind)") }
      return number64
    }

    func bytes(_ name: String) throws(TileReader.Refusal) -> ArraySlice<UInt8> {
      guard kind == 2 else { throw TileReader.Refusal("\(name) has wire type \(kind)") }
      return contents
    }

    func fixed(_ size: Int) throws(TileReader.Refusal) -> UInt64 {
      guard contents.count == size, kind != 2 else {
        throw TileReader.Refusal("a number of wire type \(kind)")
      }
      return contents.reversed().reduce(0) { $0 << 8 | UInt64($1) }
    }
  }

  private var rest: ArraySlice<UInt8>

  init(_ bytes: ArraySlice<UInt8>) { rest = bytes }

  mutating func next() throws(TileReader.Refusal) -> Field? {
    if rest.isEmpty { return nil }
    let tag = try varint()
    var (number, contents) = (UInt64(0), ArraySlice<UInt8>())
    switch tag & 7 {
    case 0: number = try varint()
    case 1: contents = try take(8)
    case 2: contents = try take(try varint())
    case 5: contents = try take(4)
    default: throw TileReader.Refusal("wire type \(tag & 7)")
    }
    guard tag >> 3 > 0 else { throw TileReader.Refusal("field 0") }
    return Field(number: tag >> 3, kind: tag & 7, number64: number, contents: contents)
  }

  /// The numbers of a packed field.
  static func packed(_ bytes: ArraySlice<UInt8>) throws(TileReader.Refusal) -> [UInt64] {
    var fields = ProtoFields(bytes)
    var numbers: [UInt64] = []
    while !fields.rest.isEmpty { numbers.append(try fields.varint()) }
    return numbers
  }

  private mutating func varint() throws(TileReader.Refusal) -> UInt64 {
    var number: UInt64 = 0
    for shift in stride(from: UInt64(0), to: 70, by: 7) {
      guard let byte = rest.popFirst() else {
        throw TileReader.Refusal("the bytes end in a number")
      }
      number |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return number }
    }
    throw TileReader.Refusal("a number of more than ten bytes")
  }

  private mutating func take(_ count: UInt64) throws(TileReader.Refusal) -> ArraySlice<UInt8> {
    guard count <= rest.count else { throw TileReader.Refusal("the bytes end in a field") }
    defer { rest = rest.dropFirst(Int(count)) }
    return rest.prefix(Int(count))
  }
}
