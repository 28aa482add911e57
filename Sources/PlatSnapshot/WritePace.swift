import PlatCommon
import PlatFiles

/// How fast a snapshot is written beside a database whose commits wait for the same disk.
///
/// A large file that is written at once and flushed at its end holds up every commit meanwhile: up
/// to a tenth of a second where one of 500 MB is flushed. Brought to disk piece by piece at a
/// bounded rate, it adds some milliseconds at worst.
package struct WritePace: Sendable {
  /// Bytes for each second.
  package var bytesPerSecond = 200 << 20
  /// The bytes that the system is asked to write at a time.
  package var piece = 1 << 20
  /// The bytes that may be on their way to the disk.
  package var window = 8 << 20

  /// Makes the default pace.
  package init() {}

  /// The way of one file at a pace.
  struct Course {
    private let pace: WritePace
    private let began = SystemTime.monotonic
    private var written = 0
    private var begun = 0

    init(_ pace: WritePace) { self.pace = pace }

    /// Notes that bytes were written; returns when the next ones may be.
    mutating func advance(_ count: Int, in file: TemporaryFile) throws(SystemError) {
      written += count
      while written - begun >= pace.piece {
        try file.beginSynchronising(from: begun, count: pace.piece, window: pace.window)
        begun += pace.piece
      }
      let due = UInt64(Double(written) / Double(pace.bytesPerSecond) * 1e9)
      let passed = SystemTime.monotonic - began
      if due > passed { usleep(UInt32(clamping: (due - passed) / 1000)) }
    }
  }
}
