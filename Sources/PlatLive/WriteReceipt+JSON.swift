public import PlatJSON

extension WriteReceipt {
  /// Writes the receipt as an object: `{"changeNumber": 7, "listings": [{"key", "outcome",
  /// "change"}]}`.
  public func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.key("changeNumber")
      writer.integer(changeNumber)
      writer.array("listings") { writer in
        for listing in listings {
          writer.object { writer in
            writer.member("key", listing.key)
            writer.member("outcome", listing.outcome.rawValue)
            writer.key("change")
            writer.integer(listing.change)
          }
        }
      }
    }
  }

  /// The receipt as JSON.
  var json: [UInt8] {
    var writer = JSONWriter()
    write(to: &writer)
    return writer.bytes
  }

  /// Reads what ``json`` gave; nil for anything else.
  init?(json: [UInt8]) {
    var parser = JSONParser()
    guard let parsed = try? parser.parse(json.span),
      let change = Self.number(parsed["changeNumber"])
    else { return nil }
    self.init(changeNumber: change)
    var elements = parsed["listings"].elements
    while elements.next() {
      guard let key = elements.value["key"].string,
        let outcome = WrittenListing.Outcome(rawValue: elements.value["outcome"].string ?? ""),
        let change = Self.number(elements.value["change"])
      else { return nil }
      listings.append(WrittenListing(key: key, outcome: outcome, change: change))
    }
  }

  private static func number(_ value: borrowing JSONValue) -> UInt64? {
    value.int64.flatMap { UInt64(exactly: $0) }
  }
}
