#pragma once
#include <stddef.h>
#include <stdint.h>

/// The summary of some selected rows: their number, their prices and the box around them.
///
/// Prices are stored numbers of a column, 0 for a missing one; `least_price` is the maximum number
/// if no row has a price. The box of no rows has west above east.
typedef struct {
  uint64_t price_sum, least_price, greatest_price;
  uint32_t rows, priced;
  int32_t west, south, east, north;
} plat_summary;

/// The summary of no rows.
void plat_summary_clear(plat_summary *summary);

/// Adds the rows of one summary to another.
void plat_summary_add(plat_summary *summary, const plat_summary *other);

/// The number of blocks or nodes below a node of the tree over a mask.
#define PLAT_MASK_FAN 4

/// A mask of matches and the tree of summaries over it, as far as they are known.
typedef struct {
  const uint64_t *words;
  /// For each level the summaries of its nodes, a known bit for each, and their number.
  const plat_summary *nodes[16];
  const uint64_t *nodes_known[16];
  size_t counts[16];
  size_t levels;
} plat_mask;

/// Adds the rows of one block that a word selects; `prices` and the coordinates are those of the
/// whole column.
#define PLAT_SUMMARY_KERNEL(T, S)                                                                  \
  void plat_summary_block_##S(                                                                     \
      plat_summary *summary, const T *prices, const int32_t *longitudes, const int32_t *latitudes, \
      uint32_t block, uint64_t word);                                                              \
  /** Summarises the matching rows of `first ..< end`; 0 if a node that it needs is not known. */  \
  int plat_summary_range_##S(                                                                      \
      plat_summary *summary, const plat_mask *mask, const T *prices, const int32_t *longitudes,    \
      const int32_t *latitudes, size_t first, size_t end, size_t rows);                            \
  /** Summarises the unknown nodes over the blocks `first ..< end`, which the mask knows. */       \
  /** Known nodes stay, and other threads may read them; calls must not overlap. */                \
  void plat_nodes_learn_##S(                                                                       \
      plat_mask *mask, const T *prices, const int32_t *longitudes, const int32_t *latitudes,       \
      size_t first, size_t end);
PLAT_SUMMARY_KERNEL(uint8_t, u8)
PLAT_SUMMARY_KERNEL(uint16_t, u16)
PLAT_SUMMARY_KERNEL(uint32_t, u32)
PLAT_SUMMARY_KERNEL(uint64_t, u64)
#undef PLAT_SUMMARY_KERNEL

/// The bit of a bit set that other threads may be setting; their writes before they set it are
/// visible.
int plat_bit_get(const uint64_t *bits, size_t bit);

/// Stores the matches of some blocks, in ascending order, whose bit in `known` is not set, without
/// the rows from `rows` on; then sets their bits, which publishes the words to other threads. Calls
/// must not overlap.
void plat_words_learn(
    uint64_t *words, uint64_t *known, size_t rows, const uint32_t *blocks, const uint64_t *matches,
    size_t count);
