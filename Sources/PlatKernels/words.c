#include "PlatKernels.h"

#if defined(__x86_64__)
#define FAST __attribute__((target("popcnt,bmi,avx2")))
FAST static uint64_t popcount_fast(const uint64_t *words, size_t count) {
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++) total += (uint64_t)__builtin_popcountll(words[i]);
  return total;
}
#endif

static uint64_t popcount_portable(const uint64_t *words, size_t count) {
  uint64_t total = 0;
  for (size_t i = 0; i < count; i++) total += (uint64_t)__builtin_popcountll(words[i]);
  return total;
}

uint64_t plat_popcount(const uint64_t *words, size_t count) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) return popcount_fast(words, count);
#endif
  return popcount_portable(words, count);
}

static inline __attribute__((always_inline)) size_t rows_body(
    const uint32_t *blocks, const uint64_t *words, size_t count, uint32_t *rows) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    uint64_t word = words[i];
    uint32_t first = blocks[i] * 64;
    if (word == ~0ull) {
      for (uint32_t j = 0; j < 64; j++) rows[n + j] = first + j;
      n += 64;
      continue;
    }
    for (; word; word &= word - 1) rows[n++] = first + (uint32_t)__builtin_ctzll(word);
  }
  return n;
}

#if defined(__x86_64__)
FAST static size_t rows_fast(
    const uint32_t *blocks, const uint64_t *words, size_t count, uint32_t *rows) {
  return rows_body(blocks, words, count, rows);
}
#endif

size_t plat_rows(const uint32_t *blocks, const uint64_t *words, size_t count, uint32_t *rows) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) return rows_fast(blocks, words, count, rows);
#endif
  return rows_body(blocks, words, count, rows);
}

size_t plat_compact(uint32_t *blocks, uint64_t *words, size_t count) {
  size_t n = 0;
  for (size_t i = 0; i < count; i++) {
    uint32_t block = blocks[i];
    uint64_t word = words[i];
    blocks[n] = block;
    words[n] = word;
    n += word != 0;
  }
  return n;
}

void plat_intersect(const uint64_t *bitmap, const uint32_t *blocks, uint64_t *words, size_t count) {
  for (size_t i = 0; i < count; i++) words[i] &= bitmap[blocks[i]];
}

// The bits of a word for its rows `first ..< end`.
static inline uint64_t bits_between(size_t first, size_t end) {
  return (~0ull << first) & (end < 64 ? (1ull << end) - 1 : ~0ull);
}

uint64_t plat_rows_count(const uint64_t *words, size_t first, size_t end) {
  if (first >= end) return 0;
  size_t block = first / 64, last = (end - 1) / 64;
  if (block == last)
    return (uint64_t)__builtin_popcountll(
        words[block] & bits_between(first % 64, end - block * 64));
  return (uint64_t)__builtin_popcountll(words[block] & bits_between(first % 64, 64))
         + plat_popcount(words + block + 1, last - block - 1)
         + (uint64_t)__builtin_popcountll(words[last] & bits_between(0, end - last * 64));
}

size_t plat_rows_first(const uint64_t *words, size_t first, size_t end) {
  for (size_t block = first / 64; block * 64 < end; block++) {
    size_t start = block * 64;
    uint64_t word = words[block] & bits_between(first > start ? first - start : 0, end - start);
    if (word) return start + (size_t)__builtin_ctzll(word);
  }
  return end;
}

size_t plat_rows_last(const uint64_t *words, size_t first, size_t end) {
  for (size_t behind = (end + 63) / 64; behind * 64 > first; behind--) {
    size_t start = (behind - 1) * 64;
    uint64_t word =
        words[behind - 1] & bits_between(first > start ? first - start : 0, end - start);
    if (word) return start + 63 - (size_t)__builtin_clzll(word);
  }
  return end;
}

