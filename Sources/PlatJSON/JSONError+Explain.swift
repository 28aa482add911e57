import CPlatSimdjson

extension JSONError {
  /// The error for a parser's code, with the place where the document breaks the grammar.
  static func explain(
    code: Int, in bytes: Span<UInt8>, capacityLimit: Int, keepsLargeNumbers: Bool
  ) -> JSONError {
    switch code {
    case PLAT_JSON_TOO_LARGE: return JSONError(.tooLarge(limit: capacityLimit), offset: nil)
    case PLAT_JSON_NO_MEMORY: return JSONError(.outOfMemory, offset: nil)
    case PLAT_JSON_EMPTY: return JSONError(.empty, offset: nil)
    case PLAT_JSON_NOT_UTF8:
      return JSONError(.notUTF8, offset: firstOffsetOutsideUTF8(of: bytes))
    default:
      if let offset = firstOffsetOutsideUTF8(of: bytes) {
        return JSONError(.notUTF8, offset: offset)
      }
      var grammar = JSONGrammar(bytes: bytes, takesLargeNumbers: keepsLargeNumbers)
      return grammar.firstFault() ?? JSONError(.parserFailure, offset: nil)
    }
  }

  private static func firstOffsetOutsideUTF8(of bytes: Span<UInt8>) -> Int? {
    do throws(UTF8.ValidationError) {
      _ = try UTF8Span(validating: bytes)
      return nil
    } catch {
      return error.byteOffsets.lowerBound
    }
  }
}
