internal import CPlatPROJ

/// The functions of libproj, loaded when the first projection is made.
///
/// Only projected input needs PROJ. Its library loads about 35 others, so the program does not link
/// it.
@safe
struct PROJLibrary: @unchecked Sendable {
  /// The library, or nil if it is not installed.
  static let shared = PROJLibrary(name)

  /// The version of the binary interface that Plat is compiled against.
  static let name = "libproj.so.25"

  /// Allocated once and never changed or freed, so threads may share it.
  let functions: UnsafePointer<plat_proj_functions>

  /// Loads a library; nil if the library or one of its functions is missing.
  init?(_ name: String) {
    let place = UnsafeMutablePointer<plat_proj_functions>.allocate(capacity: 1)
    guard unsafe plat_proj_load(name, place) else {
      unsafe place.deallocate()
      return nil
    }
    unsafe functions = UnsafePointer(place)
  }
}
