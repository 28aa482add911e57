#pragma once
// libzstd, loaded when the first Zstandard file is read.
//
// The program does not link libzstd: most feeds are plain or in gzip. The prototypes are those of
// zstd.h, which promises them for all versions 1.x; with them here a build needs no header of zstd.
#include <stddef.h>

#pragma clang assume_nonnull begin

/// Bytes that a call reads: ZSTD_inBuffer.
typedef struct {
  void const *_Nullable source;
  size_t size;
  size_t position;
} plat_zstd_input;

/// Room that a call writes to: ZSTD_outBuffer.
typedef struct {
  void *_Nullable destination;
  size_t size;
  size_t position;
} plat_zstd_output;

/// The functions of libzstd that Plat calls.
typedef struct {
  /// ZSTD_createDStream
  void *_Nullable (*_Nonnull create)(void);
  /// ZSTD_freeDStream
  size_t (*_Nonnull release)(void *_Nonnull);
  /// ZSTD_initDStream: the number of bytes to begin with.
  size_t (*_Nonnull start)(void *_Nonnull);
  /// ZSTD_decompressStream: the number of bytes to go on with, 0 at the end of a frame.
  size_t (*_Nonnull decompress)(
      void *_Nonnull, plat_zstd_output *_Nonnull, plat_zstd_input *_Nonnull);
  /// ZSTD_isError
  unsigned (*_Nonnull is_error)(size_t);
  /// ZSTD_getErrorName
  char const *_Nonnull (*_Nonnull error_name)(size_t);
} plat_zstd_functions;

/// Loads a library and fills `functions`. Returns false if the library or one of its functions is
/// missing. A loaded library is never unloaded.
_Bool plat_zstd_load(char const *library, plat_zstd_functions *functions);

#pragma clang assume_nonnull end
