internal import PlatCommon
internal import PlatJSON
internal import PlatSearch

/// Reads a ``ConditionTree`` from JSON, and checks its limits while it is read.
struct ConditionTreeReader {
  private var leaves = 0

  /// The parameters of a tree: those that say which listings match, except regions.
  static let parameters = SearchParameter.filters.filter { parameter in
    switch parameter.effect {
    case .bbox, .near, .radius, .within, .tree: false
    default: true
    }
  }

  private static let names = ["and", "or", "not"] + parameters.map(\.name)

  static func read(_ json: String) throws(ParameterError) -> ConditionTree {
    guard json.utf8.count <= ConditionTree.byteLimit else {
      throw bad(
        "where", json, "at most \(ConditionTree.byteLimit) bytes; it has \(json.utf8.count)")
    }
    var parser = JSONParser()
    var failure: ParameterError?
    var tree = ConditionTree()
    do throws(JSONError) {
      var reader = ConditionTreeReader()
      let root = try parser.parse(json.utf8Span.span)
      do throws(ParameterError) { tree = try reader.tree(root, at: "where", depth: 0) } catch {
        failure = error
      }
    } catch {
      throw bad("where", json, "an object in JSON, such as \(example); \(error)")
    }
    if let failure { throw failure }
    return tree
  }

  private static let example = #"{"or": [{"city": ["Indio"]}, {"minBeds": 4}]}"#

  private static func bad(
    _ path: String, _ value: String, _ expected: String, nearest: String? = nil
  ) -> ParameterError {
    ParameterError(path, value, .badValue, expected: expected, nearest: nearest)
  }

  /// Reads an object.
  private mutating func tree(
    _ object: borrowing JSONValue, at path: String, depth: Int
  ) throws(ParameterError) -> ConditionTree {
    guard object.kind == .object else {
      throw Self.bad(path, Self.text(object), "an object, such as \(Self.example)")
    }
    guard depth <= ListingFilter.depthLimit else {
      throw Self.bad(
        path, "{...}", "and, or and not nested at most \(ListingFilter.depthLimit) deep")
    }
    var tree = ConditionTree()
    var seen: Set<String> = []
    var members = object.members
    while members.next() {
      let name = members.key.text
      if members.value.kind == .null { continue }
      guard seen.insert(name).inserted else {
        throw ParameterError("\(path).\(name)", "", .repeated, expected: "each name once")
      }
      let place = "\(path).\(name)"
      switch name {
      case "and": tree.all += try trees(members.value, at: place, depth: depth)
      case "or": tree.any.append(try trees(members.value, at: place, depth: depth))
      case "not": tree.none.append(try self.tree(members.value, at: place, depth: depth + 1))
      default:
        let leaf = try leaf(name, members.value, at: place)
        if !leaf.values.isEmpty { tree.leaves.append(leaf) }
      }
    }
    return tree
  }

  /// Reads a list of objects.
  private mutating func trees(
    _ list: borrowing JSONValue, at path: String, depth: Int
  ) throws(ParameterError) -> [ConditionTree] {
    guard list.kind == .array else {
      throw Self.bad(path, Self.text(list), "a list of objects, such as [{\"minBeds\": 4}]")
    }
    var trees: [ConditionTree] = []
    var elements = list.elements
    while elements.next() {
      guard trees.count < ListingFilter.leafLimit else {
        throw Self.bad(path, "[...]", "at most \(ListingFilter.leafLimit) objects")
      }
      trees.append(
        try tree(elements.value, at: "\(path)[\(trees.count)]", depth: depth + 1))
    }
    return trees
  }

  /// Reads a parameter with its values.
  private mutating func leaf(
    _ name: String, _ value: borrowing JSONValue, at path: String
  ) throws(ParameterError) -> ConditionTree.Leaf {
    guard let parameter = Self.parameters.first(where: { $0.name == name }) else {
      if SearchParameter.named(name) != nil {
        throw ParameterError(
          path, "", .conflict,
          expected: "conditions on fields; \(name) is a parameter beside where")
      }
      throw ParameterError(
        path, "", .unknown(nearest: Spelling.nearest(to: name, among: Self.names)),
        expected: "one of " + Self.names.joined(separator: ", "))
    }
    leaves += 1
    guard leaves <= ListingFilter.leafLimit else {
      throw Self.bad(path, Self.text(value), "at most \(ListingFilter.leafLimit) conditions")
    }
    var leaf = ConditionTree.Leaf(name: name, values: [])
    if value.kind == .array {
      guard parameter.takesSeveral else {
        throw Self.bad(path, Self.text(value), "one value and not a list")
      }
      var elements = value.elements
      while elements.next() {
        guard leaf.values.count < ConditionTree.valueLimit else {
          throw Self.bad(path, "[...]", "at most \(ConditionTree.valueLimit) values")
        }
        leaf.values.append(
          .init(text: try scalar(elements.value, of: parameter, at: path), isElement: true))
      }
      return leaf
    }
    let text = try scalar(value, of: parameter, at: path)
    if !ValueText.trimmed(text).isEmpty { leaf.values = [.init(text: text, isElement: false)] }
    return leaf
  }

  /// A text as it is, a number or flag as written; a name is a text, and a word is not a flag.
  private func scalar(
    _ value: borrowing JSONValue, of parameter: SearchParameter, at path: String
  ) throws(ParameterError) -> String {
    let isFlag = value.kind == .true || value.kind == .false
    let isScalar: Bool =
      switch (value.kind, parameter.effect) {
      case (.string, _): true
      case (.object, _), (.array, _), (.null, _), (.missing, _): false
      case (_, .contains), (_, .place): false
      case (_, .oneOf), (_, .noneOf), (_, .keys): !isFlag
      default: true
      }
    guard isScalar else {
      throw Self.bad(
        path, Self.text(value),
        parameter.takesSeveral ? "a text, or a list of texts" : "a text, a number or a flag")
    }
    return parameter.plain(Self.text(value))
  }

  private static func text(_ value: borrowing JSONValue) -> String {
    if let string = value.string { return string }
    switch value.kind {
    case .object: return "{...}"
    case .array: return "[...]"
    default:
      var writer = JSONWriter()
      writer.value(value)
      return writer.bytes.span.text
    }
  }
}
