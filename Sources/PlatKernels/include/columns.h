#pragma once
#include <stddef.h>
#include <stdint.h>

// Columns of unsigned numbers in four widths, padded to whole blocks of 64 rows. 0 is a missing
// value, so no range that starts at 1 or above matches it. `low` and `high` hold the minimum and
// maximum of each block.

#define PLAT_COLUMN_KERNELS(T, S)                                                                  \
  /** Keeps the rows whose value lies in one of `ranges` closed ranges; returns the number of      \
   * blocks whose values were read. */                                                             \
  size_t plat_ranges_##S(                                                                          \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const T *from, const T *to, size_t ranges);                                    \
  /** Keeps the rows whose value is a set bit of a bitmap of `bits` bits; returns the number of    \
   * blocks whose values were read. */                                                             \
  size_t plat_bitmap_##S(                                                                          \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const uint64_t *bitmap, size_t bits, T least, T greatest);                     \
  /** Lists the blocks of `0 ..< end` that may hold a value of one of `ranges` ranges; returns     \
   * their number. */                                                                              \
  size_t plat_zones_##S(                                                                           \
      const T *low, const T *high, uint32_t end, const T *from, const T *to, size_t ranges,        \
      uint32_t *blocks);                                                                           \
  /** Writes the values of the rows that the words select, in order; returns their number. */      \
  size_t plat_gather_##S(                                                                          \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint64_t *out);                                                                              \
  /** Adds 1 to the count of each selected row's value; skips values of `bins` and above. */       \
  void plat_tally_##S(                                                                             \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint32_t *bins, size_t bin_count);                                                           \
  /** Adds up the selected rows' values; returns the number of nonzero ones. */                    \
  size_t plat_sum_##S(                                                                             \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint64_t *total);                                                                            \
  /** Writes the minimum and maximum of each block over `rows` rows. */                            \
  void plat_zone_build_##S(const T *column, size_t rows, T *low, T *high);

PLAT_COLUMN_KERNELS(uint8_t, u8)
PLAT_COLUMN_KERNELS(uint16_t, u16)
PLAT_COLUMN_KERNELS(uint32_t, u32)
PLAT_COLUMN_KERNELS(uint64_t, u64)
#undef PLAT_COLUMN_KERNELS

/// plat_ranges for one range of a column with numbers of 1, 2, 4 or 8 bytes.
size_t plat_range(
    int32_t width, const void *column, uint64_t from, uint64_t to, const uint32_t *blocks,
    uint64_t *words, size_t count, const void *low, const void *high);
