/// A value that C code prepares once and reads often, on the heap at a fixed address, so that no
/// call copies it.
@safe
final class Prepared<Value: BitwiseCopyable>: @unchecked Sendable {
  // Unchecked: nobody writes to the value after `init`.
  private let storage: UnsafeMutablePointer<Value>

  /// Prepares a value.
  init(_ empty: Value, _ prepare: (UnsafeMutablePointer<Value>) -> Void) {
    unsafe storage = .allocate(capacity: 1)
    unsafe storage.initialize(to: empty)
    unsafe prepare(storage)
  }

  deinit { unsafe storage.deallocate() }

  /// The value's address, valid while this object is alive.
  @unsafe @inline(__always)
  var address: UnsafePointer<Value> { unsafe UnsafePointer(storage) }

  /// A copy of one part of the value.
  @inline(__always)
  subscript<Part>(_ part: KeyPath<Value, Part>) -> Part { unsafe storage.pointee[keyPath: part] }
}
