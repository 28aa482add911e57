#if DEBUG
  import Foundation
  import Plat

  /// Ends a build or a rollback at a step named by the environment, for scripts/crash; debug builds
  /// only.
  ///
  /// `PLAT_CRASH_AT=recordsNamed` kills the process after that step like `kill -9`; `PLAT_FAIL_AT`
  /// makes the step after it fail. An unknown name is refused with a list of all names.
  enum CrashPoint {
    static func run(_ body: () -> Int32) -> Int32 {
      let environment = ProcessInfo.processInfo.environment
      guard let name = environment["PLAT_CRASH_AT"] ?? environment["PLAT_FAIL_AT"] else {
        return body()
      }
      guard let step = PublicationStep(rawValue: name) else {
        Console.error(
          "no step \(name); steps: "
            + PublicationStep.allCases.map(\.rawValue).joined(separator: " "))
        return 2
      }
      let isCrash = environment["PLAT_CRASH_AT"] != nil
      let hook: @Sendable (PublicationStep) -> PlatError? = { done in
        guard done == step else { return nil }
        if isCrash { kill(getpid(), SIGKILL) }
        return .file(path: name, reason: "failed on purpose")
      }
      return PublicationStep.$hook.withValue(hook) { body() }
    }
  }
#endif
