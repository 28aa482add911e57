// The C library of the system. This is the one file that imports it: other files import
// PlatCommon, so that a port to another system begins here. Linux with Glibc is tested.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#elseif canImport(Darwin)
  @_exported public import Darwin
#endif
