#include "PlatKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#endif

// ---- One block: 64 rows against one closed range
// `value - from <= to - from` in unsigned arithmetic is `from <= value && value <= to` with one
// comparison.

#define PORTABLE_TEST(T, S)                                                                        \
  static inline uint64_t test_##S(const T *values, T from, T width) {                              \
    uint64_t word = 0;                                                                             \
    for (int i = 0; i < 64; i++) word |= (uint64_t)((T)(values[i] - from) <= width) << i;          \
    return word;                                                                                   \
  }
PORTABLE_TEST(uint8_t, u8)
PORTABLE_TEST(uint16_t, u16)
PORTABLE_TEST(uint32_t, u32)
PORTABLE_TEST(uint64_t, u64)

#if defined(__x86_64__)
AVX2 static inline uint64_t test_avx2_u8(const uint8_t *values, uint8_t from, uint8_t width) {
  __m256i f = _mm256_set1_epi8((char)from), w = _mm256_set1_epi8((char)width);
  uint64_t word = 0;
  for (int i = 0; i < 2; i++) {
    __m256i v = _mm256_sub_epi8(_mm256_loadu_si256((const __m256i *)values + i), f);
    word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(v, w), v))
            << (32 * i);
  }
  return word;
}

AVX2 static inline uint64_t test_avx2_u16(const uint16_t *values, uint16_t from, uint16_t width) {
  __m256i f = _mm256_set1_epi16((short)from), w = _mm256_set1_epi16((short)width);
  uint64_t word = 0;
  for (int i = 0; i < 2; i++) {
    __m256i a = _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)values + 2 * i), f);
    __m256i b = _mm256_sub_epi16(_mm256_loadu_si256((const __m256i *)values + 2 * i + 1), f);
    a = _mm256_cmpeq_epi16(_mm256_min_epu16(a, w), a);
    b = _mm256_cmpeq_epi16(_mm256_min_epu16(b, w), b);
    // packs works within 128-bit lanes: restore the row order of the quarters.
    __m256i packed = _mm256_permute4x64_epi64(_mm256_packs_epi16(a, b), 0xD8);
    word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(packed) << (32 * i);
  }
  return word;
}

// The results of four vectors, a byte for each value: packs works within 128-bit lanes, the
// permutation restores the row order.
AVX2 static inline uint64_t test_avx2_u32(const uint32_t *values, uint32_t from, uint32_t width) {
  __m256i f = _mm256_set1_epi32((int)from), w = _mm256_set1_epi32((int)width);
  const __m256i order = _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7);
  uint64_t word = 0;
  for (int i = 0; i < 2; i++) {
    __m256i hit[4];
    for (int k = 0; k < 4; k++) {
      __m256i v = _mm256_sub_epi32(_mm256_loadu_si256((const __m256i *)values + 4 * i + k), f);
      hit[k] = _mm256_cmpeq_epi32(_mm256_min_epu32(v, w), v);
    }
    __m256i packed =
        _mm256_packs_epi16(_mm256_packs_epi32(hit[0], hit[1]), _mm256_packs_epi32(hit[2], hit[3]));
    word |= (uint64_t)(uint32_t)_mm256_movemask_epi8(_mm256_permutevar8x32_epi32(packed, order))
            << (32 * i);
  }
  return word;
}

AVX2 static inline uint64_t test_avx2_u64(const uint64_t *values, uint64_t from, uint64_t width) {
  return test_u64(values, from, width);
}
#endif

// ---- The loops over blocks, once for each instruction set

