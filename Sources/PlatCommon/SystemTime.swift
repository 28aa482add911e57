/// The clocks of the operating system, in nanoseconds.
package enum SystemTime {
  /// The time since an unspecified start; it never goes back.
  package static var monotonic: UInt64 { UInt64(read(CLOCK_MONOTONIC)) }

  /// The time since 1970, UTC; it jumps when the system's clock is set.
  package static var wall: Int64 { read(CLOCK_REALTIME) }

  /// The processor time of this thread.
  package static var thread: UInt64 { UInt64(read(CLOCK_THREAD_CPUTIME_ID)) }

  /// The processor time of all threads of this process.
  package static var process: UInt64 { UInt64(read(CLOCK_PROCESS_CPUTIME_ID)) }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    unsafe clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
