internal import PlatCommon

/// Why a snapshot could not be written, opened or read: a code to branch on, the place, and a
/// remedy.
public struct SnapshotError: Error, Equatable, Sendable {
  /// The kinds of error.
  public enum Code: String, Sendable, CaseIterable {
    /// No file has this name.
    case notFound
    /// The operating system denies this process access to the file.
    case permissionDenied
    /// The name belongs to a directory, a pipe or a device.
    case notAFile
    /// The disk or the quota is full.
    case noSpace
    /// Another system call failed; ``SnapshotError/systemError`` has its number.
    case inputOutput
    /// A file with this name exists; snapshots are never overwritten.
    case alreadyExists
    /// The file does not begin with a snapshot's magic bytes.
    case notASnapshot
    /// The file requires a newer reader.
    case tooNew
    /// The file is older than the oldest version that this reader supports.
    case tooOld
    /// The file is longer or shorter than its header says.
    case wrongLength
    /// The header is damaged.
    case damagedHeader
    /// The section table is damaged.
    case damagedTable
    /// The contents of a section are damaged.
    case damagedSection
    /// The file was written to or truncated while it was open.
    case changed
    /// The snapshot has no section of this name.
    case missingSection
    /// The section has another element type than requested.
    case wrongElementType
    /// Two sections that belong together are inconsistent.
    case inconsistentSections
    /// A section's name is empty, too long, or has characters beyond `A-Z a-z 0-9 . _ -`.
    case invalidName
    /// A section of this name was already written.
    case duplicateName
  }

  /// The kind of error.
  public var code: Code
  /// The file, as the caller named it.
  public var path: String
  /// The section at fault, if there is one.
  public var section: String?
  /// The byte offset of the fault in the file, if there is one.
  public var offset: UInt64?
  /// The finding and the expectation, in one sentence.
  public var reason: String
  /// The operating system's error number (`errno`), if a system call failed.
  public var systemError: Int32?

  /// Makes an error.
  public init(
    _ code: Code, path: String, section: String? = nil, offset: UInt64? = nil, reason: String,
    systemError: Int32? = nil
  ) {
    self.code = code
    self.path = path
    self.section = section
    self.offset = offset
    self.reason = reason
    self.systemError = systemError
  }

  /// How the user can fix it, in one sentence.
  public var remedy: String {
    switch code {
    case .notFound: "Check the path, or build the index first."
    case .permissionDenied: "Give this user the right to read the file and to write its directory."
    case .notAFile: "Name a snapshot file, or the index directory that holds it."
    case .noSpace: "Free space on this disk and try again."
    case .inputOutput: remedyOfSystemError
    case .changed:
      "Replace snapshots by renaming, never in place, and restore the file or build it again."
    case .alreadyExists: "Choose another name."
    case .notASnapshot: "Name a snapshot file that this program has built."
    case .tooNew: "Read it with the version that wrote it, or a newer one."
    case .tooOld: "Build it again from the index's records."
    case .wrongLength, .damagedHeader, .damagedTable, .damagedSection, .inconsistentSections:
      "Delete the file and build it again from the index's records, or restore a copy."
    case .missingSection, .wrongElementType: "Build it again with this version."
    case .invalidName: "Use 1 to 31 of the characters A-Z a-z 0-9 . _ -"
    case .duplicateName: "Give each section a name of its own."
    }
  }
}

extension SnapshotError {
  /// The remedy for a system call that failed.
  private var remedyOfSystemError: String {
    switch systemError {
    case EMFILE?, ENFILE?:
      """
      Raise the number of files that may be open (ulimit -n, LimitNOFILE= of systemd) and try \
      again.
      """
    case ENOMEM?: "Free memory and try again."
    default: "Check the disk and the system's log, then try again."
    }
  }

  /// Whether the failure is temporary and says nothing about the file.
  public var isTransient: Bool {
    switch systemError {
    case EMFILE?, ENFILE?, ENOMEM?, EINTR?, EAGAIN?: true
    default: false
    }
  }
}

extension SnapshotError {
  /// The file's name without its directory, and the section if there is one.
  public var shortPlace: String {
    let name = path.split(separator: "/").last.map(String.init) ?? path
    return section.map { "\(name), section \($0)" } ?? name
  }
}

extension SnapshotError: CustomStringConvertible {
  /// The whole error in one line: path, place, reason, remedy.
  public var description: String {
    var text = path
    if let section { text += ": section \(section)" }
    if let offset { text += ": byte \(offset)" }
    return "\(text): \(reason). \(remedy)"
  }
}
