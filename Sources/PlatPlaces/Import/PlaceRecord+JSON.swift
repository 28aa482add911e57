internal import PlatGeometry
public import PlatJSON

extension PlaceRecord {
  /// Reads the document of a store's row.
  init?(_ kind: PlaceKind, id: String, document: [UInt8], with parser: inout JSONParser) {
    guard let root = try? parser.parse(document.span), root.kind == .object else { return nil }
    self.init(kind)
    self.id = id
    var members = root.members
    while members.next() {
      let name = members.key.text
      guard let field = PlaceField(rawValue: name) else {
        if name == "more", members.value.kind == .object {
          var more = members.value.members
          while more.next() {
            if let value = more.value.string {
              self.more.append(More(name: more.key.text, value: value))
            }
          }
        }
        continue
      }
      switch members.value.kind {
      case .string: _ = set(field, members.value.string ?? "")
      case .array:
        var elements = members.value.elements
        var texts: [String] = []
        while elements.next() { if let text = elements.value.string { texts.append(text) } }
        set(field, texts)
      default: if let number = members.value.double { _ = set(field, number) }
      }
    }
    box = Self.box(in: root["box"])
  }

  private static func box(in value: borrowing JSONValue) -> Box? {
    guard value.kind == .array, value.count == 4 else { return nil }
    var sides: [Int32] = []
    for place in 0..<4 {
      guard let side = value.element(place).int64.flatMap({ Int32(exactly: $0) }) else {
        return nil
      }
      sides.append(side)
    }
    return Box(west: sides[0], south: sides[1], east: sides[2], north: sides[3])
  }

  /// The document of a store's row.
  func document() -> [UInt8] {
    var writer = JSONWriter()
    writer.object { writer in
      writeMembers(to: &writer)
      if let box {
        writer.array("box") { writer in
          for side in [box.west, box.south, box.east, box.north] { writer.integer(Int64(side)) }
        }
      }
      if !more.isEmpty {
        writer.object("more") { writer in
          for value in more {
            writer.member(named: value.name, value.value)
          }
        }
      }
    }
    return writer.bytes
  }

  /// Writes the values under their property names into an open object; nil values are left out.
  ///
  /// `latitude` and `longitude` are in degrees. Values without their own property are not written.
  public func writeMembers(to writer: inout JSONWriter) {
    for field in PlaceField.allCases {
      switch value(field) {
      case nil: continue
      case .text(let text):
        writer.member(named: field.rawValue, text)
      case .number(let number):
        writer.key(named: field.rawValue)
        writer.shortest(number)
      case .texts(let texts):
        if texts.isEmpty { continue }
        writer.member(named: field.rawValue, texts)
      }
    }
  }
}
