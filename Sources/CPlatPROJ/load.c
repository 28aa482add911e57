#include "CPlatPROJ.h"

#include <dlfcn.h>

static _Bool find(void *library, char const *name, void *function) {
  // POSIX allows a pointer from dlsym to become a function pointer, ISO C only through memory.
  *(void **)function = dlsym(library, name);
  return *(void **)function != 0;
}

_Bool plat_proj_load(char const *name, plat_proj_functions *functions) {
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (!library) return 0;
  return find(library, "proj_context_create", &functions->context_create)
         && find(library, "proj_context_destroy", &functions->context_destroy)
         && find(library, "proj_log_level", &functions->log_level)
         && find(library, "proj_context_set_enable_network", &functions->context_set_enable_network)
         && find(library, "proj_create", &functions->create)
         && find(library, "proj_destroy", &functions->destroy)
         && find(library, "proj_get_area_of_use", &functions->get_area_of_use)
         && find(library, "proj_get_type", &functions->get_type)
         && find(library, "proj_create_crs_to_crs", &functions->create_crs_to_crs)
         && find(
             library, "proj_normalize_for_visualization", &functions->normalize_for_visualization)
         && find(library, "proj_trans_generic", &functions->trans_generic);
}
