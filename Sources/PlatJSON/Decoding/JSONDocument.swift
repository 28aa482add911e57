/// A parsed document that owns its data and decodes `Decodable` values without Foundation.
///
///     struct Home: Decodable { let city: String; let photos: [Photo]? }
///     let home = try JSONDocument(bytes.span).decode(Home.self)
///
/// Keys are matched exactly; if several members have the same key, the last counts. A number
/// without a fraction decodes as an integer if it fits the type. Dates are strings in the document,
/// so declare them as `String`: Foundation's `Date`, `URL`, `Data` and `Decimal` only decode from
/// their own encoded form. A number too large for 64 bits or a double is a string of its digits.
///
/// Use `JSONParser` where many documents are read for a few values each.
public final class JSONDocument: Sendable {
  let tape: [UInt64]
  let strings: [UInt8]

  /// The maximum nesting of arrays and objects that is decoded.
  ///
  /// The document may have deeper values if they are not decoded.
  public static let depthLimit = 64

  /// Parses a document.
  ///
  /// - Throws: ``JSONDecodingError`` if the bytes are not one JSON value.
  /// - Complexity: O(bytes).
  public init(_ bytes: Span<UInt8>) throws(JSONDecodingError) {
    var parser = JSONParser(keepsLargeNumbers: true)
    do throws(JSONError) {
      let root = try parser.parse(bytes)
      tape = Self.copy(root.tape)
      strings = Self.copy(root.strings)
    } catch {
      throw JSONDecodingError(path: "", kind: .notJSON, reason: error.description)
    }
  }

  /// Decodes the whole document.
  ///
  /// - Throws: ``JSONDecodingError`` with the path of the value that does not match its type.
  public func decode<T: Decodable>(_ type: T.Type) throws(JSONDecodingError) -> T {
    do {
      return try JSONTapeDecoder(document: self, index: 1, codingPath: []).decoded(type)
    } catch {
      throw JSONDecodingError(error)
    }
  }

  private static func copy(_ words: Span<UInt64>) -> [UInt64] {
    var copy: [UInt64] = []
    copy.reserveCapacity(words.count)
    for place in words.indices { copy.append(words[place]) }
    return copy
  }

  private static func copy(_ bytes: RawSpan) -> [UInt8] {
    let bytes = Span<UInt8>(_bytes: bytes)
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for place in bytes.indices { copy.append(bytes[place]) }
    return copy
  }
}

/// Why a document could not be decoded, and at which value.
public struct JSONDecodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Sendable {
    /// The bytes are not JSON.
    case notJSON
    /// A member is missing.
    case missing
    /// A value is null, but the type requires one.
    case null
    /// A value has another kind than the type requires.
    case wrongKind
    /// A value is not allowed by the type, or is nested too deeply.
    case invalid
    /// The type's own initializer threw another error.
    case other
  }

  /// The path of the value: `photos[2].uriThumb`; empty for the whole document, or if it is
  /// unknown.
  public let path: String
  /// What is wrong.
  public let kind: Kind
  /// The error in words: `expected a string, found a number`.
  public let reason: String

  init(path: String, kind: Kind, reason: String) {
    (self.path, self.kind, self.reason) = (path, kind, reason)
  }

  init(_ error: any Error) {
    guard let error = error as? DecodingError else {
      self.init(path: "", kind: .other, reason: "\(error)")
      return
    }
    switch error {
    case .keyNotFound(let key, let context):
      self.init(
        path: Self.path(context.codingPath + [key]), kind: .missing, reason: "the member is missing"
      )
    case .valueNotFound(_, let context):
      self.init(
        path: Self.path(context.codingPath), kind: .null, reason: context.debugDescription)
    case .typeMismatch(_, let context):
      self.init(
        path: Self.path(context.codingPath), kind: .wrongKind, reason: context.debugDescription)
    case .dataCorrupted(let context):
      self.init(
        path: Self.path(context.codingPath), kind: .invalid, reason: context.debugDescription)
    @unknown default:
      self.init(path: "", kind: .other, reason: "\(error)")
    }
  }

  /// The path and the reason.
  public var description: String { path.isEmpty ? reason : "\(path): \(reason)" }

  private static func path(_ keys: [any CodingKey]) -> String {
    keys.reduce(into: "") { path, key in
      if let place = key.intValue {
        path += "[\(place)]"
      } else {
        path += (path.isEmpty ? "" : ".") + key.stringValue
      }
    }
  }
}
