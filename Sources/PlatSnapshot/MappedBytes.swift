internal import CPlatFaults
import PlatCommon

/// The bytes of an open snapshot: a file mapped read-only, or a copy of it in memory.
///
/// The bytes do not move until the last reference is gone; each column keeps one.
///
/// The file is mapped shared and read-only with the kernel's ordinary read-ahead: queries jump, but
/// scans run through whole columns, and the read-ahead around a fault makes a cold scan fast.
/// Another program must not truncate a mapped file while it is open: the system answers a read
/// beyond the new end with `SIGBUS` (``Snapshot/surviveMissingPages()``). Snapshots are written
/// once and only ever removed, which is harmless; if others may change files, open them with
/// ``Snapshot/Residence/memory``.
@safe
final class MappedBytes: @unchecked Sendable {
  // Unchecked: the bytes are never written after `init`, and every property is a constant.
  let base: UnsafeRawPointer
  let count: Int
  /// The open file, or nil for bytes in memory.
  let file: OpenFile?
  /// The number of this mapping in the fault handler; -1 if there is none.
  private let watch: Int32

  /// Maps a whole file that has at least one byte.
  init(mapping file: consuming OpenFile) throws(SnapshotError) {
    guard let count = Int(exactly: file.length), count > 0 else {
      throw SnapshotError(
        .wrongLength, path: file.path, reason: "\(file.length) bytes cannot be mapped")
    }
    let address = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, file.descriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .system("mmap", errno, path: file.path)
    }
    unsafe base = UnsafeRawPointer(address)
    self.count = count
    watch = unsafe plat_faults_watch(address, count)
    self.file = file
  }

  /// Copies bytes to whole pages of memory, with huge pages if the system has them.
  ///
  /// - Parameters:
  ///   - count: The number of bytes; more than zero.
  ///   - path: The name for errors.
  ///   - fill: Writes all of them.
  init(
    copying count: Int, path: String, fill: (inout MutableSpan<UInt8>) throws(SnapshotError) -> Void
  ) throws(SnapshotError) {
    let address = unsafe mmap(
      nil, count, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .system("mmap", errno, path: path)
    }
    unsafe madvise(address, count, MADV_HUGEPAGE)
    var bytes = unsafe MutableSpan(
      _unsafeStart: address.bindMemory(to: UInt8.self, capacity: count), count: count)
    do {
      try fill(&bytes)
    } catch {
      unsafe munmap(address, count)
      throw error
    }
    unsafe mprotect(address, count, PROT_READ)
    unsafe base = UnsafeRawPointer(address)
    self.count = count
    file = nil
    watch = -1
  }

  /// Zeros that take no memory: pages that were never written all map to the system's single page
  /// of zeros.
  ///
  /// - Parameters:
  ///   - count: The number of bytes; more than zero.
  ///   - path: The name for errors.
  init(zeros count: Int, path: String) throws(SnapshotError) {
    let address = unsafe mmap(
      nil, count, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .system("mmap", errno, path: path)
    }
    unsafe base = UnsafeRawPointer(address)
    self.count = count
    file = nil
    watch = -1
  }

  deinit {
    plat_faults_unwatch(watch)
    unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
  }

  /// Whether all bytes are still those that were opened.
  var isUnchanged: Bool {
    guard let file else { return true }
    return plat_faults_seen(watch) == 0 && file.isUnchanged
  }

  /// Copies the bytes that start at an offset to the front of a span, up to the end of either.
  func copy(from offset: Int, to target: inout MutableSpan<UInt8>) {
    guard offset >= 0, offset < count else { return }
    let source = unsafe UnsafeRawBufferPointer(
      start: base + offset, count: min(count - offset, target.count))
    unsafe target.withUnsafeMutableBytes { unsafe $0.copyMemory(from: source) }
  }

  /// Asks the system to read a range of the file soon; only a hint.
  func willNeed(offset: Int, length: Int) {
    guard offset >= 0, length > 0, offset < count else { return }
    let page = Int(sysconf(Int32(_SC_PAGESIZE)))
    let start = offset / page * page
    let end = min(count, offset + min(length, count - offset))
    unsafe madvise(UnsafeMutableRawPointer(mutating: base + start), end - start, MADV_WILLNEED)
  }
}
