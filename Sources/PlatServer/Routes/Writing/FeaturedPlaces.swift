internal import PlatCommon
internal import PlatJSON

/// The body that gives featured listings their places: `[{"listingKey": "SC1", "order": 1}]`.
enum FeaturedPlaces {
  private static let most = 1_000
  private static let orders = 0...1_000_000_000

  /// Reads the places; each key may stand there once.
  static func read(_ body: [UInt8]) throws(Problem) -> [(key: String, order: Int)] {
    var places: [(key: String, order: Int)] = []
    var seen: Set<String> = []
    var problem: Problem?
    var parser = JSONParser()
    do throws(JSONError) {
      let array = try parser.parse(body.span)
      if array.kind != .array || array.count == 0 || array.count > most {
        problem = refused("expected an array of 1 to \(most) places", line: nil)
      }
      var elements = array.elements
      while problem == nil, elements.next() {
        let line = places.count + 1
        guard let key = elements.value["listingKey"].string, !key.isEmpty,
          let order = elements.value["order"].int64, orders.contains(Int(order)),
          elements.value.count == 2
        else {
          problem = refused(
            "expected {\"listingKey\": \"SC1\", \"order\": 1} with an order from 0 to 1000000000",
            line: line)
          continue
        }
        if !seen.insert(key).inserted {
          problem = refused("\"\(key.shortened())\" stands there twice", line: line)
        }
        places.append((key, Int(order)))
      }
    } catch {
      throw refused("the body is not valid JSON: \(error)", line: nil)
    }
    if let problem { throw problem }
    return places
  }

  private static func refused(_ why: String, line: Int?) -> Problem {
    var problem = Problem(
      400, "bad-body", "Invalid body", (line.map { "element \($0): " } ?? "") + why)
    problem.line = line
    return problem
  }
}
