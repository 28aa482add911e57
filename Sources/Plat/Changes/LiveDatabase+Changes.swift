extension LiveDatabase {
  /// The changes of listings since a change number, as ``ListingsDatabase/changes(since:limit:)``
  /// gives them for ``current``.
  public func changes(since number: UInt64, limit: Int = 1_000) throws(PlatError) -> ChangePage {
    try current.changes(since: number, limit: limit)
  }

  /// Every kept change since a number, as ``ListingsDatabase/auditTrail(since:limit:)`` gives them
  /// for ``current``.
  public func auditTrail(since number: UInt64, limit: Int = 1_000) throws(PlatError) -> AuditPage {
    try current.auditTrail(since: number, limit: limit)
  }

  /// Waits until ``current`` shows a later change than one.
  ///
  /// - Parameters:
  ///   - number: The number of the last change that the caller knows.
  ///   - limit: The longest time to wait.
  /// - Returns: Whether there is one now; false after the time, after ``stop()``, and where the
  ///   task is cancelled.
  public func waitForChange(after number: UInt64, upTo limit: Duration) async -> Bool {
    // Before the look: a change between the two is in the stream.
    let updates = updates
    if current.changeNumber > number { return true }
    await withTaskGroup(of: Void.self) { group in
      group.addTask {
        for await _ in updates where self.current.changeNumber > number { return }
      }
      group.addTask { try? await Task.sleep(for: limit) }
      await group.next()
      group.cancelAll()
    }
    return current.changeNumber > number
  }
}
