internal import PlatCommon
internal import Synchronization

/// Values derived from one owner, each made once, on first use.
///
/// A value is found by its type. Threads that ask for a value while it is being made wait for it;
/// threads that ask for another value do not.
package final class Attachments: Sendable {
  private let slots = Mutex<[ObjectIdentifier: any Sendable]>([:])

  package init() {}

  /// The value of a type; makes it if nothing asked for it before.
  ///
  /// If the maker throws, nothing is kept, and the next caller makes the value.
  ///
  /// - Complexity: One dictionary lookup, once the value is made.
  package func value<Value: Sendable, Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try slot(Value.self).once.get(make)
  }

  /// The value of a type if it is already made.
  package func known<Value: Sendable>(_ type: Value.Type) -> Value? { slot(type).once.value }

  /// Forgets the value of a type if it satisfies a condition; the next caller makes it again.
  package func forget<Value: Sendable>(_ condition: (Value) -> Bool) {
    slot(Value.self).once.forget(where: condition)
  }

  private func slot<Value: Sendable>(_ type: Value.Type) -> Slot<Value> {
    slots.withLock { slots in
      if let slot = slots[ObjectIdentifier(type)] as? Slot<Value> { return slot }
      let slot = Slot<Value>()
      slots[ObjectIdentifier(type)] = slot
      return slot
    }
  }

  private final class Slot<Value: Sendable>: Sendable {
    let once = Once<Value>()
  }
}