size_t plat_bits_count(const uint64_t *bits, size_t count) {
  size_t found = 0;
  for (size_t i = 0; i < count; i++)
    found += (size_t)__builtin_popcountll(__atomic_load_n(bits + i, __ATOMIC_RELAXED));
  return found;
}

size_t plat_bits_missing(const uint64_t *bits, size_t first, size_t end, uint32_t *blocks) {
  size_t count = 0;
  while (first < end) {
    size_t start = first / 64 * 64;
    uint64_t missing = ~__atomic_load_n(bits + first / 64, __ATOMIC_ACQUIRE)
                       & bits_between(first - start, end - start);
    for (; missing; missing &= missing - 1)
      blocks[count++] = (uint32_t)(start + (size_t)__builtin_ctzll(missing));
    first = start + 64;
  }
  return count;
}

void plat_rank_build(const uint64_t *words, size_t count, uint32_t *before) {
  uint32_t rank = 0;
  for (size_t i = 0; i < count; i++) {
    before[i] = rank;
    rank += (uint32_t)__builtin_popcountll(words[i]);
  }
  before[count] = rank;
}

// The number of set rows before `row`; `rows` is the number of rows, and `before` ends with the
// total.
#define RANK(ROW)                                                                                  \
  (before[(ROW) / 64]                                                                              \
   + ((ROW) % 64                                                                                   \
          ? (uint32_t)__builtin_popcountll(words[(ROW) / 64] & ((1ull << ((ROW) % 64)) - 1))       \
          : 0))

#define RANGES_COUNT(ATTRIBUTE, NAME, T)                                                           \
  ATTRIBUTE static size_t NAME(                                                                    \
      const uint64_t *words, const uint32_t *before, const uint32_t *firsts, const T *counts,      \
      size_t ranges, uint32_t rows, uint32_t least, uint64_t *matches) {                           \
    size_t clusters = 0;                                                                           \
    uint64_t total = 0;                                                                            \
    for (size_t i = 0; i < ranges; i++) {                                                          \
      uint32_t first = firsts[i] < rows ? firsts[i] : rows;                                        \
      uint32_t end = counts[i] < rows - first ? first + counts[i] : rows;                          \
      uint32_t count = RANK(end) - RANK(first);                                                    \
      uint32_t enough = count >= least;                                                            \
      clusters += enough;                                                                          \
      total += enough ? count : 0;                                                                 \
    }                                                                                              \
    *matches = total;                                                                              \
    return clusters;                                                                               \
  }
#if defined(__x86_64__)
#define RANGES_COUNT_KERNEL(T, S)                                                                  \
  RANGES_COUNT(, ranges_count_portable_##S, T)                                                     \
  RANGES_COUNT(FAST, ranges_count_fast_##S, T)                                                     \
  size_t plat_ranges_count_##S(                                                                    \
      const uint64_t *words, const uint32_t *before, const uint32_t *firsts, const T *counts,      \
      size_t ranges, uint32_t rows, uint32_t least, uint64_t *matches) {                           \
    return (plat_isa() == PLAT_ISA_AVX2 ? ranges_count_fast_##S : ranges_count_portable_##S)(      \
        words, before, firsts, counts, ranges, rows, least, matches);                              \
  }
#else
#define RANGES_COUNT_KERNEL(T, S)                                                                  \
  RANGES_COUNT(, ranges_count_portable_##S, T)                                                     \
  size_t plat_ranges_count_##S(                                                                    \
      const uint64_t *words, const uint32_t *before, const uint32_t *firsts, const T *counts,      \
      size_t ranges, uint32_t rows, uint32_t least, uint64_t *matches) {                           \
    return ranges_count_portable_##S(words, before, firsts, counts, ranges, rows, least, matches); \
  }
#endif
RANGES_COUNT_KERNEL(uint8_t, u8)
RANGES_COUNT_KERNEL(uint16_t, u16)
RANGES_COUNT_KERNEL(uint32_t, u32)
