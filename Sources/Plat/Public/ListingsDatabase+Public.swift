internal import PlatCommon
internal import PlatJSON
public import PlatListings
internal import PlatRecords
internal import PlatStore

extension ListingsDatabase {
  /// The public part of a listing's document, as a JSON object: the public counterpart of
  /// `document(of:)`.
  ///
  /// It holds the catalogue's public fields (`FieldVisibility`), the public members of photos and
  /// other parts, and the keys that the operator named for this index
  /// (``BuildOptions/publicKeys``); nothing else, at any depth. If the seller hides the address,
  /// only members that cannot reveal it are included. docs/FIELDS.md lists them.
  ///
  ///     if let listing = listings.listing(key: "SC1"),
  ///       let json = try listings.publicDocument(of: listing)
  ///     {
  ///       print(String(decoding: json, as: UTF8.self))
  ///     }
  ///
  /// - Returns: The object's bytes; nil if the records no longer hold the listing, or now hide it.
  /// - Throws: ``PlatError/records(_:)`` if the record store is missing or cannot be read.
  public func publicDocument(of listing: ListingView) throws(PlatError) -> [UInt8]? {
    try publicJSON(of: listing) { document, shown, writer in
      shown.write(document, of: listing, to: &writer)
    }
  }

  /// The public part of one list of a listing's document, such as `documents` or `openHouses`, as a
  /// JSON array.
  ///
  /// - Returns: The array's bytes, an empty array if there is no such list; nil as
  ///   ``publicDocument(of:)``.
  /// - Throws: ``PlatError/records(_:)`` if the record store is missing or cannot be read.
  public func publicParts(_ field: Field, of listing: ListingView) throws(PlatError) -> [UInt8]? {
    try publicJSON(of: listing) { document, shown, writer in
      shown.writeParts(field, of: document, to: &writer)
    }
  }

  private func publicJSON(
    of listing: ListingView, _ write: (JSONValue, PublicDocument, inout JSONWriter) -> Void
  ) throws(PlatError) -> [UInt8]? {
    guard let bytes = try document(of: listing) else { return nil }
    let keys = try part { () throws(StoreError) in try publicKeys() }
    var parser = JSONParser(keepsLargeNumbers: true)
    do throws(JSONError) {
      let document = try parser.parse(bytes.span)
      guard let shown = publicDocument(document, keys: keys) else { return nil }
      var writer = JSONWriter()
      write(document, shown, &writer)
      return writer.bytes
    } catch {
      throw .records(
        StoreError(
          .damaged, path: path + "/" + Self.recordsName,
          reason: "the document of \(listing.key) is not JSON"))
    }
  }

  /// The public part of a parsed document; nil if its flags or its status hide it.
  ///
  /// The records may be newer than the snapshot.
  func publicDocument(_ document: JSONValue, keys: PublicKeys) -> PublicDocument? {
    scope.shows(document["standardStatus"].string) ? PublicDocument(document, keys: keys) : nil
  }

  /// The keys that the operator named for the open records.
  func publicKeys() throws(StoreError) -> PublicKeys {
    try files.value { () throws(StoreError) in
      let note = try withRecords { (records) throws(StoreError) in
        try records.note(PublicKeys.note)
      }
      return PublicKeys(trusted: PublicKeys.names(in: note ?? ""))
    }
  }

  /// The words of feeds that the operator mapped (`plat build --map-value`); none where the records
  /// cannot be read, so that searches do without them.
  var feedWords: FeedWords {
    let words = try? attachments.value { () throws(StoreError) in
      let note = try withRecords { (records) throws(StoreError) in
        try records.note(Self.wordsNote)
      }
      return FeedWords(text: note ?? "")
    }
    return words ?? FeedWords([:])
  }

  /// The name of the note that keeps these words in the record store.
  static var wordsNote: String { "feedWords" }
}
