import Foundation
import Plat
import PlatCommon
import PlatFeeds
import PlatIndex
import PlatJSON

/// `plat build`: builds an index from feeds.
enum BuildCommand {
  static let command = Command(
    name: "build", summary: "Build an index from files of listings.",
    usage: "INPUT... --out INDEX [options]",
    discussion: """
      Reads newline-delimited JSON, CSV, pages of RESO Web API, Spark and other servers, GeoJSON and
      mongoexport files, plain, in gzip or in zstd, told apart by content. INPUT is a file, a
      directory, a pattern such as 'page*.json', or - for standard input. INDEX is a directory. It
      then holds exactly the listings of the inputs; of two with one key, the one with the later
      modificationTimestamp, with equal ones the later record. A key that another mlsSource has
      already becomes SOURCE:KEY. What was there before serves until the new index is complete.

      With --update the listings that the index has stay, and those of the inputs are laid over
      them; an older modificationTimestamp replaces nothing. plat delete removes listings.

      Names are compared without case, blanks and signs. The summary lists the names that mean no
      field, with the nearest one, and warns when no listing has a status, a price or a position.
      Dates such as 1/31/2024 are read if all dates of their column agree on one form; --dates says
      which it is. Cells may have units: 1,200 sqft, 110 m2, $1.2M, 2 1/2 baths.

      The public sees the catalogue's public fields and the keys that --public and --public-file \
      name, nothing else; they
      are kept with the index until the next build names others.

      A listing without a usable listingKey is refused; any other value that cannot be is dropped. \
      Both are counted,
      and told one by one in the file of --rejects.

      A build never makes an index worse. An input that is empty, breaks off, has another encoding \
      or no key column, or
      holds a server's error page fails the build, and so does a result that is empty or much \
      smaller than the index:
      exit status 1, one line that says why, and nothing is published.

      Examples:
        plat build listings.ndjson.gz --out indexes/demo
        plat build sales.csv --out indexes/sales --map id=listingKey --map price=closePrice --set \
      standardStatus=Closed
        plat build redfin.csv --out indexes/redfin --map 'MLS#=listingKey'
        plat build changed.ndjson --out indexes/demo --update
        plat build parcels.csv --out indexes/parcels --crs EPSG:2285
      """,
    options: [
      Option("out", "INDEX", "The index directory to make or replace."),
      Option(
        "map", "NAME=KEY",
        "Take a CSV column or a JSON key (inner ones as address.city) as a field of listings.",
        repeats: true),
      Option("set", "KEY=VALUE", "Give a field to every listing that lacks it.", repeats: true),
      Option(
        "map-value", "FIELD:THEIRS=OURS", "Take a word of the feed as another value.",
        repeats: true),
      Option(
        "dates", "FORM",
        "Form of dates: us, eu, iso, excel, epoch, epoch-ms or dd.MM.yyyy (default: guess)."
      ),
      Option(
        "encoding", "NAME", "Encoding of the text: windows-1252, utf-16, ... (default: utf-8)."),
      Option("units", "SYSTEM", "Areas without a unit: metric is square metres (default: us)."),
      Option("crs", "EPSG:N", "Latitude and longitude hold y and x of this reference system."),
      Option("update", nil, "Keep the listings that INDEX has; lay those of the inputs over them."),
      Option("public", "KEY", "Show this key of the records to the public, too.", repeats: true),
      Option(
        "public-file", "FILE", "Show the keys in this file, one a line; # begins a comment.",
        repeats: true),
      Option("rejects", "FILE", "Write each refused record and dropped value as a line of JSON."),
      Option("strict", nil, "Fail at the first refused record."),
      Option(
        "allow-incomplete", nil, "Publish what was taken of inputs that are broken or not listings."
      ),
      Option(
        "max-shrink", "PERCENT",
        "Listings that the index may lose (default: 20%); 100% allows an empty index."),
      Option(
        "keep", "N",
        "States to keep, documents too: the new one and those before it (default: 2)."),
      Option("cluster-radius", "PIXELS", "Cluster radius (default: 40)."),
      Option(
        "cluster-extent", "PIXELS",
        "Size of the tile that the radius is measured in (default: 512)."),
      Option("min-zoom", "Z", "Minimum zoom with clusters (default: 0)."),
      Option("max-zoom", "Z", "Maximum zoom with clusters (default: 16)."),
      Option("min-points", "N", "Minimum number of listings in a cluster (default: 2)."),
      Option("json", nil, "Print the summary as JSON."),
    ], operands: 1...Int.max, body: run)

