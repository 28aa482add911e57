#include "PlatKernels.h"

#include <string.h>

#define GATHER(T)                                                                                  \
  for (size_t i = 0; i < count; i++)                                                               \
  numbers[i] = rows[i] < column_rows ? ((const T *)column)[rows[i]] : 0

void plat_gather(
    const void *column, size_t width, size_t column_rows, const uint32_t *rows, size_t count,
    uint64_t *numbers) {
  switch (width) {
    case 1:
      GATHER(uint8_t);
      break;
    case 2:
      GATHER(uint16_t);
      break;
    case 4:
      GATHER(uint32_t);
      break;
    default:
      GATHER(uint64_t);
      break;
  }
}

// The sum of eight bytes, two at a time in four lanes.
static inline uint64_t sum_of_eight(uint64_t word) {
  const uint64_t every_other = 0x00FF00FF00FF00FF;
  return (((word & every_other) + (word >> 8 & every_other)) * 0x0001000100010001) >> 48;
}

void plat_gather_texts(
    const uint8_t *lengths, const uint64_t *block_starts, size_t column_rows, size_t bytes,
    const uint32_t *rows, size_t count, uint64_t *starts, uint64_t *found) {
  for (size_t i = 0; i < count; i++) {
    size_t row = rows[i];
    starts[i] = found[i] = 0;
    if (row >= column_rows) continue;
    uint64_t start = block_starts[row / 64], length = lengths[row];
    const uint8_t *place = lengths + row / 64 * 64;
    for (size_t left = row % 64; left; left -= left < 8 ? left : 8, place += 8) {
      uint8_t eight[8];
      uint64_t word = 0;
      memcpy(eight, place, 8);
      for (int j = 0; j < 8; j++) word |= (uint64_t)eight[j] << (8 * j);
      start += sum_of_eight(left < 8 ? word & ((1ull << (8 * left)) - 1) : word);
    }
    if (start > bytes || length > bytes - start) continue;
    starts[i] = start;
    found[i] = length;
  }
}
