import Plat
import PlatFeeds
import PlatJSON

extension JSONWriter {
  /// Writes a text under a key.
  mutating func member(_ key: StaticString, _ value: String) {
    self.key(key)
    string(value)
  }

  /// Writes a whole number under a key.
  mutating func member(_ key: StaticString, _ value: Int) {
    self.key(key)
    integer(Int64(value))
  }
}

extension BuildSummary {
  /// Writes the summary as a JSON object.
  func write(to writer: inout JSONWriter) {
    writer.beginObject()
    writer.member("read", feed.read)
    writer.member("taken", feed.taken)
    writer.member("replaced", replaced)
    writer.member("hidden", hidden)
    writer.member("listings", listings)
    writer.member("located", located)
    writer.member("bytesRead", feed.bytes)
    writer.key("refused")
    writer.beginArray()
    for (reason, count) in feed.refused.sorted(by: { $0.key.code < $1.key.code }) {
      writer.beginObject()
      writer.member("reason", reason.code)
      writer.member("summary", reason.summary)
      writer.member("count", count)
      writer.endObject()
    }
    writer.endArray()
    writer.key("dropped")
    writer.beginArray()
    for (drop, count) in feed.dropped.sorted(by: {
      ($0.key.field, $0.key.reason.code) < ($1.key.field, $1.key.reason.code)
    }) {
      writer.beginObject()
      writer.member("field", drop.field)
      writer.member("reason", drop.reason.code)
      writer.member("summary", drop.reason.summary)
      writer.member("count", count)
      writer.endObject()
    }
    writer.endArray()
    writer.key("incomplete")
    writer.beginArray()
    for input in feed.inputs {
      if let failure = input.failure { writer.string("\(failure)") }
    }
    writer.endArray()
    writer.member("snapshot", snapshotPath)
    writer.member("snapshotBytes", snapshotBytes)
    writer.member("recordBytes", recordBytes)
    writer.member("changeNumber", Int(clamping: changeNumber))
    writer.key("seconds")
    writer.double((seconds * 1000).rounded() / 1000)
    writer.endObject()
  }
}
