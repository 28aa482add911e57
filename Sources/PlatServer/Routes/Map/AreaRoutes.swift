internal import Plat
internal import PlatHTTP
internal import PlatJSON

/// Drawn areas under short names.
extension Route {
  static let areas: [Route] = [
    Route(
      .post, "/api/areas", "keepArea",
      "Keeps a polygon under a short name, which `within` takes; the body may be GeoJSON as well.",
      parameters: [
        RouteParameter(
          "within", in: .body,
          "Polygon or multipolygon as WKT or GeoJSON, at most 10,000 corners, longitude first.",
          example: "POLYGON((-116.6 33.7,-116.4 33.7,-116.4 33.9,-116.6 33.7))", isRequired: true)
      ],
      answers: [
        RouteAnswer(
          200, "application/json", "The name, the same for the same polygon on every server.",
          schema: "Area")
      ],
      isRepeatable: false, effort: { _ in .lane(.scans) }, body: .polygon
    ) { call throws(Problem) in
      let text = try call.requiredText("within")
      let polygon: Polygon
      do throws(ParameterError) {
        polygon = try SearchParameters.polygon(text, limits: call.polygonLimits)
      } catch { throw .parameter(error) }
      let (name, failure) = call.context.areas.keep(polygon)
      if let failure { call.context.noteAreasAreNotKept(failure) }
      return .json(KeptArea(name: name, isDurable: failure == nil), KeptArea.described)
    }
  ]
}

/// The answer with the name of an area.
struct KeptArea: Sendable {
  let name: String
  let isDurable: Bool

  static let described = DescribedObject<KeptArea>([
    .member("area", "What `within` takes.") { $0.name },
    .written(
      "durable", .boolean,
      "false where the directory cannot be written: a restart forgets the area.",
      when: { !$0.isDurable }
    ) { $1.bool($0.isDurable) },
  ])
}
