/// The element type of a section, as stored in the section table.
///
/// All numbers are little-endian. The raw values are part of the file format; see
/// `indexes/FORMAT.md`.
public enum ElementType: UInt8, Sendable, CaseIterable {
  /// Opaque bytes: text, JSON, anything that is not an array of numbers.
  case bytes = 1
  /// Unsigned integers of 8 bits.
  case uint8 = 2
  /// Unsigned integers of 16 bits.
  case uint16 = 3
  /// Unsigned integers of 32 bits.
  case uint32 = 4
  /// Unsigned integers of 64 bits.
  case uint64 = 5
  /// Signed integers of 8 bits, two's complement.
  case int8 = 6
  /// Signed integers of 16 bits, two's complement.
  case int16 = 7
  /// Signed integers of 32 bits, two's complement.
  case int32 = 8
  /// Signed integers of 64 bits, two's complement.
  case int64 = 9
  /// IEEE 754 binary32.
  case float32 = 10
  /// IEEE 754 binary64.
  case float64 = 11

  /// The size of one element in bytes: 1, 2, 4 or 8.
  public var size: Int {
    switch self {
    case .bytes, .uint8, .int8: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    }
  }

  /// The name in messages and in `plat inspect`, such as `u32`.
  public var name: String {
    switch self {
    case .bytes: "bytes"
    case .uint8: "u8"
    case .uint16: "u16"
    case .uint32: "u32"
    case .uint64: "u64"
    case .int8: "i8"
    case .int16: "i16"
    case .int32: "i32"
    case .int64: "i64"
    case .float32: "f32"
    case .float64: "f64"
    }
  }
}

/// A number type that a section can hold an array of; the standard library's fixed-width numbers
/// conform.
///
/// Do not conform other types: they could then be read from bytes that were never theirs.
public protocol ColumnElement: BitwiseCopyable, Sendable {
  /// The type's entry in the section table.
  static var elementType: ElementType { get }
}

extension UInt8: ColumnElement {
  /// Stored as `u8`.
  public static var elementType: ElementType { .uint8 }
}
extension UInt16: ColumnElement {
  /// Stored as `u16`.
  public static var elementType: ElementType { .uint16 }
}
extension UInt32: ColumnElement {
  /// Stored as `u32`.
  public static var elementType: ElementType { .uint32 }
}
extension UInt64: ColumnElement {
  /// Stored as `u64`.
  public static var elementType: ElementType { .uint64 }
}
extension Int8: ColumnElement {
  /// Stored as `i8`.
  public static var elementType: ElementType { .int8 }
}
extension Int16: ColumnElement {
  /// Stored as `i16`.
  public static var elementType: ElementType { .int16 }
}
extension Int32: ColumnElement {
  /// Stored as `i32`.
  public static var elementType: ElementType { .int32 }
}
extension Int64: ColumnElement {
  /// Stored as `i64`.
  public static var elementType: ElementType { .int64 }
}
extension Float: ColumnElement {
  /// Stored as `f32`.
  public static var elementType: ElementType { .float32 }
}
extension Double: ColumnElement {
  /// Stored as `f64`.
  public static var elementType: ElementType { .float64 }
}
