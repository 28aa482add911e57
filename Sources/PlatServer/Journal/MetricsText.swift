internal import Plat
internal import PlatHTTP
internal import Synchronization

/// The metrics in Prometheus text format.
enum MetricsText {
  /// Writes all metrics.
  static func write(_ context: ServerContext, _ generation: ServedState) -> String {
    var text = """
      # HELP plat_requests_total Requests by route and class of status.
      # TYPE plat_requests_total counter

      """
    let numbers = context.journal.numbers
    for (name, numbers) in numbers { numbers.writeCounts(route: name, to: &text) }
    text += """
      # HELP plat_request_seconds Seconds from a request's arrival to its answer.
      # TYPE plat_request_seconds histogram

      """
    for (name, numbers) in numbers { numbers.writeSeconds(route: name, to: &text) }
    func gauge(
      _ name: String, _ help: String, _ value: some CustomStringConvertible, type: String = "gauge"
    ) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n\(name) \(value)\n"
    }
    let listings = generation.listings
    gauge("plat_listings", "Listings that are served.", listings.shownCount)
    gauge(
      "plat_generation", "How many states of the index were served, this one included.",
      generation.number)
    gauge("plat_change_number", "The number of the last change served.", listings.changeNumber)
    gauge(
      "plat_snapshot_change_number", "The number of the last change in the snapshot.",
      listings.origin.changeNumber)
    let written = listings.writtenSize
    gauge(
      "plat_overlay_listings", "Listings in memory that were written since the snapshot.",
      written.listings)
    gauge(
      "plat_overlay_removed", "Listings of the snapshot that were replaced or deleted since.",
      written.removed)
    gauge(
      "plat_snapshot_bytes", "Bytes of the snapshot that is mapped.",
      listings.origin.fileLength)
    gauge(
      "plat_blocks_read_total",
      "Blocks of 64 listings read by queries, in the generation that is served.",
      listings.state.base.blocksRead, type: "counter")
    gauge(
      "plat_index_read_bytes_total", "Bytes of the index that those queries read.",
      listings.state.base.bytesRead,
      type: "counter")
    gauge(
      "plat_snapshot_changed",
      "1 when the snapshot's file has changed under the server, and no whole one was found.",
      listings.isUnchanged ? 0 : 1)
    gauge(
      "plat_snapshots_passed_over",
      "Snapshots newer than the served one that cannot be opened or are damaged.",
      context.damage.passedOver.count)
    gauge(
      "plat_snapshots_refused_total", "Refusals of snapshots since the start.",
      context.damage.refusals,
      type: "counter")
    gauge(
      "plat_answers_discarded_total",
      "Answers thrown away because the snapshot's file had changed.",
      context.damage.discardedAnswers, type: "counter")
    gauge(
      "plat_damaged_documents_total", "Documents asked for that do not match their checksums.",
      context.damage.documents,
      type: "counter")
    gauge(
      "plat_records_readable", "1 when the records of the snapshot's state can be read.",
      (try? listings.recordsChangeNumber()) == nil ? 0 : 1)
    gauge("plat_kept_answers_bytes", "Bytes of answers that are kept.", generation.answers.bytes)
    gauge(
      "plat_kept_queries", "Filters whose matches are kept for the map.",
      // Until a request has made the map of the newest writes, none are kept.
      generation.hasPrepared(.map) ? listings.map.cacheSize.queries : 0)
    gauge(
      "plat_ready", "1 where requests are welcome, 0 while the server stops.",
      context.isDraining ? 0 : 1)
    let lanes = context.lanes.numbers
    gauge(
      "plat_waiting_requests", "Requests that wait in a lane or run there.",
      lanes.reduce(0) { $0 + $1.numbers.waiting + $1.numbers.running })
    func each(_ name: String, _ help: String, type: String, _ value: (Lane.Numbers) -> UInt64) {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n"
      for (lane, numbers) in lanes {
        text += "\(name){lane=\"\(lane.rawValue)\"} \(value(numbers))\n"
      }
    }
    each("plat_lane_running", "Requests that run in a lane.", type: "gauge") { UInt64($0.running) }
    each("plat_lane_waiting", "Requests that wait for a lane.", type: "gauge") {
      UInt64($0.waiting)
    }
    each("plat_lane_refused_total", "Requests that found a lane's queue full.", type: "counter") {
      $0.refused
    }
    each("plat_lane_late_total", "Requests that waited or worked too long.", type: "counter") {
      $0.late
    }
    each("plat_lane_cancelled_total", "Requests whose client was gone.", type: "counter") {
      $0.cancelled
    }
    writeAdmission(context, to: &text)
    context.writes.write(to: &text)
    if let counters = context.counters {
      gauge("plat_connections", "Connections that are open.", counters.activeConnections)
      gauge("plat_http_streams", "Answers that are streams of events.", counters.streams)
      gauge(
        "plat_http_streams_cut_total", "Streams that were cut because their clients read slowly.",
        counters.slowStreams, type: "counter")
      gauge(
        "plat_connections_accepted_total", "Connections accepted.", counters.acceptedConnections,
        type: "counter")
      gauge(
        "plat_connections_refused_total", "Connections beyond the limit.",
        counters.refusedConnections, type: "counter")
      let refused =
        counters.refusedMalformed + counters.refusedHeaders + counters.refusedTargets
        + counters.refusedBodies
        + counters.refusedSlow
      gauge(
        "plat_requests_refused_total", "Requests that were unreadable, too large or too slow.",
        refused, type: "counter"
      )
      gauge("plat_received_bytes_total", "Bytes read.", counters.bytesIn, type: "counter")
      gauge("plat_sent_bytes_total", "Bytes sent.", counters.bytesOut, type: "counter")
    }
    return text
  }

  /// Writes the counts of requests that were refused before routing.
  private static func writeAdmission(_ context: ServerContext, to text: inout String) {
    for (name, help, value) in [
      (
        "plat_hosts_refused_total", "Requests to another host name (421).",
        context.admission.hosts.load(ordering: .relaxed)
      ),
      (
        "plat_origins_refused_total", "Writes of other origins (403).",
        context.admission.origins.load(ordering: .relaxed)
      ),
      (
        "plat_requests_limited_total", "Requests beyond the rate of their address (429).",
        context.admission.rates.load(ordering: .relaxed)
      ),
      (
        "plat_keys_refused_total", "Requests without a good API key (401).",
        context.keys.refused.keys
      ),
      (
        "plat_key_roles_refused_total", "Requests with a key of too low a role (403).",
        context.keys.refused.roles
      ),
      (
        "plat_keys_limited_total", "Requests beyond the rate of their key (429).",
        context.keys.refused.rates
      ),
      (
        "plat_connections_limited_total", "Connections beyond the limit of their address (503).",
        context.counters?.refusedAddressConnections ?? 0
      ),
    ] {
      text += "# HELP \(name) \(help)\n# TYPE \(name) counter\n\(name) \(value)\n"
    }
  }
}