// Nearly every test has one range, which has loops of its own: its bounds stay in registers. If the
// zone map decides none of eight consecutive blocks, and enough of their words are nonzero, all
// eight are read without a branch, because zero words are unpredictable. The wider the numbers, the
// more an unnecessary block costs.
#define RANGES(T, S, NAME, ATTRIBUTE, TEST)                                                        \
  ATTRIBUTE static inline size_t NAME##_some(                                                      \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, T from, T to) {                                                                \
    size_t read = 0;                                                                               \
    const T width = (T)(to - from);                                                                \
    for (size_t i = 0; i < count; i++) {                                                           \
      uint64_t word = words[i];                                                                    \
      if (!word) continue;                                                                         \
      uint32_t block = blocks[i];                                                                  \
      T least = (T)(low[block] - from), greatest = (T)(high[block] - from);                        \
      if (least <= width & greatest <= width) continue;                                            \
      if (low[block] > to | high[block] < from) {                                                  \
        words[i] = 0;                                                                              \
        continue;                                                                                  \
      }                                                                                            \
      read++;                                                                                      \
      words[i] = word & TEST(column + (size_t)block * 64, from, width);                            \
    }                                                                                              \
    return read;                                                                                   \
  }                                                                                                \
  ATTRIBUTE static size_t NAME##_one(                                                              \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, T from, T to) {                                                                \
    size_t read = 0, i = 0;                                                                        \
    const T width = (T)(to - from);                                                                \
    for (; i + 8 <= count; i += 8) {                                                               \
      const uint32_t first = blocks[i];                                                            \
      size_t full = 0;                                                                             \
      for (size_t k = 0; k < 8; k++) full += words[i + k] != 0;                                    \
      if (!full) continue;                                                                         \
      if (full > sizeof(T) && blocks[i + 7] - first == 7) {                                        \
        const T *l = low + first, *h = high + first, *values = column + (size_t)first * 64;        \
        T decided = 0;                                                                             \
        for (size_t k = 0; k < 8; k++)                                                             \
          decided |= (((T)(l[k] - from) <= width) & ((T)(h[k] - from) <= width)) | (l[k] > to)     \
                     | (h[k] < from);                                                              \
        if (!decided) {                                                                            \
          for (size_t k = 0; k < 8; k++) words[i + k] &= TEST(values + k * 64, from, width);       \
          read += full;                                                                            \
          continue;                                                                                \
        }                                                                                          \
      }                                                                                            \
      read += NAME##_some(column, low, high, blocks + i, words + i, 8, from, to);                  \
    }                                                                                              \
    return read + NAME##_some(column, low, high, blocks + i, words + i, count - i, from, to);      \
  }                                                                                                \
  ATTRIBUTE static size_t NAME(                                                                    \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const T *from, const T *to, size_t ranges) {                                   \
    if (ranges == 1) return NAME##_one(column, low, high, blocks, words, count, from[0], to[0]);   \
    size_t read = 0;                                                                               \
    for (size_t i = 0; i < count; i++) {                                                           \
      uint64_t word = words[i];                                                                    \
      if (!word) continue;                                                                         \
      uint32_t block = blocks[i];                                                                  \
      T least = low[block], greatest = high[block];                                                \
      uint64_t hit = 0;                                                                            \
      int crosses = 0, whole = 0;                                                                  \
      for (size_t r = 0; r < ranges; r++) {                                                        \
        whole |= least >= from[r] & greatest <= to[r];                                             \
        crosses |= least <= to[r] & greatest >= from[r];                                           \
      }                                                                                            \
      if (whole) continue;                                                                         \
      if (crosses) {                                                                               \
        const T *values = column + (size_t)block * 64;                                             \
        read++;                                                                                    \
        for (size_t r = 0; r < ranges; r++) hit |= TEST(values, from[r], (T)(to[r] - from[r]));    \
      }                                                                                            \
      words[i] = word & hit;                                                                       \
    }                                                                                              \
    return read;                                                                                   \
  }

