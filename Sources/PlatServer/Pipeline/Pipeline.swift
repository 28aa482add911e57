internal import Plat
internal import PlatHTTP

/// Takes each request through the steps in order, then records it in the journal.
final class Pipeline: Sendable {
  let context: ServerContext
  private let steps: [any Step]

  init(_ listings: ServedListings, _ options: ServiceOptions) {
    let context = ServerContext(listings, options)
    self.context = context
    let clients = Clients(context.options)
    let permission: [any Step] = [RoutingStep(clients, context), PermissionStep(clients, context)]
    // Where reading needs a key, no answer is given before the key is checked.
    let found: [any Step] =
      options.readsNeedKeys ? permission + [CacheStep()] : [CacheStep()] + permission
    steps =
      [AdmissionStep(context.options, clients, context)] + found
      + [DecodingStep(clients, context), RunningStep(clients, context)]
  }

  /// Answers a request, now or later from a lane.
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
