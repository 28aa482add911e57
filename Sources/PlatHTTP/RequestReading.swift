internal import CPlatBeast

/// Request decoding alone, without a socket: for tests and fuzzing.
package struct RequestReading: Equatable, Sendable {
  /// A decoded request.
  package struct Read: Equatable, Sendable {
    package var method: [UInt8] = []
    package var path: [UInt8] = []
    package var query: [UInt8] = []
    package var fields: [[UInt8]] = []
    package var body: [UInt8] = []
  }

  package var requests: [Read] = []
  /// The status that ended the reading; 0 if none did.
  package var status = 0

  /// Reads the requests of a byte stream that arrives in pieces of `piece` bytes.
  package init(_ bytes: [UInt8], piece: Int, options: HTTPServerOptions = HTTPServerOptions()) {
    var limits = unsafe options.raw.limits
    let list = List()
    status = unsafe bytes.withUnsafeBufferPointer { bytes in
      unsafe Int(
        plat_http_read(
          bytes.baseAddress, bytes.count, max(1, piece), &limits,
          Unmanaged.passUnretained(list).toOpaque(),
          { context, request in
            guard let context = unsafe context else { return }
            unsafe Unmanaged<List>.fromOpaque(context)._withUnsafeGuaranteedRef { list in
              unsafe list.requests.append(RequestReading.copy(HTTPRequest(request)))
            }
          }))
    }
    requests = list.requests
  }

  private final class List {
    var requests: [Read] = []
  }

  private static func copy(_ request: borrowing HTTPRequest) -> Read {
    func array(_ span: Span<UInt8>) -> [UInt8] {
      unsafe span.withUnsafeBufferPointer { unsafe Array($0) }
    }
    var fields: [[UInt8]] = []
    for index in 0..<request.fieldCount {
      fields.append(array(request.fieldName(at: index)))
      fields.append(array(request.fieldValue(at: index)))
    }
    return Read(
      method: array(request.methodBytes), path: array(request.path), query: array(request.query),
      fields: fields,
      body: array(request.body))
  }
}
