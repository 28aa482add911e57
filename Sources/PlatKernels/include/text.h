#pragma once
#include <stddef.h>
#include <stdint.h>

/// The offset of the first occurrence of `needle` in `text`, or `length` if there is none.
size_t plat_find(const uint8_t *text, size_t length, const uint8_t *needle, size_t needle_length);
