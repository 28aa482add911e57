internal import CPlatCurl

/// One request through libcurl; the only code that uses its pointers.
///
/// - Note: <https://curl.se/libcurl/c/libcurl-thread.html>: each handle belongs to one thread, and
///   no signals are used.
enum Transfer {
  /// The received part of an answer's body.
  private final class Received {
    var body: [UInt8] = []
    let limit: Int
    var isTooLong = false

    init(limit: Int) { self.limit = limit }

    /// Appends bytes; false if they exceed the limit.
    func take(_ bytes: UnsafeRawBufferPointer) -> Bool {
      if bytes.count > limit - body.count { isTooLong = true }
      if !isTooLong { unsafe body.append(contentsOf: bytes) }
      return !isTooLong
    }
  }

  static func run(
    _ request: HTTPClientRequest, milliseconds: Int, bytes: Int
  ) throws(HTTPClientError) -> HTTPClientAnswer {
    guard let library = CurlLibrary.shared else { throw .unreachable(reason: CurlLibrary.missing) }
    return try unsafe run(
      request, milliseconds: milliseconds, bytes: bytes, curl: library.functions)
  }

  private static func run(
    _ request: HTTPClientRequest, milliseconds: Int, bytes: Int,
    curl: UnsafePointer<plat_curl_functions>
  ) throws(HTTPClientError) -> HTTPClientAnswer {
    guard let handle = unsafe curl.pointee.easy_init() else {
      throw .unreachable(reason: "libcurl cannot begin")
    }
    defer { unsafe curl.pointee.easy_cleanup(handle) }
    var fields: UnsafeMutablePointer<curl_slist>?
    defer { unsafe curl.pointee.slist_free_all(fields) }
    // An empty Expect: some servers answer "100 Continue" late or never.
    for line in request.fields.map({ "\($0.name): \($0.value)" }) + ["Expect:"] {
      guard let longer = unsafe curl.pointee.slist_append(fields, line) else {
        throw .unreachable(reason: "no memory is left")
      }
      unsafe fields = longer
    }
    let received = Received(limit: bytes)
    var reason = [CChar](repeating: 0, count: Int(CURL_ERROR_SIZE))
    let code = unsafe request.body.withUnsafeBytes { body in
      unsafe reason.withUnsafeMutableBufferPointer { reason -> CURLcode in
        guard unsafe set(curl, handle, request, milliseconds, fields),
          unsafe set(curl, handle, body, request.method),
          unsafe plat_curl_set_pointer(curl, handle, CURLOPT_ERRORBUFFER, reason.baseAddress)
            == CURLE_OK
        else { return CURLE_FAILED_INIT }
        return unsafe perform(curl, handle, into: received)
      }
    }
    switch code {
    case CURLE_OK: break
    case CURLE_OPERATION_TIMEDOUT: throw .timedOut(milliseconds: milliseconds)
    case CURLE_URL_MALFORMAT, CURLE_UNSUPPORTED_PROTOCOL: throw .badURL(request.plainURL)
    case _ where received.isTooLong: throw .tooLong(limit: bytes)
    default:
      let plain = unsafe curl.pointee.easy_strerror(code).map { unsafe String(cString: $0) }
      throw .unreachable(
        reason: text(reason) ?? plain ?? "libcurl failed with code \(code.rawValue)")
    }
    var status = 0
    var type: UnsafePointer<CChar>?
    unsafe plat_curl_get_long(curl, handle, CURLINFO_RESPONSE_CODE, &status)
    unsafe plat_curl_get_text(curl, handle, CURLINFO_CONTENT_TYPE, &type)
    return HTTPClientAnswer(
      status: status, contentType: unsafe type.map { unsafe String(cString: $0) } ?? "",
      body: received.body)
  }

  /// Everything but the body.
  private static func set(
    _ curl: UnsafePointer<plat_curl_functions>, _ handle: UnsafeMutableRawPointer,
    _ request: HTTPClientRequest,
    _ milliseconds: Int,
    _ fields: UnsafeMutablePointer<curl_slist>?
  ) -> Bool {
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_SSL_VERIFYPEER, 1),
      (CURLOPT_SSL_VERIFYHOST, 2),
      (CURLOPT_TIMEOUT_MS, milliseconds), (CURLOPT_CONNECTTIMEOUT_MS, milliseconds),
      (CURLOPT_NOPROGRESS, 1),
    ]
    for (option, number) in numbers {
      guard unsafe plat_curl_set_long(curl, handle, option, number) == CURLE_OK else {
        return false
      }
    }
    for (option, text) in [(CURLOPT_URL, request.url), (CURLOPT_PROTOCOLS_STR, "http,https")] {
      // libcurl copies texts.
      guard
        unsafe text.withCString({ unsafe plat_curl_set_pointer(curl, handle, option, $0) })
          == CURLE_OK
      else {
        return false
      }
    }
    return unsafe plat_curl_set_pointer(curl, handle, CURLOPT_HTTPHEADER, fields) == CURLE_OK
  }

  /// Sets the body, which must stay valid until the transfer is over.
  private static func set(
    _ curl: UnsafePointer<plat_curl_functions>, _ handle: UnsafeMutableRawPointer,
    _ body: UnsafeRawBufferPointer,
    _ method: HTTPClientRequest.Method
  ) -> Bool {
    guard method == .post else {
      return unsafe plat_curl_set_long(curl, handle, CURLOPT_HTTPGET, 1) == CURLE_OK
    }
    return unsafe plat_curl_set_long(curl, handle, CURLOPT_POST, 1) == CURLE_OK
      && plat_curl_set_long(curl, handle, CURLOPT_POSTFIELDSIZE, body.count) == CURLE_OK
      && plat_curl_set_pointer(curl, handle, CURLOPT_POSTFIELDS, body.baseAddress) == CURLE_OK
  }

  private static func perform(
    _ curl: UnsafePointer<plat_curl_functions>, _ handle: UnsafeMutableRawPointer,
    into received: Received
  ) -> CURLcode {
    withExtendedLifetime(received) {
      let context = unsafe Unmanaged.passUnretained(received).toOpaque()
      let code = unsafe plat_curl_set_write(
        curl, handle,
        { bytes, size, count, context in
          guard let bytes = unsafe bytes, let context = unsafe context else { return 0 }
          let length = size &* count
          let received = unsafe Unmanaged<Received>.fromOpaque(context).takeUnretainedValue()
          return unsafe received.take(UnsafeRawBufferPointer(start: bytes, count: length))
            ? length : 0
        }, context)
      return code == CURLE_OK ? unsafe curl.pointee.easy_perform(handle) : code
    }
  }

  /// libcurl's error text, or nil if it left none.
  private static func text(_ reason: [CChar]) -> String? {
    let bytes = reason.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
    return bytes.isEmpty ? nil : String(decoding: bytes, as: UTF8.self)
  }
}