  private static func run(_ arguments: Arguments) throws {
    let path = try arguments.required("out")
    var options = BuildOptions()
    do {
      for map in arguments.all("map") { try options.feed.map(map) }
      for value in arguments.all("set") { try options.feed.setDefault(value) }
      for value in arguments.all("map-value") { try options.feed.mapValue(value) }
      if let dates = arguments.value("dates") { try options.feed.setDates(dates) }
      if let encoding = arguments.value("encoding") { try options.feed.setEncoding(encoding) }
      if let units = arguments.value("units") { try options.feed.setUnits(units) }
    } catch { throw UsageError(message: "\(error)") }
    options.publicKeys = try publicKeys(arguments)
    options.feed.referenceSystem = arguments.value("crs")
    options.feed.isStrict = arguments.has("strict")
    options.updates = arguments.has("update")
    options.allowsIncomplete = arguments.has("allow-incomplete")
    options.maxShrink = try maxShrink(arguments) ?? options.maxShrink
    options.keep = try arguments.number("keep", 1...1_000) ?? options.keep
    options.rejectsPath = arguments.value("rejects")
    options.feed.reportsFields = options.rejectsPath != nil
    options.clusters = ClusterOptions(
      radius: try arguments.number("cluster-radius", 0...1e6) ?? 40,
      extent: try arguments.number("cluster-extent", 1...1e6) ?? 512,
      minZoom: try arguments.number("min-zoom", 0...ClusterOptions.zoomLimit) ?? 0,
      maxZoom: try arguments.number("max-zoom", 0...ClusterOptions.zoomLimit) ?? 16,
      minPoints: try arguments.number("min-points", 2...1_000_000) ?? 2)

    guard options.clusters.minZoom <= options.clusters.maxZoom else {
      throw UsageError(
        message: "--min-zoom is \(options.clusters.minZoom), expected no more than --max-zoom, "
          + "which is \(options.clusters.maxZoom)")
    }
    if let crs = options.feed.referenceSystem {
      let code = crs.uppercased().hasPrefix("EPSG:") ? Int(crs.dropFirst(5)) : nil
      guard code != nil else {
        throw UsageError(
          message: "--crs is \(crs.shortened()), expected EPSG: and a number, such as EPSG:2285")
      }
    }

    let progress = ProgressLine()
    defer { progress.end() }
    let inputs = try arguments.operands.flatMap { try FeedInput.files(at: $0) }
    let summary = try IndexBuild.run(inputs, into: path, options: options) { now in
      progress.show(Self.text(now))
    }
    progress.end()
    if arguments.has("json") {
      var writer = JSONWriter()
      summary.write(to: &writer)
      Console.print(writer.bytes)
    } else {
      Console.print(BuildText.text(summary, path: path))
    }
  }

  /// The keys that the arguments make public.
  private static func publicKeys(_ arguments: Arguments) throws -> PublicKeys {
    var names = arguments.all("public")
    for path in arguments.all("public-file") {
      guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
        throw UsageError(
          message: "--public-file \(path) cannot be read as UTF-8 text; expected a key a line")
      }
      names += PublicKeys.names(in: text)
    }
    do { return try PublicKeys(names) } catch { throw error.usage { $0 } }
  }

  /// The limit as a fraction.
  ///
  /// `20%` and `20` are one fifth; a number below 1 without the percent sign is ambiguous and
  /// refused.
  private static func maxShrink(_ arguments: Arguments) throws -> Double? {
    guard let text = arguments.value("max-shrink") else { return nil }
    let isMarked = text.hasSuffix("%")
    guard let percent = Double(isMarked ? text.dropLast() : text[...]), (0...100).contains(percent),
      isMarked || percent == 0 || percent >= 1
    else {
      throw UsageError(
        message: "--max-shrink is \(text), expected percents from 0% to 100%, such as 20%")
    }
    return percent / 100
  }

  private static func text(_ progress: BuildProgress) -> String {
    guard progress.step == "reading" else { return progress.step }
    let share = progress.totalBytes.map { $0 > 0 ? " \(progress.bytes * 100 / $0) %" : "" } ?? ""
    return "reading\(share), \(NumberText.grouped(progress.listings)) listings"
  }
}
