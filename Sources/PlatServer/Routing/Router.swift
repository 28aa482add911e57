internal import PlatHTTP

/// Finds the route of a request in a tree over the segments of all paths.
struct Router: Sendable {
  let routes: [Route]
  private var nodes = [Node()]

  /// The result of a look-up by path and method.
  enum Found {
    case route(Int, path: [Range<Int>])
    /// The path exists, with other methods.
    case otherMethods([HTTPMethod])
    case nothing
  }

  private struct Node: Sendable {
    /// The next segments: plain text before parameters, so that it matches first.
    var next: [(segment: PathPattern.Segment, node: Int)] = []
    /// The routes whose path ends here.
    var routes: [Int] = []
  }

  /// Makes the tree; the first of two routes with one path and method wins.
  init(routes: [Route]) {
    self.routes = routes
    for (number, route) in routes.enumerated() {
      var node = 0
      for segment in route.pattern.segments {
        if let known = nodes[node].next.first(where: { $0.segment == segment }) {
          node = known.node
          continue
        }
        let place = segment.isParameter ? nodes[node].next.count : 0
        nodes[node].next.insert((segment, nodes.count), at: place)
        node = nodes.count
        nodes.append(Node())
      }
      nodes[node].routes.append(number)
    }
  }

  /// Finds a route; HEAD is answered as GET.
  ///
  /// - Complexity: O(bytes of the path × segments with a common prefix).
  func find(_ method: HTTPMethod, _ path: Span<UInt8>) -> Found {
    let wanted = method == .head ? .get : method
    var others: [HTTPMethod] = []
    var found: Found?
    visit(path) { ends, values in
      for number in ends {
        if routes[number].method == wanted {
          found = .route(number, path: values)
          return true
        }
        others.append(routes[number].method)
      }
      return false
    }
    return found ?? (others.isEmpty ? .nothing : .otherMethods(others))
  }

  /// Whether a path has a route that writes.
  func writes(at path: Span<UInt8>) -> Bool {
    var writes = false
    visit(path) { ends, _ in
      writes = ends.contains { routes[$0].writes }
      return writes
    }
    return writes
  }

  /// Calls the closure with the routes of each tree node that the path matches, and the positions
  /// of its parameters, until the closure returns true.
  private func visit(_ path: Span<UInt8>, _ body: ([Int], [Range<Int>]) -> Bool) {
    guard path.count > 0, path[0] == UInt8(ascii: "/") else { return }
    var values: [Range<Int>] = []
    _ = visit(path, from: 1, node: 0, &values, body)
  }

  private func visit(
    _ path: Span<UInt8>, from start: Int, node: Int, _ values: inout [Range<Int>],
    _ body: ([Int], [Range<Int>]) -> Bool
  ) -> Bool {
    var end = start
    while end < path.count, path[end] != UInt8(ascii: "/") { end += 1 }
    for (segment, next) in nodes[node].next {
      guard let value = segment.match(path, start..<end) else { continue }
      if segment.isParameter { values.append(value) }
      let isDone =
        end == path.count
        ? !nodes[next].routes.isEmpty && body(nodes[next].routes, values)
        : visit(path, from: end + 1, node: next, &values, body)
      if isDone { return true }
      if segment.isParameter { values.removeLast() }
    }
    return false
  }
}
