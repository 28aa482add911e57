import PlatJSON

/// The text of a document after parsing and writing it.
func rewritten(_ text: String) throws(JSONError) -> String { try rewritten(Array(text.utf8)) }

func rewritten(_ bytes: [UInt8]) throws(JSONError) -> String {
  var parser = JSONParser()
  let root = try parser.parse(bytes.span)
  var writer = JSONWriter()
  writer.value(root)
  return writer.bytes.span.text
}

/// The error of a refused document, or nil if it is accepted.
func refusal(_ text: String) -> JSONError? { refusal(Array(text.utf8)) }

func refusal(_ bytes: [UInt8]) -> JSONError? {
  do throws(JSONError) {
    var parser = JSONParser()
    _ = try parser.parse(bytes.span)
    return nil
  } catch {
    return error
  }
}
