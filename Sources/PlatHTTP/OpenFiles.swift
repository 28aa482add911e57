internal import PlatCommon

/// The number of files and connections that this process may have open.
public enum OpenFiles {
  /// Files that are not connections: snapshots, databases, the log.
  static let reserved = 128
  /// The highest limit that ``raise()`` requests.
  private static let most = 1 << 20

  /// The current limit.
  public static var limit: Int { read().map { Int(clamping: $0.rlim_cur) } ?? 1024 }

  /// Raises the limit as far as the system permits, to at most a million.
  ///
  /// Many systems start programs with 1,024 files and allow many more.
  ///
  /// - Returns: The new limit.
  @discardableResult
  public static func raise() -> Int {
    guard var files = read() else { return limit }
    let wanted = min(files.rlim_max, rlim_t(most))
    guard wanted > files.rlim_cur else { return limit }
    files.rlim_cur = wanted
    _ = unsafe setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files)
    return limit
  }

  private static func read() -> rlimit? {
    var files = rlimit()
    let isKnown = unsafe getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &files) == 0
    return isKnown ? files : nil
  }
}
