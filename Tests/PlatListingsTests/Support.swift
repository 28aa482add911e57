import Foundation
import PlatJSON
import PlatListings

/// A normalized record and its notes.
struct Outcome {
  var listing = Listing()
  var notes: [FieldNote] = []

  var document: String { listing.document.span.text }
  var reasons: [FieldNote.Reason] { notes.map(\.reason) }

  /// Normalizes a record given as JSON.
  init(_ json: String) throws {
    var parser = JSONParser(keepsLargeNumbers: true)
    let bytes = Array(json.utf8)
    let root = try parser.parse(bytes.span)
    var normalizer = ListingNormalizer()
    try normalizer.normalize(root, into: &listing, notes: &notes)
  }

  /// Normalizes a record given as names and texts.
  init(texts: KeyValuePairs<String, String>) throws {
    var normalizer = ListingNormalizer()
    normalizer.beginRecord()
    for (name, text) in texts { normalizer.add(name: name.utf8Span.span, text: text.utf8Span.span) }
    try normalizer.finishRecord(into: &listing, notes: &notes)
  }

  /// Normalizes a listing with a key and the given JSON members.
  init(fields: String) throws { try self.init("{\"listingKey\":\"K\",\(fields)}") }

  /// The document's value for a key, as JSON; nil if it has none.
  func json(_ key: String) -> String? {
    var parser = JSONParser()
    guard let root = try? parser.parse(listing.document.span) else { return nil }
    let value = root.member(key.utf8Span.span)
    guard value.kind != .missing else { return nil }
    var writer = JSONWriter()
    writer.value(value)
    return writer.bytes.span.text
  }
}

/// The document's value of a field for a given value in the record; nil if there is none.
func taken(_ key: String, _ json: String, as field: Field? = nil) throws -> String? {
  try Outcome(fields: "\"\(key)\":\(json)").json(field?.key ?? key)
}

/// The reason for dropping a field's value; nil if it is not dropped.
func dropped(_ key: String, _ json: String) throws -> FieldNote.Reason? {
  let outcome = try Outcome(fields: "\"\(key)\":\(json)")
  return outcome.notes.count == 1 && outcome.document == "{\"listingKey\":\"K\"}"
    ? outcome.notes[0].reason : nil
}
