#include "CPlatZstd.h"

#include <dlfcn.h>

static _Bool find(void *library, char const *name, void *function) {
  // POSIX allows a pointer from dlsym to become a function pointer, ISO C only through memory.
  *(void **)function = dlsym(library, name);
  return *(void **)function != 0;
}

_Bool plat_zstd_load(char const *name, plat_zstd_functions *functions) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  return find(library, "ZSTD_createDStream", &functions->create)
         && find(library, "ZSTD_freeDStream", &functions->release)
         && find(library, "ZSTD_initDStream", &functions->start)
         && find(library, "ZSTD_decompressStream", &functions->decompress)
         && find(library, "ZSTD_isError", &functions->is_error)
         && find(library, "ZSTD_getErrorName", &functions->error_name);
}
