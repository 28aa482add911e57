public import Synchronization

/// A value that is made on first use and then kept.
///
/// One thread makes it; other threads that ask for it meanwhile wait. If the maker throws, nothing
/// is kept and the next thread tries again. The maker must not ask for the same value.
@usableFromInline
package struct Once<Value: Sendable>: ~Copyable, Sendable {
  @usableFromInline let kept: Mutex<Value?>

  /// Starts without a value.
  @inlinable
  package init() { kept = Mutex(nil) }

  /// The value, made now if it does not exist yet.
  ///
  /// - Throws: The maker's error.
  @inlinable
  package func get<Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try kept.withLock { (kept) throws(Failure) in
      if let kept { return kept }
      let made = try make()
      kept = made
      return made
    }
  }

  /// The value if it exists; waits for a thread that is making it.
  @inlinable
  package var value: Value? { kept.withLock { $0 } }

  /// Forgets the value if it satisfies a condition; the next thread that asks makes it again.
  @inlinable
  package func forget(where condition: (Value) -> Bool) {
    kept.withLock { kept in
      if let value = kept, condition(value) { kept = nil }
    }
  }
}
