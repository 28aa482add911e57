/// A parsed document that stands on its own: `Decodable` values come out of it without Foundation.
///
///     struct Home: Decodable { let city: String; let photos: [Photo]? }
///     let home = try JSONDocument(bytes.span).decode(Home.self)
///
/// Keys are taken as they stand in the document; of members with the same key the last counts. A
/// number without a fraction decodes as an integer where the type holds it. Dates are the strings
/// of the document, so hold them in a `String`: `Date`, `URL`, `Data` and `Decimal` of Foundation
/// are only taken in the form that they encode themselves in. A number too large for 64 bits or a
/// double is a string of its digits.
///
/// Use `JSONParser` where many documents are read for a few values each.
public final class JSONDocument: Sendable {
  let tape: [UInt64]
  let strings: [UInt8]

  /// The deepest nesting of arrays and objects that is decoded.
  ///
  /// What is deeper may be in the document, as long as no value is made of it.
  public static let depthLimit = 64

  /// Parses a document.
  ///
  /// - Throws: ``JSONDecodingError`` where the bytes are not one JSON value.
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

  /// Makes a value of the whole document.
  ///
  /// - Throws: ``JSONDecodingError`` with the path of the value that does not fit its type.
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

/// Why a document does not decode as a type, and at which value.
public struct JSONDecodingError: Error, Equatable, Sendable, CustomStringConvertible {
  /// What is wrong.
  public enum Kind: String, Sendable {
    /// The bytes are not JSON.
    case notJSON
    /// A member is missing.
    case missing
    /// A value is null, and the type wants one.
    case null
    /// A value is of another kind than the type.
    case wrongKind
    /// A value is not one of those that the type takes, or is nested too deep.
    case invalid
    /// The type's own initializer threw another error.
    case other
  }

  /// The place of the value: `photos[2].uriThumb`; empty for the whole document, or where it is not
  /// known.
  public let path: String
  /// What is wrong.
  public let kind: Kind
  /// What is wrong, in words: `expected a string, found a number`.
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
