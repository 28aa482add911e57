#include "CPlatCurl.h"

#include <dlfcn.h>

static _Bool find(void *library, char const *name, void *function) {
  // POSIX allows a pointer from dlsym to become a function pointer, ISO C only through memory.
  *(void **)function = dlsym(library, name);
  return *(void **)function != 0;
}

_Bool plat_curl_load(char const *name, plat_curl_functions *functions) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  return find(library, "curl_global_init", &functions->global_init)
         && find(library, "curl_easy_init", &functions->easy_init)
         && find(library, "curl_easy_cleanup", &functions->easy_cleanup)
         && find(library, "curl_easy_perform", &functions->easy_perform)
         && find(library, "curl_easy_strerror", &functions->easy_strerror)
         && find(library, "curl_slist_append", &functions->slist_append)
         && find(library, "curl_slist_free_all", &functions->slist_free_all)
         && find(library, "curl_easy_setopt", &functions->set_option)
         && find(library, "curl_easy_getinfo", &functions->get_info);
}
