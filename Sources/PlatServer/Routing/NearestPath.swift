internal import PlatAssistant
internal import PlatCommon

/// Suggests an address when no route matches: for a wrong tile extension, a missing `/api`, a
/// trailing slash, a misspelled word.
struct NearestPath: Sendable {
  private let patterns: [(segments: [PathPattern.Segment], kinds: [ValueKind?])]
  /// Longer addresses are not compared.
  private static let (longest, mostSegments) = (200, 8)

  /// Takes the paths of routes; ties go to the first.
  init(_ routes: [Route]) {
    // Any short word would be near "/".
    var seen: Set = ["/"]
    patterns = routes.filter { seen.insert($0.path).inserted }.map { route in
      var names = route.pattern.names[...]
      let kinds = route.pattern.segments.map { segment -> ValueKind? in
        guard segment.isParameter, let name = names.popFirst() else { return nil }
        return route.parameters.first { $0.name == name }?.kind ?? .text
      }
      return (route.pattern.segments, kinds)
    }
  }

  /// The nearest address of a route; nil if none is near.
  func path(_ path: String) -> String? {
    guard path.utf8.count <= Self.longest else { return nil }
    let segments = path.split(separator: "/").map(String.init)
    if segments.count == 1, ["index.html", "index.htm", "index.php"].contains(segments[0]) {
      return "/"
    }
    guard !segments.isEmpty, segments.count <= Self.mostSegments else { return nil }
    var best: (cost: Int, path: String)?
    for (variant, cost) in Self.variants(of: segments) {
      for (pattern, kinds) in patterns where pattern.count == variant.count {
        guard let fit = Self.fit(variant, pattern, kinds) else { continue }
        if cost + fit.cost < best?.cost ?? .max { best = (cost + fit.cost, fit.path) }
      }
    }
    return best?.path
  }

  /// The segments as they are, with `api` in front, and without a first segment such as a version;
  /// each with its cost.
  private static func variants(of segments: [String]) -> [(segments: [String], cost: Int)] {
    var variants = [(segments, 0), (["api"] + segments, 1)]
    let plain = segments.filter { segment in
      !(segment.count < 4 && segment.first?.lowercased() == "v" && Int(segment.dropFirst()) != nil)
    }
    if plain != segments { variants += [(plain, 1), (["api"] + plain, 2)] }
    if segments.count > 1 { variants.append((Array(segments.dropFirst()), 2)) }
    return variants
  }

  /// A pattern's address with the values of the segments, and its distance from them.
  private static func fit(
    _ segments: [String], _ pattern: [PathPattern.Segment], _ kinds: [ValueKind?]
  ) -> (cost: Int, path: String)? {
    var (cost, path) = (0, "")
    for (place, segment) in pattern.enumerated() {
      let typed = segments[place]
      guard let kind = kinds[place] else {
        let word = String(decoding: segment.before, as: UTF8.self)
        guard let distance = distance(typed, word) else { return nil }
        cost += distance
        path += "/" + word
        continue
      }
      guard let (value, ending) = value(typed, kind, of: segment) else { return nil }
      cost += ending
      let (before, after) = (segment.before, segment.after)
      path +=
        "/" + String(decoding: before, as: UTF8.self) + value
        + String(decoding: after, as: UTF8.self)
    }
    return (cost, path)
  }

  /// The value of a parameter in a segment, and the distance of its extension from the route's.
  private static func value(
    _ typed: String, _ kind: ValueKind, of segment: PathPattern.Segment
  ) -> (value: String, cost: Int)? {
    var (value, ending) = (typed, "")
    if !segment.after.isEmpty, let dot = typed.firstIndex(of: ".") {
      (value, ending) = (String(typed[..<dot]), String(typed[dot...]))
    }
    if case .whole = kind, Int(value) == nil { return nil }
    guard !value.isEmpty else { return nil }
    let after = String(decoding: segment.after, as: UTF8.self)
    return (value, after == ending ? 0 : 1 + Spelling.distance(ending.lowercased(), after))
  }

  /// The edit distance of a typed word from a route's; nil if it exceeds half the word.
  private static func distance(_ typed: String, _ word: String) -> Int? {
    if typed == word { return 0 }
    let most = max(1, max(typed.utf8.count, word.utf8.count) / 2)
    guard typed.utf8.count <= 32, abs(typed.utf8.count - word.utf8.count) <= most else {
      return nil
    }
    let distance = Spelling.distance(typed.lowercased(), word.lowercased())
    return distance <= most ? max(1, distance) : nil
  }
}
