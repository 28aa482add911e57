// The system's C library. Only this file imports it: other files import PlatCommon, so that a port
// to another system starts here. Tested on Linux with Glibc.
#if canImport(Glibc)
  @_exported public import Glibc
#elseif canImport(Musl)
  @_exported public import Musl
#elseif canImport(Darwin)
  @_exported public import Darwin
#endif
