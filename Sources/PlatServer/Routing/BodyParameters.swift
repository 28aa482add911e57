internal import Plat
internal import PlatAssistant
internal import PlatJSON

/// Reads parameters from a JSON object: the same names and values that a query has.
enum BodyParameters {
  /// The names and values of an object's members: texts as they are, numbers and flags as written,
  /// lists where a parameter takes several values, a GeoJSON object for a polygon, null as nothing.
  ///
  /// Names, values and lists are bounded (``RequestBounds``) before anything is made of them.
  ///
  /// - Parameter route: The route that the body is for: what its own parameters take counts first.
  static func read(_ body: Span<UInt8>, of route: Route) throws(Problem) -> [Argument] {
    var parser = JSONParser()
    var arguments: [Argument] = []
    var isObject = false
    var problem: Problem?
    var (count, bytes, parts) = (0, 0, [String: Int]())
    do throws(JSONError) {
      let object = try parser.parse(body)
      var members = object.members
      isObject = object.kind == .object
      while members.next(), problem == nil {
        do throws(Problem) {
          try RequestBounds.check(name: members.key)
          count += 1
          guard count <= RequestBounds.parameters else {
            throw Problem(
              400, "too-many-parameters", "Invalid body",
              "there are more than \(RequestBounds.parameters) parameters")
          }
          let name = Self.text(members.key)
          let parameter = route.parameter(name)
          let effect = effect(of: name, parameter)
          if effect != .within {
            let found = try measure(
              members.value, of: members.key, before: parts[name] ?? 0, isKeyList: effect == .keys)
            parts[name] = found.parts
            bytes += members.key.count + found.bytes
            if bytes > RequestBounds.bodyBytes { throw RequestBounds.tooLarge(body.count) }
          }
          if effect != .within, case .own(let place) = parameter {
            let text = try value(members.value, of: route.parameters[place])
            if let text {
              arguments.append(Argument(name: name, value: text, parameter: parameter))
            }
          } else {
            arguments += try values(members.value, of: name, effect).map {
              Argument(name: name, value: $0.text, parameter: parameter, isElement: $0.isElement)
            }
          }
        } catch {
          problem = error
        }
      }
    } catch {
      throw refused(": \(error)")
    }
    if let problem { throw problem }
    guard isObject else { throw refused(", such as {\"minBeds\": 3}") }
    return arguments
  }

  /// What a parameter of searches does; nil for one of the route's own, and for an unknown name.
  ///
  /// A name that the route does not take is read as searches read it, and refused by its name.
  private static func effect(
    of name: String, _ parameter: Argument.Parameter
  ) -> SearchParameter.Effect? {
    switch parameter {
    case .own: name == RequestBounds.long ? .within : nil
    case .search(let parameter): parameter.effect
    case .unknown: SearchParameter.named(name)?.effect
    }
  }

  /// Checks how long a member's value is, and each of a list's.
  private static func measure(
    _ value: borrowing JSONValue, of name: Span<UInt8>, before: Int, isKeyList: Bool
  ) throws(Problem) -> (parts: Int, bytes: Int) {
    switch value.kind {
    case .string:
      let parts = try RequestBounds.check(
        value: value.bytes, of: name, before: before, isKeyList: isKeyList)
      return (parts, value.bytes.count)
    case .array:
      var (parts, bytes) = (before, 0)
      var elements = value.elements
      while elements.next() {
        parts += 1
        guard parts <= RequestBounds.listValues else { throw RequestBounds.tooMany(name) }
        if elements.value.kind == .string {
          try RequestBounds.check(value: elements.value.bytes, of: name)
          bytes += elements.value.bytes.count
        }
      }
      return (parts, bytes)
    default: return (before + 1, 0)
    }
  }

  /// The value of a parameter of the route's own as a query has it; nil for null.
  private static func value(_ value: borrowing JSONValue, of parameter: RouteParameter)
    throws(Problem) -> String?
  {
    switch value.kind {
    case .null, .missing: return nil
    case .object: throw parameter.refusing("{...}")
    case .array:
      guard parameter.kind == .texts else { throw parameter.refusing("[...]") }
      var texts: [String] = []
      var elements = value.elements
      while elements.next() {
        guard let text = elements.value.string else { throw parameter.refusing("[...]") }
        texts.append(text)
      }
      return texts.joined(separator: ",")
    default: return scalar(value)
    }
  }

  /// The values of a member as a query has them; none for null, one for each element of a list of
  /// texts.
  ///
  /// A name that no parameter has is for the route to refuse.
  private static func values(
    _ value: borrowing JSONValue, of name: String, _ effect: SearchParameter.Effect?
  ) throws(Problem) -> [(text: String, isElement: Bool)] {
    switch value.kind {
    case .null, .missing: return []
    case .object:
      guard effect == .within || effect == nil else {
        throw .badValue(name, "{...}", expected: "a text, number or flag")
      }
      // An object of a name that no parameter has is refused by its name.
      return [(effect == nil ? "" : scalar(value), false)]
    case .array:
      guard let effect else { return [("", false)] }
      guard takesList(effect) else {
        throw .badValue(name, "[...]", expected: "one value and not a list")
      }
      var texts: [String] = []
      var elements = value.elements
      while elements.next() {
        switch elements.value.kind {
        case .array, .object, .null, .missing:
          throw .badValue(name, "[...]", expected: "a list of texts, numbers or flags")
        default: texts.append(scalar(elements.value))
        }
      }
      let isOne = effect == .bbox || effect == .near || effect == .facets
      return isOne ? [(texts.joined(separator: ","), false)] : texts.map { ($0, true) }
    default: return [(scalar(value), false)]
    }
  }

  /// Whether a parameter has several values with commas in a query, and so may have a list in a
  /// body.
  static func takesList(_ effect: SearchParameter.Effect) -> Bool {
    switch effect {
    case .oneOf, .noneOf, .contains, .place, .keys, .facets, .bbox, .near: true
    default: false
    }
  }

  private static func refused(_ why: String) -> Problem {
    Problem(
      400, "bad-body", "Invalid body", "expected a JSON object of parameters" + why)
  }

  private static func scalar(_ value: borrowing JSONValue) -> String {
    if let string = value.string { return string }
    var writer = JSONWriter()
    writer.value(value)
    return String(decoding: writer.bytes, as: UTF8.self)
  }

  private static func text(_ bytes: Span<UInt8>) -> String {
    unsafe bytes.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) }
  }
}
