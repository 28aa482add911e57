/// Runs a body and throws its error as an error of the caller's kind.
///
///     try rethrowing(as: StoreError.init) { () throws(SystemError) in try lock.take() }
///
/// The closure names the error that it throws; Swift 6.3 does not infer it.
@inlinable
public func rethrowing<Result: ~Copyable, Inner: Error, Outer: Error>(
  as convert: (Inner) -> Outer, _ body: () throws(Inner) -> Result
) throws(Outer) -> Result {
  do throws(Inner) { return try body() } catch { throw convert(error) }
}
