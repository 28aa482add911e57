import Glibc

/// Waits until something holds; false where it does not within some seconds.
///
/// Tests that wait for another thread wait here, so that none waits for ever.
public func holdsSoon(within seconds: Double = 30, _ holds: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while try !holds() {
    guard ContinuousClock.now < end else { return false }
    sched_yield()
  }
  return true
}
