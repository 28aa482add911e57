/// A call to the operating system that failed.
package struct SystemError: Error, Equatable, Sendable, CustomStringConvertible {
  /// The function, such as `open`.
  package let call: String
  /// The file that the call was for.
  package let path: String
  /// The system's error number (`errno`).
  package let number: Int32

  /// Describes a failed call; read `errno` before making any other call.
  package init(_ call: String, path: String, number: Int32) {
    (self.call, self.path, self.number) = (call, path, number)
  }

  /// The call, the system's message and the number: `open failed: Permission denied (errno 13)`.
  package var description: String {
    "\(call) failed: \(Self.words(of: number)) (errno \(number))"
  }

  /// The system's message for an error number: `Permission denied`.
  ///
  /// Safe to call from several threads at once.
  package static func words(of number: Int32) -> String {
    unsafe withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { buffer in
      let text = unsafe buffer.bindMemory(to: CChar.self)
      guard let base = text.baseAddress, unsafe strerror_r(number, base, text.count) == 0 else {
        return "error \(number)"
      }
      return unsafe String(cString: base)
    }
  }
}
