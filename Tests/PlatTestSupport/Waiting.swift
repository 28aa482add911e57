import Glibc

/// Waits until a condition is true; false if it is not within some seconds.
///
/// Tests use it to wait for another thread, so that none waits forever.
public func holdsSoon(within seconds: Double = 30, _ holds: () throws -> Bool) rethrows -> Bool {
  let end = ContinuousClock.now + .seconds(seconds)
  while try !holds() {
    guard ContinuousClock.now < end else { return false }
    sched_yield()
  }
  return true
}
