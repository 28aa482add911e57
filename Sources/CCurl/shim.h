#pragma once
#include <curl/curl.h>

// Swift calls no functions with a variable number of arguments.
static inline CURLcode plat_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode plat_curl_set_pointer(CURL *handle, CURLoption option, void const *value) {
  return curl_easy_setopt(handle, option, value);
}
// What comes in is handed to `write` with `context`.
static inline CURLcode plat_curl_set_write(
    CURL *handle, size_t (*write)(char *, size_t, size_t, void *), void *context) {
  CURLcode code = curl_easy_setopt(handle, CURLOPT_WRITEFUNCTION, write);
  return code == CURLE_OK ? curl_easy_setopt(handle, CURLOPT_WRITEDATA, context) : code;
}
static inline CURLcode plat_curl_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}
static inline CURLcode plat_curl_get_text(CURL *handle, CURLINFO info, char const **value) {
  return curl_easy_getinfo(handle, info, value);
}
