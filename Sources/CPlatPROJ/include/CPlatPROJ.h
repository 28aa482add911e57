#pragma once
// PROJ, loaded when it is first needed.
//
// The program does not link libproj: few inputs are projected, and libproj brings some 35 further
// libraries (TIFF, LDAP, a second libcurl). Types and prototypes are those of proj.h.
#include <proj.h>

#pragma clang assume_nonnull begin

/// The functions of libproj that Plat calls.
typedef struct {
  __typeof__(proj_context_create) *context_create;
  __typeof__(proj_context_destroy) *context_destroy;
  __typeof__(proj_log_level) *log_level;
  __typeof__(proj_context_set_enable_network) *context_set_enable_network;
  __typeof__(proj_create) *create;
  __typeof__(proj_destroy) *destroy;
  __typeof__(proj_get_area_of_use) *get_area_of_use;
  __typeof__(proj_get_type) *get_type;
  __typeof__(proj_create_crs_to_crs) *create_crs_to_crs;
  __typeof__(proj_normalize_for_visualization) *normalize_for_visualization;
  __typeof__(proj_trans_generic) *trans_generic;
} plat_proj_functions;

/// Loads a library and fills `functions`. Returns false if the library or one of its functions is
/// missing. A loaded library is never unloaded.
_Bool plat_proj_load(char const *library, plat_proj_functions *functions);

#pragma clang assume_nonnull end
