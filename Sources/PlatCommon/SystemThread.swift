/// A system thread with its own priority.
package enum SystemThread {
  private final class Start {
    let nice: Int32
    let run: @Sendable () -> Void
    init(_ nice: Int32, _ run: @escaping @Sendable () -> Void) {
      (self.nice, self.run) = (nice, run)
    }
  }

  /// Starts a thread that ends when `run` returns.
  ///
  /// - Parameter nice: Its niceness, 0 to 19: Linux has a niceness for each thread.
  /// - Returns: Whether the thread started.
  package static func start(nice: Int32, _ run: @escaping @Sendable () -> Void) -> Bool {
    // Signals are for the program's own threads; a new thread inherits the mask of its creator.
    var (all, before) = (sigset_t(), sigset_t())
    unsafe sigfillset(&all)
    // The thread's own faults stay unblocked: a blocked fault ends the process despite any handler.
    for fault in [SIGBUS, SIGSEGV, SIGILL, SIGFPE] { unsafe sigdelset(&all, fault) }
    unsafe pthread_sigmask(SIG_SETMASK, &all, &before)
    defer { unsafe pthread_sigmask(SIG_SETMASK, &before, nil) }
    let start = unsafe Unmanaged.passRetained(Start(nice, run))
    var thread = pthread_t()
    let failure = unsafe pthread_create(
      &thread, nil,
      { context in
        guard let context = unsafe context else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(context).takeRetainedValue()
        if start.nice > 0 { setpriority(__priority_which_t(PRIO_PROCESS.rawValue), 0, start.nice) }
        start.run()
        return nil
      }, start.toOpaque())
    guard failure == 0 else {
      unsafe start.release()
      return false
    }
    pthread_detach(thread)
    return true
  }

  /// Processor time that this thread has used, in microseconds.
  package static var used: Double { Double(SystemTime.thread) / 1e3 }
}
