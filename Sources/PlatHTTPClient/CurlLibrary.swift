internal import CPlatCurl

/// The functions of libcurl, loaded and initialized when the first request is sent.
///
/// A server without a language model needs none of them. libcurl brings some 25 further libraries,
/// so the program does not link it.
@safe
struct CurlLibrary: @unchecked Sendable {
  /// The library, or nil if it is not installed.
  static let shared = CurlLibrary(name)

  static let name = "libcurl.so.4"

  /// The error text when the library is missing.
  static let missing = "\(name) cannot be loaded; install Debian's libcurl4"

  /// Allocated once, never changed afterwards and never freed, so that threads may share it.
  let functions: UnsafePointer<plat_curl_functions>

  /// Loads a library; nil if it or one of the functions is missing, or libcurl cannot initialize
  /// itself.
  init?(_ name: String) {
    let place = UnsafeMutablePointer<plat_curl_functions>.allocate(capacity: 1)
    guard unsafe plat_curl_load(name, place),
      unsafe place.pointee.global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK
    else {
      unsafe place.deallocate()
      return nil
    }
    unsafe functions = UnsafePointer(place)
  }
}
