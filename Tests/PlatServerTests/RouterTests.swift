import Plat
import PlatHTTP
import Testing

@testable import PlatServer

/// The routing tree against a plain comparison with each route's path.
@Suite(.timeLimit(.minutes(30))) struct RouterTests {
  private func route(
    _ path: String, _ method: HTTPMethod = .get, writes: Bool = false
  ) -> Route {
    Route(method, path, "r", "A route.", answers: [], writes: writes) {
      _ throws(Problem) in .json { $0.null() }
    }
  }

  /// The number of the route, the values of its parameters, and the methods of the path if no route
  /// matches.
  private func find(
    _ router: Router, _ path: String, _ method: HTTPMethod = .get
  ) -> (route: Int?, values: [String], methods: [HTTPMethod]) {
    switch router.find(method, path.utf8Span.span) {
    case .route(let number, let ranges):
      let bytes = Array(path.utf8)
      return (number, ranges.map { String(decoding: bytes[$0], as: UTF8.self) }, [])
    case .otherMethods(let methods): return (nil, [], methods)
    case .nothing: return (nil, [], [])
    }
  }

  @Test func aPathFindsTheRouteThatSpellsItBeforeOneWithAParameter() {
    let router = Router(routes: [
      route("/a/{id}"), route("/a/list"), route("/a/{id}/parts"), route("/a/{id}.json"),
    ])
    #expect(find(router, "/a/list").route == 1)
    #expect(find(router, "/a/x").route == 0 && find(router, "/a/x").values == ["x"])
    #expect(find(router, "/a/list/parts").route == 2)
    #expect(find(router, "/a/list/parts").values == ["list"])
    #expect(find(router, "/a/x.json").route == 0, "the first of two that take it")
    #expect(find(router, "/a/.json").values == [".json"])
  }

  @Test func textAroundAParameterIsNotPartOfItsValue() {
    let router = Router(routes: [route("/t/{z}/v{y}.mvt"), route("/t/{z}/v{y}.json")])
    #expect(find(router, "/t/3/v7.mvt") == (0, ["3", "7"], []))
    #expect(find(router, "/t/3/v7.json") == (1, ["3", "7"], []))
    for path in ["/t/3/v.mvt", "/t/3/7.mvt", "/t//v7.mvt", "/t/3/v7.mvt/", "/t/3", "/t/3/v7.xml"] {
      #expect(find(router, path) == (nil, [], []), "\(path)")
    }
  }

  @Test func noPathIsFoundThatIsLongerShorterOrWithoutItsSlash() {
    let router = Router(routes: [route("/"), route("/a")])
    #expect(find(router, "/").route == 0 && find(router, "/a").route == 1)
    for path in ["", "*", "a", "/a/", "//", "/A", "/ab", "/a/b"] {
      #expect(find(router, path) == (nil, [], []), "\(path)")
    }
  }

  @Test func otherMethodsOfAPathAreListedAndHEADIsGET() {
    let router = Router(routes: [
      route("/a"), route("/a", .post, writes: true), route("/b", .post), route("/c"),
    ])
    #expect(find(router, "/a", .head).route == 0)
    #expect(find(router, "/a", .post).route == 1)
    #expect(find(router, "/a", .delete).methods == [.get, .post])
    #expect(find(router, "/b").methods == [.post])
    func writes(_ path: String) -> Bool { router.writes(at: path.utf8Span.span) }
    #expect(writes("/a") && !writes("/b") && !writes("/nothing"))
  }

  @Test func everyRouteOfTheTableIsFoundByItsOwnPath() {
    let router = Router(routes: Route.all)
    for (number, route) in Route.all.enumerated() {
      let path = route.path.replacing(/\{\w+\}/, with: "7")
      let found = find(router, path, route.method)
      #expect(found.route == number, "\(route.path)")
      #expect(found.values == route.pattern.names.map { _ in "7" }, "\(route.path)")
    }
  }
}
