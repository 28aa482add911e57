public import Foundation

/// The members of JSON documents with their types, regardless of values.
public struct JSONShape {
  private var types: [String: Set<String>] = [:]

  /// The shape of a document, read by Foundation.
  public init(_ json: Data, root: String) throws {
    walk(try JSONSerialization.jsonObject(with: json, options: .fragmentsAllowed), root)
  }

  /// A line for each member, in order: `cma.comparables[].sqft: number`.
  public var lines: [String] {
    types.map { "\($0.key): \($0.value.sorted().joined(separator: " or "))" }.sorted()
  }

  private mutating func walk(_ value: Any, _ path: String) {
    switch value {
    case let object as [String: Any]:
      types[path, default: []].insert("object")
      for (key, value) in object { walk(value, path + "." + key) }
    case let array as [Any]:
      types[path, default: []].insert("array")
      for value in array { walk(value, path + "[]") }
    case is String: types[path, default: []].insert("string")
    case let number as NSNumber:
      types[path, default: []].insert(Self.isFlag(number) ? "boolean" : "number")
    default: types[path, default: []].insert("null")
    }
  }

  /// Foundation represents flags as numbers; JSON does not.
  private static func isFlag(_ number: NSNumber) -> Bool {
    unsafe String(cString: number.objCType) == "c"
  }
}
