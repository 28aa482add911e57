import PlatCommon

extension SnapshotError {
  /// The error for a system call that failed.
  init(_ error: SystemError) { self.init(error, offset: nil) }

  /// The error for a system call that failed with `number`.
  static func system(_ call: String, _ number: Int32, path: String, offset: UInt64? = nil)
    -> SnapshotError
  {
    SnapshotError(SystemError(call, path: path, number: number), offset: offset)
  }

  private init(_ error: SystemError, offset: UInt64?) {
    let code: Code =
      switch error.number {
      case ENOENT, ENOTDIR: .notFound
      case EACCES, EPERM, EROFS: .permissionDenied
      case EISDIR: .notAFile
      case ENOSPC, EDQUOT: .noSpace
      case EEXIST: .alreadyExists
      default: .inputOutput
      }
    self.init(
      code, path: error.path, offset: offset, reason: "\(error)", systemError: error.number)
  }

  /// The error for a file that was written to while it was being opened.
  static func changed(_ path: String) -> SnapshotError {
    SnapshotError(.changed, path: path, reason: "the file was changed while it was being opened")
  }
}
