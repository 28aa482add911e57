/// The bytes of a snapshot that is written to memory.
final class OutputMemory {
  /// What the snapshot is called in errors.
  let name: String
  /// The bytes written so far.
  private(set) var bytes: [UInt8] = []

  init(_ name: String) { self.name = name }

  /// Appends bytes.
  func write(_ bytes: Span<UInt8>) {
    unsafe bytes.withUnsafeBufferPointer { unsafe self.bytes.append(contentsOf: $0) }
  }
}
