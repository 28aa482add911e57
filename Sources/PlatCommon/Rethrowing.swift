/// Runs a body and rethrows its error as the caller's error type.
///
///     try rethrowing(as: StoreError.init) { () throws(SystemError) in try lock.take() }
///
/// The closure must declare its error type; Swift 6.3 does not infer it.
@inlinable
public func rethrowing<Result: ~Copyable, Inner: Error, Outer: Error>(
  as convert: (Inner) -> Outer, _ body: () throws(Inner) -> Result
) throws(Outer) -> Result {
  do throws(Inner) { return try body() } catch { throw convert(error) }
}
