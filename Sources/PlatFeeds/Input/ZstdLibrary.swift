internal import CPlatZstd

/// The functions of libzstd, loaded when the first Zstandard file is read.
@safe
struct ZstdLibrary: @unchecked Sendable {
  /// The library, or nil if it is not installed.
  static let shared = ZstdLibrary(name)

  /// The version of the binary interface that all versions 1.x have.
  static let name = "libzstd.so.1"

  /// Advice for a file that cannot be read without the library.
  static let missing =
    "\(name) cannot be loaded; install Debian's libzstd1, or unpack the file first: zstd -d."

  /// Allocated once, never changed afterwards and never freed, so that threads may share it.
  let functions: UnsafePointer<plat_zstd_functions>

  /// Loads a library; nil if it or one of the functions is missing.
  init?(_ name: String) {
    let place = UnsafeMutablePointer<plat_zstd_functions>.allocate(capacity: 1)
    guard unsafe plat_zstd_load(name, place) else {
      unsafe place.deallocate()
      return nil
    }
    unsafe functions = UnsafePointer(place)
  }
}
