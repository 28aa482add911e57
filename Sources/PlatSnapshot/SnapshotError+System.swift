import PlatCommon

extension SnapshotError {
  /// The error for a call to the operating system that has failed with `number`.
  static func system(_ call: String, _ number: Int32, path: String, offset: UInt64? = nil)
    -> SnapshotError
  {
    let code: Code =
      switch number {
      case ENOENT, ENOTDIR: .notFound
      case EACCES, EPERM, EROFS: .permissionDenied
      case EISDIR: .notAFile
      case ENOSPC, EDQUOT: .noSpace
      case EEXIST: .alreadyExists
      default: .inputOutput
      }
    return SnapshotError(
      code, path: path, offset: offset,
      reason: "\(SystemError(call, path: path, number: number))",
      systemError: number)
  }

  /// The error of a file that was written to while it was being opened.
  static func changed(_ path: String) -> SnapshotError {
    SnapshotError(.changed, path: path, reason: "the file was changed while it was being opened")
  }
}
