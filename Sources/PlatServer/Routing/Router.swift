internal import PlatHTTP

/// Finds the route of a request.
struct Router: Sendable {
  let routes: [Route]

  /// What a path and a method lead to.
  enum Found {
    case route(Int, path: [Range<Int>])
    /// The path is there, with other methods.
    case otherMethods([HTTPMethod])
    case nothing
  }

  /// Finds a route; HEAD is answered as GET.
  ///
  /// - Complexity: O(routes); they are few.
  func find(_ method: HTTPMethod, _ path: Span<UInt8>) -> Found {
    let wanted = method == .head ? .get : method
    var others: [HTTPMethod] = []
    for (number, route) in routes.enumerated() {
      guard let values = route.pattern.match(path) else { continue }
      if route.method == wanted { return .route(number, path: values) }
      others.append(route.method)
    }
    return others.isEmpty ? .nothing : .otherMethods(others)
  }
}
