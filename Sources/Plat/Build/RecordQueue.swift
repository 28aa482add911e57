internal import Dispatch
internal import Records
internal import Synchronization

/// Writes batches of records on a thread of its own, in the order in which they are put in.
final class RecordQueue: Sendable {
  private let loader: RecordLoader
  private let queue = DispatchQueue(label: "plat.records")
  /// How many batches may wait: whoever puts in more waits himself.
  private let room = DispatchSemaphore(value: 4)
  private let outcome = Mutex<Result<RecordLoader.Summary?, RecordError>>(.success(nil))

  init(_ loader: RecordLoader) { self.loader = loader }

  /// Puts in a batch.
  ///
  /// - Throws: What writing an earlier batch threw.
  func put(_ batch: RecordBatch) throws(RecordError) {
    _ = try outcome.withLock { $0 }.get()
    room.wait()
    queue.async { [self] in
      perform { () throws(RecordError) in
        try loader.append(batch)
        return nil
      }
      room.signal()
    }
  }

  /// Lets the loader make its indexes and publish the store, behind all batches.
  func beginFinish() {
    queue.async { [self] in
      perform { () throws(RecordError) in try loader.finish() }
    }
  }

  /// Waits until everything is done.
  func wait() throws(RecordError) -> RecordLoader.Summary? {
    queue.sync {}
    return try outcome.withLock { $0 }.get()
  }

  /// Waits for what is under way, and removes what was written.
  func cancel() {
    queue.sync { loader.cancel() }
  }

  private func perform(_ work: () throws(RecordError) -> RecordLoader.Summary?) {
    guard case .success = outcome.withLock({ $0 }) else { return }
    let result: Result<RecordLoader.Summary?, RecordError>
    do throws(RecordError) { result = .success(try work()) } catch { result = .failure(error) }
    outcome.withLock { $0 = result }
  }
}
