#pragma once
#include <stddef.h>
#include <stdint.h>

/// The number of bits that are set in `count` words.
uint64_t plat_popcount(const uint64_t *words, size_t count);

/// Writes the row of every set bit, in order; `rows` has room for all of them and 64 more. Returns
/// their number.
size_t plat_rows(const uint32_t *blocks, const uint64_t *words, size_t count, uint32_t *rows);

/// Drops the entries whose word is zero, keeping the order; returns the number of the others.
size_t plat_compact(uint32_t *blocks, uint64_t *words, size_t count);

/// Keeps the bits that are also set in a bitmap over all rows: `words[i] &= bitmap[blocks[i]]`.
void plat_intersect(const uint64_t *bitmap, const uint32_t *blocks, uint64_t *words, size_t count);

// Words of all blocks in sequence: bit r % 64 of words[r / 64] is row r.

/// The number of set rows in `first ..< end`.
uint64_t plat_rows_count(const uint64_t *words, size_t first, size_t end);
/// The first set row of `first ..< end`; `end` if there is none.
size_t plat_rows_first(const uint64_t *words, size_t first, size_t end);
/// The last set row of `first ..< end`; `end` if there is none.
size_t plat_rows_last(const uint64_t *words, size_t first, size_t end);

/// Lists the blocks of `first ..< end` whose bit other threads have not set yet, in ascending
/// order.
size_t plat_bits_missing(const uint64_t *bits, size_t first, size_t end, uint32_t *blocks);

/// The number of set rows before each block: `before` has room for `count + 1` numbers.
void plat_rank_build(const uint64_t *words, size_t count, uint32_t *before);

/// The number of ranges of rows with at least `least` matches, and in `matches` the total of their
/// matches.
///
/// Range i is the rows `firsts[i]` up to `firsts[i] + counts[i]`, cut off at `rows`; `before` comes
/// from `plat_rank_build`.
#define PLAT_RANGES_COUNT(T, S)                                                                    \
  size_t plat_ranges_count_##S(                                                                    \
      const uint64_t *words, const uint32_t *before, const uint32_t *firsts, const T *counts,      \
      size_t ranges, uint32_t rows, uint32_t least, uint64_t *matches);
PLAT_RANGES_COUNT(uint8_t, u8)
PLAT_RANGES_COUNT(uint16_t, u16)
PLAT_RANGES_COUNT(uint32_t, u32)
#undef PLAT_RANGES_COUNT

/// The number of set bits in words that other threads may write.
size_t plat_bits_count(const uint64_t *bits, size_t count);
