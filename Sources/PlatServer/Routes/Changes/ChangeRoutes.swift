internal import Plat
internal import PlatAccess
internal import PlatAssistant
internal import PlatCommon
internal import PlatFiles
internal import PlatHTTP
internal import PlatJSON

/// What changed: the feed of changes for all readers, and the audit trail for administrators.
extension Route {
  static let changes: [Route] = [changeFeed, audit]

  private static let lines = "application/x-ndjson"
  private static let events = "text/event-stream"
  /// The longest wait of a request, in seconds.
  private static let longestWait = 30

  private static let since = RouteParameter(
    "since", in: .query,
    "The number of the last change that is known: `next` of the last answer.",
    as: .whole(0...9_007_199_254_740_991), example: "0")
  private static let limit = RouteParameter(
    "limit", in: .query, "The most changes of an answer.",
    as: .whole(1...ListingsDatabase.mostChanges), example: "100")

  private static let changeFeed = Route(
    .get, "/api/changes", "getChanges",
    "The changes of listings since a change number, one a line, with their public fields before "
      + "and after; the last line tells where to go on.",
    parameters: [
      since, limit,
      RouteParameter(
        "wait", in: .query, "How many seconds to wait for a change where there is none yet.",
        as: .whole(0...longestWait), example: "0"),
    ],
    answers: [
      RouteAnswer(
        200, lines,
        "The changes, and then `next`. Without `since` only `next`: from now on. A line with "
          + "`startsAnew` says that the changes do not go back so far: read all listings again.",
        schema: "JSONObject"),
      RouteAnswer(
        200, events,
        "With `Accept: text/event-stream`: the changes as they come, as server-sent events "
          + "`change`, `start` and `reset`, without an end. `Last-Event-ID` or `since` tells where "
          + "to go on; `limit` and `wait` mean nothing there."),
    ],
    isRepeatable: false,
    takesEvents: true,
    effort: { call in
      if call.events != nil { return .lane(.quick) }
      return ((try? call.number("wait", default: 0)) ?? 0) > 0 ? .lane(.changes) : .lane(.quick)
    }
  ) { call throws(Problem) in
    if let events = call.events { return try follow(call, events) }
    let listings = call.context.served.listings
    let known = UInt64(
      try call.number("since", default: Int(clamping: listings.current.changeNumber)))
    let wait = try call.number("wait", default: 0)
    let limit = try call.number("limit", default: 1_000)
    if wait > 0 { try call.awaitChange(after: known, seconds: wait) }
    let page = try answering { () throws(PlatError) in
      try listings.current.changes(since: known, limit: limit)
    }
    var answer = Answer.json(lines) { page.writeLines(to: &$0) }
    answer.otherMediaTypes = ["application/jsonl", "text/plain"]
    answer.keeping = .never
    return answer
  }

  /// The changes as events: those that are known now, and then those that come.
  private static func follow(
    _ call: borrowing Call, _ request: EventRequest
  ) throws(Problem) -> Answer {
    let listings = call.context.served.listings.current
    var known = try call.value("since").map { _ throws(Problem) in
      UInt64(try call.number("since"))
    }
    var isReadable = true
    if let text = request.lastID {
      known = UInt64(text)
      isReadable = known != nil
    }
    let first: ChangeEvents
    if let known {
      first = ChangeEvents(of: listings, after: known, 1_000)
    } else if isReadable {
      first = ChangeEvents(startingAt: listings.changeNumber)
    } else {
      first = ChangeEvents(resettingTo: listings.changeNumber)
    }
    var answer = Answer(mediaType: events, body: ChangeEvents.retry + first.bytes)
    answer.keeping = .never
    answer.followsAfter = first.next
    return answer
  }

  private static let audit = Route(
    .get, "/api/audit", "getAudit",
    "Every change since a change number: who made it, the whole documents before and after, and a "
      + "hash that covers the entry before.",
    parameters: [
      since, limit,
      RouteParameter(
        "format", in: .query, "The form of the answer.", as: .choice(["json", "csv"]),
        example: "json"),
    ],
    answers: [
      RouteAnswer(200, "application/json", "The entries, in order.", schema: "JSONObject"),
      RouteAnswer(200, "text/csv", "The entries as CSV, with `format=csv`."),
      RouteAnswer(401, Problem.mediaType, "There is no API key, or it is not good."),
      RouteAnswer(403, Problem.mediaType, "The API key is not of role admin."),
    ],
    isRepeatable: false, effort: { _ in .lane(.quick) }, role: .admin
  ) { call throws(Problem) in
    let known = UInt64(try call.number("since", default: 0))
    let limit = try call.number("limit", default: 1_000)
    let isTable = try call.text("format") == "csv"
    let listings = call.context.served.listings.current
    let page = try answering { () throws(PlatError) in
      try listings.auditTrail(since: known, limit: limit)
    }
    var answer: Answer
    if isTable {
      answer = Answer(mediaType: "text/csv", body: Array(AuditEntry.csvHeader.utf8))
      for entry in page.entries { entry.appendCSV(to: &answer.body) }
    } else {
      answer = .json { writer in
        writer.object { writer in
          writer.key("entries")
          writer.array { writer in
            for entry in page.entries { entry.write(to: &writer) }
          }
          for (name, number) in [
            ("next", page.next), ("forgotten", page.forgotten),
            ("changeNumber", page.changeNumber),
          ] {
            writer.key(named: name)
            writer.integer(number)
          }
        }
      }
    }
    answer.keeping = .privately
    return answer
  }
}

extension Call {
  /// Waits until the listings have a later change, the time is over, the client has gone, or the
  /// server is stopping.
  fileprivate func awaitChange(after number: UInt64, seconds: Int) throws(Problem) {
    let end = ServerClock.now() + Double(seconds) * 1e6
    while context.served.listings.current.changeNumber <= number, ServerClock.now() < end,
      !context.isDraining
    {
      try answering { () throws(WorkEnded) in try WorkLimit.current?.check() }
      usleep(10_000)
    }
  }
}
