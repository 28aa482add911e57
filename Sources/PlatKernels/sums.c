#include "PlatKernels.h"

// A fully selected block is summed without looking at bits, in a loop that the compiler vectorises.
#define SUMS(T, S)                                                                                 \
  size_t plat_sum_##S(                                                                             \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint64_t *total) {                                                                           \
    uint64_t sum = 0, found = 0;                                                                   \
    for (size_t i = 0; i < count; i++) {                                                           \
      const T *values = column + (size_t)blocks[i] * 64;                                           \
      if (words[i] == ~(uint64_t)0) {                                                              \
        for (int row = 0; row < 64; row++) {                                                       \
          sum += values[row];                                                                      \
          found += values[row] != 0;                                                               \
        }                                                                                          \
        continue;                                                                                  \
      }                                                                                            \
      for (uint64_t word = words[i]; word; word &= word - 1) {                                     \
        T value = values[__builtin_ctzll(word)];                                                   \
        sum += value;                                                                              \
        found += value != 0;                                                                       \
      }                                                                                            \
    }                                                                                              \
    *total = sum;                                                                                  \
    return found;                                                                                  \
  }
SUMS(uint8_t, u8)
SUMS(uint16_t, u16)
SUMS(uint32_t, u32)
SUMS(uint64_t, u64)
