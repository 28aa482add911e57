import PlatJSON

extension NormalizerPass {
  /// Writes the document: known fields in the order of the catalogue, then unknown members in the
  /// order of the record.
  mutating func writeDocument(_ record: JSONValue, _ listing: inout Listing) {
    swap(&writer.bytes, &listing.document)
    writer.reset()
    writer.beginObject()
    let hasMediaPhotos = !best[Field.photos.ordinal].exists && mediaHasPhotos(record)
    for ordinal in rules.indices {
      switch rules[ordinal].kind {
      case .text, .lookup:
        guard listing.hasText(ordinal) else { continue }
        writeKey(ordinal)
        writer.string(listing.texts.span.extracting(listing.textRanges[ordinal]))
      case .number, .date, .flag:
        let stored = listing.numbers[ordinal]
        guard stored != Listing.missing else { continue }
        writeKey(ordinal)
        rules[ordinal].write(stored, to: &writer)
      case .json:
        if ordinal == Field.photos.ordinal, hasMediaPhotos {
          writeKey(ordinal)
          photos.writePhotos(ofMedia: media(record), to: &writer)
        } else if best[ordinal].exists {
          writeKey(ordinal)
          let value = record.value(ofKeyAt: best[ordinal].key)
          Self.write(value, isPhotos: ordinal == Field.photos.ordinal, &inner, &photos, to: &writer)
        }
      }
    }
    writeUnknown(record, hasMediaPhotos: hasMediaPhotos)
    writer.endObject()
    swap(&writer.bytes, &listing.document)
  }

  private mutating func writeKey(_ ordinal: Int) {
    writer.raw(keys, in: rules[ordinal].key, isKey: true)
  }

  /// Writes a JSON field, whose value may be JSON in a string.
  private static func write(
    _ value: JSONValue, isPhotos: Bool, _ inner: inout JSONParser, _ photos: inout PhotoWriter,
    to writer: inout JSONWriter
  ) {
    if value.kind != .string {
      if isPhotos { photos.write(value, to: &writer) } else { writer.value(value) }
      return
    }
    do throws(JSONError) {
      let held = try inner.parse(value.bytes.trimmed)
      if isPhotos { photos.write(held, to: &writer) } else { writer.value(held) }
    } catch {
      // It was parsed once before, so only an allocation can fail.
      writer.null()
    }
  }

  private mutating func writeUnknown(_ record: JSONValue, hasMediaPhotos: Bool) {
    for key in unknown.keys where key != .none {
      if hasMediaPhotos, key == parts[InputPart.media.rawValue] {
        photos.writeRest(ofMedia: media(record), key: record.value(at: key).bytes, to: &writer)
        continue
      }
      writer.key(record.value(at: key).bytes)
      writer.value(record.value(ofKeyAt: key))
    }
  }

  // MARK: Media

  @_lifetime(copy record)
  private func media(_ record: JSONValue) -> JSONValue {
    record.value(ofKeyAt: parts[InputPart.media.rawValue])
  }

  private func mediaHasPhotos(_ record: JSONValue) -> Bool {
    var media = media(record).elements
    while media.next() {
      if PhotoWriter.isPhoto(media.value) { return true }
    }
    return false
  }
}
