public import Synchronization

/// The connections for reading of one store: each is used by one thread at a time, and as many are
/// made as threads read at once.
///
/// `Reader` is a store's own class: a connection with the statements that it needs.
@usableFromInline
package final class ReaderPool<Reader: AnyObject & Sendable>: Sendable {
  @usableFromInline let open: @Sendable () throws(StoreError) -> Reader
  @usableFromInline let idle: Mutex<[Reader]>

  /// How many idle connections are kept; more threads may read, but their connections are closed
  /// again.
  @usableFromInline static var kept: Int { 16 }

  /// Makes a pool; nothing is opened yet.
  ///
  /// - Parameter open: Opens one more connection; any thread may call it.
  package init(_ open: @escaping @Sendable () throws(StoreError) -> Reader) {
    self.open = open
    idle = Mutex([])
  }

  /// Takes a connection that nobody else uses.
  @inlinable
  package func take() throws(StoreError) -> Reader {
    if let reader = idle.withLock({ $0.popLast() }) { return reader }
    return try open()
  }

  /// Gives a connection back that is in no transaction.
  @inlinable
  package func giveBack(_ reader: Reader) {
    idle.withLock { if $0.count < Self.kept { $0.append(reader) } }
  }

  /// Runs the body with a connection that nobody else uses; after an error the connection is
  /// closed.
  @inlinable
  package func withReader<T>(_ body: (Reader) throws(StoreError) -> T) throws(StoreError) -> T {
    let reader = try take()
    let value = try body(reader)
    giveBack(reader)
    return value
  }
}
