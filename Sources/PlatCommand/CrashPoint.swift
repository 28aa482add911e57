#if DEBUG
  import Foundation
  import Plat
  import PlatLive
  import Synchronization

  /// Ends a build, a rollback, a write or a merge at a step named by the environment, for
  /// scripts/crash; debug builds only.
  ///
  /// `PLAT_CRASH_AT=recordsNamed` kills the process after that step like `kill -9`; `PLAT_FAIL_AT`
  /// makes the step after it fail. `PLAT_CRASH_AFTER=3` lets the step pass three times before. An
  /// unknown name is refused with a list of all names.
  enum CrashPoint {
    static func run(_ body: () -> Int32) -> Int32 {
      let environment = ProcessInfo.processInfo.environment
      guard let name = environment["PLAT_CRASH_AT"] ?? environment["PLAT_FAIL_AT"] else {
        return body()
      }
      let (publication, live) = (PublicationStep(rawValue: name), LiveStep(rawValue: name))
      guard publication != nil || live != nil else {
        Console.error(
          "no step \(name); steps: "
            + PublicationStep.allCases.map(\.rawValue).joined(separator: " ")
            + "; live steps: " + LiveStep.allCases.map(\.rawValue).joined(separator: " "))
        return 2
      }
      let isCrash = environment["PLAT_CRASH_AT"] != nil
      let passes = Atomic(environment["PLAT_CRASH_AFTER"].flatMap { Int($0) } ?? 0)
      /// Whether it is time; a crash does not return.
      @Sendable func isTime() -> Bool {
        if passes.subtract(1, ordering: .relaxed).oldValue > 0 { return false }
        if isCrash { kill(getpid(), SIGKILL) }
        return true
      }
      return PublicationStep.$hook.withValue({ done in
        guard done == publication, isTime() else { return nil }
        return .file(path: name, reason: "failed on purpose")
      }) {
        LiveStep.$hook.withValue({ done in done == live && isTime() ? EIO : 0 }) { body() }
      }
    }
  }
#endif
