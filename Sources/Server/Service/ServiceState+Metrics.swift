internal import HTTP
internal import Plat

extension ServiceState {
  /// The metrics in the text format of Prometheus.
  func metricsText(_ generation: Generation) -> String {
    var text = """
      # HELP plat_requests_total Requests by route and class of status.
      # TYPE plat_requests_total counter

      """
    let all = zip(router.routes.map { "\($0.method.rawValue) \($0.path)" } + ["-"], metrics + [strangers])
    let numbers = all.map { (name, metrics) in (name, metrics.numbers) }
    for (name, numbers) in numbers { numbers.writeCounts(route: name, to: &text) }
    text += """
      # HELP plat_request_seconds Seconds from a request's arrival to its answer.
      # TYPE plat_request_seconds histogram

      """
    for (name, numbers) in numbers { numbers.writeSeconds(route: name, to: &text) }
    func gauge(_ name: String, _ help: String, _ value: some CustomStringConvertible, type: String = "gauge") {
      text += "# HELP \(name) \(help)\n# TYPE \(name) \(type)\n\(name) \(value)\n"
    }
    let listings = generation.listings
    gauge("plat_listings", "Listings that are served.", listings.count)
    gauge("plat_generation", "How many states of the index were served, this one included.", generation.number)
    gauge("plat_snapshot_bytes", "Bytes of the snapshot that is mapped.", listings.index.snapshot.fileLength)
    gauge(
      "plat_blocks_read_total", "Blocks of 64 listings read by queries, in the generation that is served.",
      listings.index.blocksRead, type: "counter")
    gauge(
      "plat_index_read_bytes_total", "Bytes of the index that those queries read.", listings.index.bytesRead,
      type: "counter")
    gauge("plat_kept_answers_bytes", "Bytes of answers that are kept.", generation.answers.bytes)
    gauge("plat_kept_queries", "Filters whose matches are kept for the map.", listings.map.cacheSize.queries)
    gauge("plat_ready", "1 where requests are welcome, 0 while the server stops.", isDraining ? 0 : 1)
    gauge("plat_waiting_requests", "Requests that wait for a worker or are with one.", workers.count)
    writeAdmission(to: &text)
    if let counters {
      gauge("plat_connections", "Connections that are open.", counters.activeConnections)
      gauge("plat_connections_accepted_total", "Connections accepted.", counters.acceptedConnections, type: "counter")
      gauge(
        "plat_connections_refused_total", "Connections beyond the limit.", counters.refusedConnections, type: "counter")
      let refused =
        counters.refusedMalformed + counters.refusedHeaders + counters.refusedTargets + counters.refusedBodies
        + counters.refusedSlow
      gauge(
        "plat_requests_refused_total", "Requests that were unreadable, too large or too slow.", refused, type: "counter"
      )
      gauge("plat_received_bytes_total", "Bytes read.", counters.bytesIn, type: "counter")
      gauge("plat_sent_bytes_total", "Bytes sent.", counters.bytesOut, type: "counter")
    }
    return text
  }
}
