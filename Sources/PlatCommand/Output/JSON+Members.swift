import Plat
import PlatFeeds
import PlatJSON
import PlatListings

extension BuildSummary {
  /// Writes the summary as a JSON object.
  func write(to writer: inout JSONWriter) {
    writer.object { writer in
      writer.member("read", feed.read)
      writer.member("taken", feed.taken)
      writer.member("standing", standing)
      writer.member("replaced", replaced)
      writer.member("outdated", outdated)
      writer.member("renamed", renamed)
      writer.member("hidden", hidden)
      writer.member("listings", listings)
      writer.member("located", located)
      writer.member("bytesRead", feed.bytes)
      writer.array("refused") { writer in
        for (reason, count) in feed.refused.sorted(by: { $0.key.code < $1.key.code }) {
          writer.object { writer in
            writer.member("reason", reason.code)
            writer.member("summary", reason.summary)
            writer.member("count", count)
          }
        }
      }
      writer.array("dropped") { writer in
        for (drop, count) in feed.dropped.sorted(by: {
          ($0.key.field, $0.key.reason.code) < ($1.key.field, $1.key.reason.code)
        }) {
          writer.object { writer in
            writer.member("field", drop.field)
            writer.member("reason", drop.reason.code)
            writer.member("summary", drop.reason.summary)
            writer.member("count", count)
          }
        }
      }
      feed.writeFindings(to: &writer)
      writer.array("incomplete") { writer in
        for input in feed.inputs {
          if let failure = input.failure { writer.string("\(failure)") }
        }
      }
      writer.member("snapshot", snapshotPath)
      writer.member("snapshotBytes", snapshotBytes)
      writer.member("recordBytes", recordBytes)
      writer.member("changeNumber", Int(clamping: changeNumber))
      writer.member("seconds", (seconds * 1000).rounded() / 1000)
    }
  }
}

extension FeedSummary {
  /// Writes the findings in the inputs: unknown names, dates, repaired texts, warnings.
  fileprivate func writeFindings(to writer: inout JSONWriter) {
    writer.array("unknown") { writer in
      for unknown in unknownNames {
        writer.object { writer in
          writer.member("name", unknown.name)
          writer.member("count", unknown.count)
          writer.member("nearest", ifPresent: unknown.nearest?.key)
        }
      }
    }
    writer.array("dates") { writer in
      for finding in dates {
        writer.object { writer in
          writer.member("input", finding.input)
          writer.member("field", finding.field.key)
          writer.member("values", finding.values)
          writer.member("form", ifPresent: finding.form?.words)
          writer.member("finding", finding.description)
        }
      }
    }
    writer.member("decodedTexts", decodedTexts)
    writer.member("mendedTexts", mendedTexts)
    writer.member("repeatedHeaders", repeatedHeaders)
    writer.array("warnings") { writer in for warning in warnings { writer.string(warning) } }
  }
}
