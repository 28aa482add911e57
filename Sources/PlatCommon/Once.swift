public import Synchronization

/// A value that is made when it is first asked for, and then kept.
///
/// One thread makes it; others that ask meanwhile wait. Where the maker throws, nothing is kept and
/// the next thread that asks tries again. The maker must not ask for the same value.
@usableFromInline
package struct Once<Value: Sendable>: ~Copyable, Sendable {
  @usableFromInline let kept: Mutex<Value?>

  /// Makes nothing yet.
  @inlinable
  package init() { kept = Mutex(nil) }

  /// The value, made now where it is not there.
  ///
  /// - Throws: What the maker throws.
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

  /// The value where it is made; waits for a thread that makes it.
  @inlinable
  package var value: Value? { kept.withLock { $0 } }

  /// Forgets the value where it is the one that a condition names; the next thread makes it again.
  @inlinable
  package func forget(where condition: (Value) -> Bool) {
    kept.withLock { kept in
      if let value = kept, condition(value) { kept = nil }
    }
  }
}
