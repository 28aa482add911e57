#pragma once
#include <curl/curl.h>

// Swift calls no functions with a variable number of arguments.
static inline CURLcode plat_curl_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}
static inline CURLcode plat_curl_set_pointer(CURL *handle, CURLoption option, void const *value) {
  return curl_easy_setopt(handle, option, value);
}
