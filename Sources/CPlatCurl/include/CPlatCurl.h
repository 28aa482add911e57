#pragma once
// libcurl, loaded when the first request to another server is sent.
//
// The program does not link libcurl: most servers send no such request, and libcurl brings some 25
// further libraries (LDAP, RTMP, SSH, Kerberos). Types and prototypes are those of curl.h.
#include <curl/curl.h>

#pragma clang assume_nonnull begin

/// The functions of libcurl that Plat calls.
typedef struct {
  __typeof__(curl_global_init) *global_init;
  __typeof__(curl_easy_init) *easy_init;
  __typeof__(curl_easy_cleanup) *easy_cleanup;
  __typeof__(curl_easy_perform) *easy_perform;
  __typeof__(curl_easy_strerror) *easy_strerror;
  __typeof__(curl_slist_append) *slist_append;
  __typeof__(curl_slist_free_all) *slist_free_all;
  // Variadic functions, which Swift cannot call: see the functions below.
  CURLcode (*set_option)(CURL *, CURLoption, ...);
  CURLcode (*get_info)(CURL *, CURLINFO, ...);
} plat_curl_functions;

/// Loads a library and fills `functions`. Returns false if the library or one of its functions is
/// missing. A loaded library is never unloaded.
_Bool plat_curl_load(char const *library, plat_curl_functions *functions);

static inline CURLcode plat_curl_set_long(
    plat_curl_functions const *curl, CURL *handle, CURLoption option, long value) {
  return curl->set_option(handle, option, value);
}
static inline CURLcode plat_curl_set_pointer(
    plat_curl_functions const *curl, CURL *handle, CURLoption option, void const *_Nullable value) {
  return curl->set_option(handle, option, value);
}
// Passes received bytes to `write` with `context`.
static inline CURLcode plat_curl_set_write(
    plat_curl_functions const *curl, CURL *handle,
    size_t (*write)(char *_Nullable, size_t, size_t, void *_Nullable), void *context) {
  CURLcode code = curl->set_option(handle, CURLOPT_WRITEFUNCTION, write);
  return code == CURLE_OK ? curl->set_option(handle, CURLOPT_WRITEDATA, context) : code;
}
static inline CURLcode plat_curl_get_long(
    plat_curl_functions const *curl, CURL *handle, CURLINFO info, long *value) {
  return curl->get_info(handle, info, value);
}
static inline CURLcode plat_curl_get_text(
    plat_curl_functions const *curl, CURL *handle, CURLINFO info,
    char const *_Nullable *_Nonnull value) {
  return curl->get_info(handle, info, value);
}

#pragma clang assume_nonnull end