#if defined(__x86_64__)
#define RANGES_ALL(T, S)                                                                           \
  RANGES(T, S, ranges_portable_##S, , test_##S)                                                    \
  RANGES(T, S, ranges_avx2_##S, AVX2, test_avx2_##S)                                               \
  size_t plat_ranges_##S(                                                                          \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const T *from, const T *to, size_t ranges) {                                   \
    return plat_isa() == PLAT_ISA_AVX2                                                             \
               ? ranges_avx2_##S(column, low, high, blocks, words, count, from, to, ranges)        \
               : ranges_portable_##S(column, low, high, blocks, words, count, from, to, ranges);   \
  }
#else
#define RANGES_ALL(T, S)                                                                           \
  RANGES(T, S, ranges_portable_##S, , test_##S)                                                    \
  size_t plat_ranges_##S(                                                                          \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const T *from, const T *to, size_t ranges) {                                   \
    return ranges_portable_##S(column, low, high, blocks, words, count, from, to, ranges);         \
  }
#endif
RANGES_ALL(uint8_t, u8)
RANGES_ALL(uint16_t, u16)
RANGES_ALL(uint32_t, u32)
RANGES_ALL(uint64_t, u64)

#define RANGE(T, S)                                                                                \
  if (from <= (T) ~(T)0) {                                                                         \
    const T first = (T)from, last = to < (T) ~(T)0 ? (T)to : (T) ~(T)0;                            \
    return plat_ranges_##S(column, low, high, blocks, words, count, &first, &last, 1);             \
  }                                                                                                \
  break;
size_t plat_range(
    int32_t width, const void *column, uint64_t from, uint64_t to, const uint32_t *blocks,
    uint64_t *words, size_t count, const void *low, const void *high) {
  switch (width) {
    case 1:
      RANGE(uint8_t, u8)
    case 2:
      RANGE(uint16_t, u16)
    case 4:
      RANGE(uint32_t, u32)
    default:
      RANGE(uint64_t, u64)
  }
  // The range is beyond the column's width.
  memset(words, 0, count * sizeof *words);
  return 0;
}

// ---- Zone maps alone: blocks that may hold a value of a range

#define ZONES_PORTABLE(T, S)                                                                       \
  static size_t zones_portable_##S(                                                                \
      const T *low, const T *high, uint32_t first, uint32_t end, const T *from, const T *to,       \
      size_t ranges, uint32_t *blocks) {                                                           \
    size_t count = 0;                                                                              \
    for (uint32_t b = first; b < end; b++) {                                                       \
      int may = 0;                                                                                 \
      for (size_t r = 0; r < ranges; r++) may |= (low[b] <= to[r]) & (high[b] >= from[r]);         \
      blocks[count] = b;                                                                           \
      count += may;                                                                                \
    }                                                                                              \
    return count;                                                                                  \
  }
ZONES_PORTABLE(uint8_t, u8)
ZONES_PORTABLE(uint16_t, u16)
ZONES_PORTABLE(uint32_t, u32)
ZONES_PORTABLE(uint64_t, u64)

#if defined(__x86_64__)
#define ZONES_AVX2(T, S, LANES, SET1, MINU, MAXU, CMPEQ, MASK, STEP)                               \
  AVX2 static size_t zones_avx2_##S(                                                               \
      const T *low, const T *high, uint32_t end, const T *from, const T *to, size_t ranges,        \
      uint32_t *blocks) {                                                                          \
    size_t count = 0;                                                                              \
    uint32_t b = 0;                                                                                \
    for (; b + LANES <= end; b += LANES) {                                                         \
      __m256i l = _mm256_loadu_si256((const __m256i *)(low + b));                                  \
      __m256i h = _mm256_loadu_si256((const __m256i *)(high + b));                                 \
      __m256i hit = _mm256_setzero_si256();                                                        \
      for (size_t r = 0; r < ranges; r++) {                                                        \
        __m256i f = SET1(from[r]), t = SET1(to[r]);                                                \
        hit = _mm256_or_si256(hit, _mm256_and_si256(CMPEQ(MINU(l, t), l), CMPEQ(MAXU(h, f), h)));  \
      }                                                                                            \
      uint32_t mask = MASK(hit);                                                                   \
      while (mask) {                                                                               \
        uint32_t bit = (uint32_t)__builtin_ctz(mask);                                              \
        blocks[count++] = b + bit / STEP;                                                          \
        mask &= mask - 1;                                                                          \
        if (STEP == 2) mask &= mask - 1;                                                           \
      }                                                                                            \
    }                                                                                              \
    return count + zones_portable_##S(low, high, b, end, from, to, ranges, blocks + count);        \
  }
#define SET1_8(v) _mm256_set1_epi8((char)(v))
#define SET1_16(v) _mm256_set1_epi16((short)(v))
#define SET1_32(v) _mm256_set1_epi32((int)(v))
#define MASK_8(v) (uint32_t) _mm256_movemask_epi8(v)
#define MASK_32(v) (uint32_t) _mm256_movemask_ps(_mm256_castsi256_ps(v))
ZONES_AVX2(uint8_t, u8, 32, SET1_8, _mm256_min_epu8, _mm256_max_epu8, _mm256_cmpeq_epi8, MASK_8, 1)
ZONES_AVX2(
    uint16_t, u16, 16, SET1_16, _mm256_min_epu16, _mm256_max_epu16, _mm256_cmpeq_epi16, MASK_8, 2)
ZONES_AVX2(
    uint32_t, u32, 8, SET1_32, _mm256_min_epu32, _mm256_max_epu32, _mm256_cmpeq_epi32, MASK_32, 1)
