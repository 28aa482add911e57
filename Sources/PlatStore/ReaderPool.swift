public import Synchronization

/// The read connections of one store.
///
/// One thread at a time uses each of them, and the pool opens as many as there are concurrent
/// readers.
///
/// `Reader` is the store's own class: a connection with its prepared statements.
@usableFromInline
package final class ReaderPool<Reader: AnyObject & Sendable>: Sendable {
  @usableFromInline let open: @Sendable () throws(StoreError) -> Reader
  @usableFromInline let idle: Mutex<[Reader]>

  /// The maximum number of idle connections.
  ///
  /// More threads may read, but the pool closes their connections afterward.
  @usableFromInline static var kept: Int { 16 }

  /// Makes a pool; opens nothing yet.
  ///
  /// - Parameter open: Opens another connection; any thread may call it.
  package init(_ open: @escaping @Sendable () throws(StoreError) -> Reader) {
    self.open = open
    idle = Mutex([])
  }

  /// Takes a connection for the caller's exclusive use.
  @inlinable
  package func take() throws(StoreError) -> Reader {
    if let reader = idle.withLock({ $0.popLast() }) { return reader }
    return try open()
  }

  /// Returns a connection that is not in a transaction.
  @inlinable
  package func giveBack(_ reader: Reader) {
    idle.withLock { if $0.count < Self.kept { $0.append(reader) } }
  }

  /// Runs the body with exclusive use of a connection; closes the connection after an error.
  @inlinable
  package func withReader<T>(_ body: (Reader) throws(StoreError) -> T) throws(StoreError) -> T {
    let reader = try take()
    let value = try body(reader)
    giveBack(reader)
    return value
  }
}
