#define _GNU_SOURCE
#include "PlatKernels.h"

#include <string.h>

size_t plat_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length) {
  const uint8_t *found = memmem(text, length, needle, needle_length);
  return found ? (size_t)(found - text) : length;
}
