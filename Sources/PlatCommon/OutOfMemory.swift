/// Ends the process because the memory for something cannot be had, as Swift does for an array.
package func endWithoutMemory(for what: String, _ reason: String) -> Never {
  fatalError("no memory for \(what): \(reason)")
}