#define ZONES_DISPATCH(T, S)                                                                       \
  size_t plat_zones_##S(                                                                           \
      const T *low, const T *high, uint32_t end, const T *from, const T *to, size_t ranges,        \
      uint32_t *blocks) {                                                                          \
    return plat_isa() == PLAT_ISA_AVX2                                                             \
               ? zones_avx2_##S(low, high, end, from, to, ranges, blocks)                          \
               : zones_portable_##S(low, high, 0, end, from, to, ranges, blocks);                  \
  }
#else
#define ZONES_DISPATCH(T, S)                                                                       \
  size_t plat_zones_##S(                                                                           \
      const T *low, const T *high, uint32_t end, const T *from, const T *to, size_t ranges,        \
      uint32_t *blocks) {                                                                          \
    return zones_portable_##S(low, high, 0, end, from, to, ranges, blocks);                        \
  }
#endif
ZONES_DISPATCH(uint8_t, u8)
ZONES_DISPATCH(uint16_t, u16)
ZONES_DISPATCH(uint32_t, u32)

size_t plat_zones_u64(
    const uint64_t *low, const uint64_t *high, uint32_t end, const uint64_t *from,
    const uint64_t *to, size_t ranges, uint32_t *blocks) {
  return zones_portable_u64(low, high, 0, end, from, to, ranges, blocks);
}

// ---- Loops that are the same for every instruction set

#define PLAIN(T, S)                                                                                \
  size_t plat_bitmap_##S(                                                                          \
      const T *column, const T *low, const T *high, const uint32_t *blocks, uint64_t *words,       \
      size_t count, const uint64_t *bitmap, size_t bits, T least, T greatest) {                    \
    size_t read = 0;                                                                               \
    for (size_t i = 0; i < count; i++) {                                                           \
      uint64_t word = words[i];                                                                    \
      if (!word) continue;                                                                         \
      uint32_t block = blocks[i];                                                                  \
      if (low[block] > greatest || high[block] < least) {                                          \
        words[i] = 0;                                                                              \
        continue;                                                                                  \
      }                                                                                            \
      const T *values = column + (size_t)block * 64;                                               \
      uint64_t hit = 0;                                                                            \
      read++;                                                                                      \
      for (int j = 0; j < 64; j++) {                                                               \
        uint64_t v = values[j];                                                                    \
        uint64_t known = v < bits;                                                                 \
        v = known ? v : 0;                                                                         \
        hit |= (bitmap[v >> 6] >> (v & 63) & known) << j;                                          \
      }                                                                                            \
      words[i] = word & hit;                                                                       \
    }                                                                                              \
    return read;                                                                                   \
  }                                                                                                \
  size_t plat_gather_##S(                                                                          \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint64_t *out) {                                                                             \
    size_t n = 0;                                                                                  \
    for (size_t i = 0; i < count; i++) {                                                           \
      const T *values = column + (size_t)blocks[i] * 64;                                           \
      for (uint64_t word = words[i]; word; word &= word - 1)                                       \
        out[n++] = values[__builtin_ctzll(word)];                                                  \
    }                                                                                              \
    return n;                                                                                      \
  }                                                                                                \
  void plat_tally_##S(                                                                             \
      const T *column, const uint32_t *blocks, const uint64_t *words, size_t count,                \
      uint32_t *bins, size_t bin_count) {                                                          \
    for (size_t i = 0; i < count; i++) {                                                           \
      const T *values = column + (size_t)blocks[i] * 64;                                           \
      for (uint64_t word = words[i]; word; word &= word - 1) {                                     \
        uint64_t v = values[__builtin_ctzll(word)];                                                \
        if (v < bin_count) bins[v]++;                                                              \
      }                                                                                            \
    }                                                                                              \
  }                                                                                                \
  void plat_zone_build_##S(const T *column, size_t rows, T *low, T *high) {                        \
    for (size_t start = 0, b = 0; start < rows; start += 64, b++) {                                \
      size_t end = start + 64 < rows ? start + 64 : rows;                                          \
      T least = column[start], greatest = column[start];                                           \
      for (size_t i = start + 1; i < end; i++) {                                                   \
        least = column[i] < least ? column[i] : least;                                             \
        greatest = column[i] > greatest ? column[i] : greatest;                                    \
      }                                                                                            \
      low[b] = least;                                                                              \
      high[b] = greatest;                                                                          \
    }                                                                                              \
  }
PLAIN(uint8_t, u8)
PLAIN(uint16_t, u16)
PLAIN(uint32_t, u32)
PLAIN(uint64_t, u64)
