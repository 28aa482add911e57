#pragma once
#include <stddef.h>
#include <stdint.h>

/// What some selected rows are together: how many, their prices and the box around them.
///
/// Prices are stored numbers of a column, 0 for a missing one; `least_price` is the greatest number there is where no row
/// has a price. The box of no rows has west above east.
typedef struct {
  uint64_t price_sum, least_price, greatest_price;
  uint32_t rows, priced;
  int32_t west, south, east, north;
} plat_summary;

/// The summary of no rows.
void plat_summary_clear(plat_summary *summary);

/// Adds the rows of one summary to another.
void plat_summary_add(plat_summary *summary, const plat_summary *other);

/// Adds the rows of one block that a word selects; `prices` and the coordinates are those of the whole column.
#define PLAT_SUMMARY_KERNEL(T, S)                                                                                      \
  void plat_summary_block_##S(plat_summary *summary, const T *prices, const int32_t *longitudes,                       \
                              const int32_t *latitudes, uint32_t block, uint64_t word);
PLAT_SUMMARY_KERNEL(uint8_t, u8)
PLAT_SUMMARY_KERNEL(uint16_t, u16)
PLAT_SUMMARY_KERNEL(uint32_t, u32)
PLAT_SUMMARY_KERNEL(uint64_t, u64)
#undef PLAT_SUMMARY_KERNEL

/// The bit of a bit set that other threads may be setting; what they wrote before they set it is seen.
int plat_bit_get(const uint64_t *bits, size_t bit);
/// Sets a bit, and with it lets other threads see what was written before.
void plat_bit_set(uint64_t *bits, size_t bit);
