import Foundation
import Plat
import Testing

@testable import PlatServer

/// Client generators can use `/openapi.json`.
@Suite(.timeLimit(.minutes(30))) struct OpenAPITests {
  private let document: [String: Any]

  init() throws {
    document = try TestService.common.get().ask("GET", "/openapi.json").object
    try #require(!document.isEmpty)
  }

  private var operations: [(name: String, members: [String: Any])] {
    let paths = document["paths"] as? [String: [String: [String: Any]]] ?? [:]
    return paths.flatMap { path, methods in methods.map { ("\($0.key) \(path)", $0.value) } }
  }

  private func schema(_ name: String) -> [String: Any] {
    let components = document["components"] as? [String: [String: [String: Any]]]
    return components?["schemas"]?[name] ?? [:]
  }

  /// Calls the closure with each nested object of a value, and its path.
  private func visit(_ value: Any, _ path: String = "", _ body: ([String: Any], String) -> Void) {
    if let object = value as? [String: Any] {
      body(object, path)
      for (key, member) in object { visit(member, path + "/" + key, body) }
    } else if let array = value as? [Any] {
      for (place, element) in array.enumerated() { visit(element, "\(path)/\(place)", body) }
    }
  }

  @Test func everyArraySaysWhatItHolds() {
    var arrays = 0
    visit(document) { object, path in
      let type = object["type"]
      let isArray =
        type as? String == "array"
        || (type as? [Any])?.contains { $0 as? String == "array" } == true
      guard isArray else { return }
      arrays += 1
      #expect(object["items"] is [String: Any], "\(path)")
    }
    #expect(arrays > 30)
  }

  @Test func everyReferenceLeadsToASchema() {
    visit(document) { object, path in
      guard let reference = object["$ref"] as? String else { return }
      let name = reference.split(separator: "/").last.map(String.init) ?? ""
      #expect(!schema(name).isEmpty, "\(path): \(reference)")
    }
  }

  @Test func everyOperationHasASubjectAndADescription() {
    let tags = (document["tags"] as? [[String: Any]] ?? []).compactMap { $0["name"] as? String }
    #expect(operations.count == Route.all.count && tags.count == Route.groups.count)
    for (name, members) in operations {
      let own = members["tags"] as? [String] ?? []
      #expect(own.count == 1 && own.allSatisfy { tags.contains($0) }, "\(name)")
      #expect((members["description"] as? String)?.isEmpty == false, "\(name)")
      #expect((members["summary"] as? String)?.isEmpty == false, "\(name)")
      for (status, answer) in members["responses"] as? [String: [String: Any]] ?? [:] {
        for (type, media) in answer["content"] as? [String: [String: Any]] ?? [:] {
          let schema = media["schema"] as? [String: Any] ?? [:]
          #expect(!schema.isEmpty, "\(name) \(status) \(type)")
        }
      }
    }
    let info = document["info"] as? [String: Any] ?? [:]
    #expect((info["license"] as? [String: Any])?["identifier"] as? String == "Apache-2.0")
    #expect(info["description"] is String && (document["servers"] as? [Any])?.count == 1)
  }

  @Test func aListingHasEveryPublicFieldWithItsType() throws {
    let members = try #require(schema("Listing")["properties"] as? [String: [String: Any]])
    for definition in Field.definitions {
      let member = members[definition.field.key]
      #expect((member != nil) == (definition.visibility == .public), "\(definition.field.key)")
      guard let member else { continue }
      let type = member["type"] as? String
      switch definition.kind {
      case .text, .date: #expect(type == "string", "\(definition.field.key)")
      case .lookup(let words):
        #expect(member["enum"] as? [String] == words, "\(definition.field.key)")
      case .number(let scale, _, _, _):
        #expect(type == (scale == 1 ? "integer" : "number"), "\(definition.field.key)")
      case .flag: #expect(type == "boolean", "\(definition.field.key)")
      case .json: #expect(type == "array", "\(definition.field.key)")
      }
      #expect((member["description"] as? String)?.isEmpty == false, "\(definition.field.key)")
    }
    #expect(schema("Listing")["required"] as? [String] == ["listingKey", "slug"])
  }

  @Test func closedWordsAreListed() throws {
    let search = try #require(operations.first { $0.name == "get /api/mls-listings" })
    var words: [String: [String]] = [:]
    for parameter in search.members["parameters"] as? [[String: Any]] ?? [] {
      let schema = parameter["schema"] as? [String: Any] ?? [:]
      let element = schema["items"] as? [String: Any] ?? schema
      words[parameter["name"] as? String ?? ""] = element["enum"] as? [String]
    }
    #expect(words["standardStatus"]?.contains("ActiveUnderContract") == true)
    #expect(words["standardStatus"]?.contains("any") == true)
    #expect(words["landType"] == ["Fee", "Lease"] && words["listingFor"] == ["sale", "rent"])
    #expect(
      words["sort"]?.contains("-pricePerSqft") == true && words["facets"]?.contains("price") == true
    )
    #expect(words["city"] == nil && words["propertySubType"] == nil)
  }
}
