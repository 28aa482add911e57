import PlatJSON
import Testing

@testable import PlatFeeds

/// The division of a feed for a test: the size of a source's pieces, and the window's initial size.
struct Cut: CustomTestStringConvertible {
  var piece = Int.max
  var window = 1 << 16
  var testDescription: String { "pieces of \(piece), window \(window)" }

  static let all = [Cut()] + [1, 2, 3, 7, 64].map { Cut(piece: $0, window: $0 * 8) }
}

/// The results of a walk, as text: records unchanged, refusals by scope, reason and place.
///
/// A record is taken if it is an object with a `listingKey`.
func pieces(_ bytes: [UInt8], _ cut: Cut = Cut(), recordLimit: Int = 1 << 20) throws -> [String] {
  let window = try InputWindow(
    input: "test", source: MemorySource(bytes, pieceSize: cut.piece), chunkSize: cut.window)
  var feed = JSONFeed(window: window, recordLimit: recordLimit)
  var parser = JSONParser()
  var found: [String] = []
  while let piece = try feed.next() {
    switch piece.content {
    case .refusal(let scope, let reason, _, _):
      found.append("\(scope) \(reason.code) \(piece.start)")
    case .record:
      let window = feed.cursor.window
      let text = Array(window.bytes[piece.start - window.base..<piece.end - window.base])
      let verdict: String?
      do throws(JSONError) {
        let root = try parser.parse(text.span)
        verdict = root["listingKey"].isMissing && root["ListingKey"].isMissing ? "key" : nil
      } catch {
        verdict = "json"
      }
      if let verdict {
        if !feed.reconsider(isKeyMissing: verdict == "key") {
          found.append("record \(verdict) \(piece.start)")
        }
      } else {
        found.append(String(decoding: text, as: UTF8.self))
      }
    }
  }
  return found
}

func pieces(_ text: String, _ cut: Cut = Cut(), recordLimit: Int = 1 << 20) throws -> [String] {
  try pieces(Array(text.utf8), cut, recordLimit: recordLimit)
}
