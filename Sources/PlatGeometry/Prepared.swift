/// What C has prepared once and reads often: a value on the heap at one address, so that no call
/// copies it.
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

  /// The value's address, good for as long as this object is alive.
  @unsafe @inline(__always)
  var address: UnsafePointer<Value> { unsafe UnsafePointer(storage) }

  /// A copy of one part of the value.
  @inline(__always)
  subscript<Part>(_ part: KeyPath<Value, Part>) -> Part { unsafe storage.pointee[keyPath: part] }
}
