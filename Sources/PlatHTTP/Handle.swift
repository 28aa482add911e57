/// A server or a ticket of the C side.
///
/// Every call that takes one is safe from any thread: the C side posts to a loop, or reads atomic
/// numbers.
@safe struct Handle: @unchecked Sendable {
  let pointer: OpaquePointer
  init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }
}
