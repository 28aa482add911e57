internal import Plat
internal import PlatCommon
internal import PlatCompression
internal import PlatHTTP

/// Runs a decoded request's handler and encodes its answer.
///
/// Encoding is the check of the media type, gzip, the entity tag, and the header lines. Any thread
/// may do it.
struct Encoder: Sendable {
  private let keepSeconds: Int
  /// Whether answers are for holders of keys, so that no cache may share them.
  private let isPrivate: Bool

  /// Shorter answers are not compressed.
  static let leastGzip = 512

  init(keepSeconds: Int, isPrivate: Bool = false) {
    (self.keepSeconds, self.isPrivate) = (keepSeconds, isPrivate)
  }

  /// Answers a request on this thread.
  func outcome(_ work: Work) -> Outcome {
    do throws(Problem) { return try make(work) } catch { return .problem(error) }
  }

  private func make(_ work: Work) throws(Problem) -> Outcome {
    var call = work.call
    if let body = work.body {
      call.arguments = try call.route.checked(BodyParameters.read(body.span, of: call.route))
    }
    var answer = try call.answered()
    let types = [answer.mediaType] + answer.otherMediaTypes
    let taken = types.first {
      Negotiation.takes(String($0.prefix { $0 != ";" }), work.wants.accept)
    }
    // A write is done by now: its answer tells so, whatever the client takes.
    guard let taken = taken ?? (call.route.role == nil ? nil : answer.mediaType) else {
      throw Problem(
        406, "not-acceptable", "Not Acceptable",
        "this address answers with \(answer.mediaType), which the Accept field does not name")
    }
    let isUsual = taken == answer.mediaType
    answer.mediaType = taken
    guard call.route.method == .get, answer.keeping == .shortly else { return .passing(answer) }
    if let file = answer.file { return .kept(kept(file, of: answer, work)) }
    let kept = kept(answer, work)
    if call.route.isRepeatable, isUsual { call.generation.answers.keep(kept, work.hash) }
    return .kept(kept)
  }

  /// A page file, whose bytes are ready.
  private func kept(_ file: PageFile, of answer: Answer, _ work: Work) -> KeptAnswer {
    let isGzip = work.wants.takesGzip
    return KeptAnswer(
      key: [], route: work.route, status: 200, mediaType: answer.mediaType,
      tag: "\"\(file.tag)\(isGzip ? "-z" : "")\"", isGzip: isGzip, keepSeconds: keepSeconds,
      more: file.lines, body: isGzip ? file.gzip : file.plain)
  }

  /// An answer with its bytes as sent, which are copied once.
  ///
  /// Its tag is made of its bytes alone, so equal bytes keep their tag across snapshots and
  /// requests.
  private func kept(_ answer: Answer, _ work: Work) -> KeptAnswer {
    let isGzip = work.wants.takesGzip && answer.body.count >= Self.leastGzip
    let bytes = answer.body.span
    let tag = "\"\(String(FastHash.of(bytes), radix: 36))\(isGzip ? "-z" : "")\""
    let body =
      isGzip ? Gzip.withCompressed(bytes) { HTTPBody(copying: $0) } : HTTPBody(copying: bytes)
    return KeptAnswer(
      key: work.key, route: work.route, status: answer.status, mediaType: answer.mediaType,
      tag: tag, isGzip: isGzip, keepSeconds: keepSeconds, isPrivate: isPrivate, body: body)
  }
}
