internal import Plat
internal import PlatHTTP

/// The way of each request: the steps in their order, and a note in the journal at the end.
final class Pipeline: Sendable {
  let context: ServerContext
  private let steps: [any Step]

  init(_ listings: ListingsDatabase, _ options: ServiceOptions) {
    let context = ServerContext(listings, options)
    self.context = context
    let clients = Clients(context.options)
    steps = [
      AdmissionStep(context.options, clients, context),
      CacheStep(),
      RoutingStep(clients, context),
      PermissionStep(clients, context),
      DecodingStep(clients, context),
      RunningStep(clients, context),
    ]
  }

  /// Answers a request, now or from a lane.
  func answer(_ request: borrowing HTTPRequest, _ response: inout HTTPResponse) {
    var exchange = Exchange(
      method: request.method, began: ServerClock.now(), generation: context.served.generation)
    do throws(Problem) {
      walk: for step in steps {
        switch try step.take(request, &exchange, &response) {
        case .next: continue
        case .answered: break walk
        case .later: return
        }
      }
    } catch {
      response.send(error)
    }
    context.journal.note(
      exchange.route, exchange.method, Journal.Entry(response), began: exchange.began,
      exchange.generation)
  }
}
