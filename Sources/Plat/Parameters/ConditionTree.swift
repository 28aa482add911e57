internal import PlatJSON

/// A tree of conditions with `and`, `or` and `not`, as the parameter `where` takes it in JSON.
///
///     {"or": [{"city": ["Indio"]}, {"minBeds": 4, "not": {"propertySubType": ["Condo"]}}]}
///
/// An object's members must all hold: search parameters by their own names (``SearchParameter``),
/// `and` and `or` with a list of objects, `not` with one object. `or` of nothing matches nothing,
/// and an empty object matches every listing. `not` is the complement of its matches: a listing
/// that lacks the field matches it.
public struct ConditionTree: Hashable, Sendable {
  /// The maximum size of its JSON in bytes.
  public static let byteLimit = 8 << 10
  /// The maximum number of values of one parameter.
  public static let valueLimit = 500

  /// A parameter with its values.
  struct Leaf: Hashable, Sendable {
    /// One value, as in a query.
    struct Value: Hashable, Sendable, Comparable {
      let text: String
      /// Whether it is an element of a list, whose commas do not separate values.
      let isElement: Bool

      static func < (a: Value, b: Value) -> Bool { a.text < b.text }
    }

    let name: String
    var values: [Value]
  }

  /// The parameters, all of which must hold.
  var leaves: [Leaf] = []
  /// More trees, all of which must hold.
  var all: [ConditionTree] = []
  /// Lists of trees; of each list at least one tree must hold.
  var any: [[ConditionTree]] = []
  /// Trees none of which may hold.
  var none: [ConditionTree] = []

  /// Reads a tree from JSON.
  ///
  /// - Throws: ``ParameterError`` about `where`, or about the path of a member, such as
  ///   `where.or[1].minBeds`: for JSON that is not a tree, for an unknown name, and for a tree that
  ///   is too large (``byteLimit``, ``valueLimit``, `ListingFilter.depthLimit`,
  ///   `ListingFilter.leafLimit`). Values are checked when the tree is used in a search.
  /// - Complexity: O(bytes); limits are checked while it is read.
  public init(parsing json: String) throws(ParameterError) {
    self = try ConditionTreeReader.read(json)
  }

  init(leaves: [Leaf] = [], any: [[ConditionTree]] = [], none: [ConditionTree] = []) {
    (self.leaves, self.any, self.none) = (leaves, any, none)
  }

  /// Whether it has a condition on the status, or names listings: the default status then does not
  /// apply.
  var choosesStatuses: Bool {
    leaves.contains { leaf in
      switch SearchParameter.named(leaf.name)?.effect {
      case .oneOf(.standardStatus), .noneOf(.standardStatus), .keys: true
      default: false
      }
    } || all.contains(where: \.choosesStatuses) || none.contains(where: \.choosesStatuses)
      || any.contains { $0.contains(where: \.choosesStatuses) }
  }
}

extension ConditionTree: CustomStringConvertible {
  /// The canonical JSON of the tree: two trees that differ in blanks, in the order of members,
  /// values and branches, or in repeated ones have the same text, which reads as the same tree.
  public var description: String {
    var writer = JSONWriter()
    canonical.write(to: &writer)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  /// The tree in its canonical order: trees of `and`, and the only tree of an `or`, become part of
  /// the object around them.
  private var canonical: ConditionTree {
    var parts = Parts()
    gather(into: &parts)
    var tree = ConditionTree()
    var more: [ConditionTree] = []
    // An object has each member once; the others stand in objects of `and`.
    for (place, leaves) in Self.ordered(parts.groups.map { Self(leaves: $0) }).enumerated() {
      if place == 0 { tree.leaves = leaves.leaves } else { more.append(leaves) }
    }
    for (place, other) in Self.ordered(parts.none.map { Self(none: [$0]) }).enumerated() {
      if place == 0 { tree.none = other.none } else { more.append(other) }
    }
    for (place, other) in Self.ordered(parts.any.map { Self(any: [$0]) }).enumerated() {
      if place == 0 { tree.any = other.any } else { more.append(other) }
    }
    tree.all = more
    return tree
  }

  /// The parts of a tree that must all hold.
  private struct Parts {
    var groups: Set<[Leaf]> = []
    var any: Set<[ConditionTree]> = []
    var none: Set<ConditionTree> = []
  }

  private func gather(into parts: inout Parts) {
    if !leaves.isEmpty {
      let leaves = leaves.map { Leaf(name: $0.name, values: Set($0.values).sorted()) }
      parts.groups.insert(leaves.sorted { $0.name < $1.name })
    }
    for tree in all { tree.gather(into: &parts) }
    for branches in any {
      let branches = Self.ordered(Array(Set(branches.map(\.canonical))))
      if let only = branches.first, branches.count == 1 {
        only.gather(into: &parts)
      } else {
        parts.any.insert(branches)
      }
    }
    for tree in none { parts.none.insert(tree.canonical) }
  }

  /// Trees in the order of their texts.
  private static func ordered(_ trees: [ConditionTree]) -> [ConditionTree] {
    trees.map { tree -> (tree: ConditionTree, text: [UInt8]) in
      var writer = JSONWriter()
      tree.write(to: &writer)
      return (tree, writer.bytes)
    }.sorted { $0.text.lexicographicallyPrecedes($1.text) }.map(\.tree)
  }

  /// Writes a canonical tree.
  private func write(to writer: inout JSONWriter) {
    writer.object { writer in
      for leaf in leaves { leaf.write(to: &writer) }
      for other in none {
        writer.key("not")
        other.write(to: &writer)
      }
      for branches in any {
        writer.array("or") { writer in for tree in branches { tree.write(to: &writer) } }
      }
      if all.isEmpty { return }
      writer.array("and") { writer in for tree in all { tree.write(to: &writer) } }
    }
  }
}

extension ConditionTree.Leaf {
  fileprivate func write(to writer: inout JSONWriter) {
    let texts = values.map(\.text)
    if values.contains(where: \.isElement) {
      writer.member(named: name, texts)
    } else {
      writer.member(named: name, texts.joined(separator: ","))
    }
  }
}
