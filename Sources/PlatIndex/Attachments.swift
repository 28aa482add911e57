internal import PlatCommon
internal import Synchronization

/// Values derived from one owner, each made once, when it is first asked for.
///
/// A value is found by its type. Threads that ask for a value while it is made wait for it; those
/// that ask for another one do not.
package final class Attachments: Sendable {
  private let slots = Mutex<[ObjectIdentifier: any Sendable]>([:])

  package init() {}

  /// The value of a type; makes it where nothing has asked for it before.
  ///
  /// A maker that throws leaves nothing behind, and the next one who asks makes the value.
  ///
  /// - Complexity: One look-up in a dictionary, once the value is made.
  package func value<Value: Sendable, Failure: Error>(
    _ make: () throws(Failure) -> Value
  ) throws(Failure) -> Value {
    try slot(Value.self).once.get(make)
  }

  /// The value of a type where it is made already.
  package func known<Value: Sendable>(_ type: Value.Type) -> Value? { slot(type).once.value }

  /// Forgets the value of a type where a condition names it; the next one who asks makes it again.
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
