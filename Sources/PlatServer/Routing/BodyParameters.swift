internal import Plat
internal import PlatAssistant
internal import PlatJSON

/// Reads parameters from a JSON object, with the same names and values as in a query.
enum BodyParameters {
  /// The names and values of an object's members: texts as they are, numbers and flags as written,
  /// lists for parameters with several values, a GeoJSON object for a polygon, null as missing.
  ///
  /// Names, values and lists are bounded (``RequestBounds``) before they are processed.
  ///
  /// - Parameter route: The body's route, whose own parameters take precedence.
  static func read(_ body: Span<UInt8>, of route: Route) throws(Problem) -> [Argument] {
    var parser = JSONParser()
    var arguments: [Argument] = []
    var isObject = false
    var problem: Problem?
    var (count, bytes, parts) = (0, 0, [String: Int]())
    do throws(JSONError) {
      // Some programs begin a body with a byte order mark.
      let hasMark = body.count > 2 && body[0] == 0xEF && body[1] == 0xBB && body[2] == 0xBF
      let object = try parser.parse(hasMark ? body.extracting(3..<body.count) : body)
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
          if effect == .tree {
            let text = try tree(members.value)
            bytes += text?.utf8.count ?? 0
            if let text {
              arguments.append(Argument(name: name, value: text, parameter: parameter))
            }
            continue
          }
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
      throw refused(
        error.reason == .empty
          ? "the body is empty" : "the body is not valid JSON: \(error)")
    }
    if let problem { throw problem }
    guard isObject else { throw refused("the body is not an object") }
    return arguments
  }

  /// The effect of a search parameter; nil for one of the route's own, and for an unknown name.
  ///
  /// A name that the route does not accept is read like a search parameter, then refused by name.
  private static func effect(
    of name: String, _ parameter: Argument.Parameter
  ) -> SearchParameter.Effect? {
    switch parameter {
    case .own: name == RequestBounds.long ? .within : nil
    case .search(let parameter): parameter.effect
    case .unknown: SearchParameter.named(name)?.effect
    }
  }

  /// Checks the length of a member's value, and of each element of a list.
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

  /// The JSON of a tree of conditions, which is an object, or a text as in a query; nil for null.
  private static func tree(_ value: borrowing JSONValue) throws(Problem) -> String? {
    switch value.kind {
    case .null, .missing: return nil
    case .object, .string:
      let text = scalar(value)
      try RequestBounds.check(tree: text.utf8.count)
      return text
    default: throw .badValue(RequestBounds.tree, scalar(value), expected: "an object")
    }
  }

  /// The value of one of the route's own parameters, as in a query; nil for null.
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
    case .true, .false:
      switch parameter.kind {
      case .text, .word, .texts: throw parameter.refusing(scalar(value))
      default: return scalar(value)
      }
    default: return scalar(value)
    }
  }

  /// The values of a member, as in a query; empty for null, one for each element of a list of
  /// texts.
  ///
  /// The route refuses unknown names later.
  private static func values(
    _ value: borrowing JSONValue, of name: String, _ effect: SearchParameter.Effect?
  ) throws(Problem) -> [(text: String, isElement: Bool)] {
    switch value.kind {
    case .null, .missing: return []
    case .object:
      guard effect == .within || effect == nil else {
        throw .badValue(name, "{...}", expected: "a text, number or flag")
      }
      // The route refuses an object with an unknown name by that name.
      return [(effect == nil ? "" : scalar(value), false)]
    case .array:
      guard let effect else { return [("", false)] }
      if value.count == 0 { return [] }
      guard takesList(effect) else {
        throw .badValue(name, "[...]", expected: "one value and not a list")
      }
      var texts: [String] = []
      var elements = value.elements
      while elements.next() {
        switch elements.value.kind {
        case .array, .object, .null, .missing:
          throw .badValue(name, "[...]", expected: "a list of texts, numbers or flags")
        default:
          guard isValue(elements.value, effect) else {
            throw .badValue(name, "[...]", expected: "a list of texts")
          }
          texts.append(scalar(elements.value))
        }
      }
      let isOne = effect == .bbox || effect == .near || effect == .facets
      return isOne ? [(texts.joined(separator: ","), false)] : texts.map { ($0, true) }
    default:
      guard effect.map({ isValue(value, $0) }) ?? true else {
        throw .badValue(name, scalar(value), expected: "a text")
      }
      return [(scalar(value), false)]
    }
  }

  /// Whether a scalar can be a value of a parameter: a name is a text; a word, a code or a key may
  /// be a number as well, but not `true`.
  private static func isValue(
    _ value: borrowing JSONValue, _ effect: SearchParameter.Effect
  ) -> Bool {
    let isFlag = value.kind == .true || value.kind == .false
    return switch effect {
    case .contains, .place: value.kind == .string
    case .oneOf, .noneOf, .keys: !isFlag
    default: true
    }
  }

  /// Whether a parameter takes several values, separated by commas in a query, and so accepts a
  /// list in a body.
  static func takesList(_ effect: SearchParameter.Effect) -> Bool {
    switch effect {
    case .oneOf, .noneOf, .contains, .place, .keys, .facets, .bbox, .near: true
    default: false
    }
  }

  private static func refused(_ why: String) -> Problem {
    Problem(
      400, "bad-body", "Invalid body",
      why + "; expected a JSON object of parameters, such as {\"minBeds\": 3}")
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
