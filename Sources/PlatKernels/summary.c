#include "PlatKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,bmi2,popcnt")))
#endif

void plat_summary_clear(plat_summary *s) {
  *s = (plat_summary){0, UINT64_MAX, 0, 0, 0, INT32_MAX, INT32_MAX, INT32_MIN, INT32_MIN};
}

#define LESS(A, B) ((A) < (B) ? (A) : (B))
#define MORE(A, B) ((A) > (B) ? (A) : (B))

void plat_summary_add(plat_summary *s, const plat_summary *o) {
  s->price_sum += o->price_sum;
  s->least_price = LESS(s->least_price, o->least_price);
  s->greatest_price = MORE(s->greatest_price, o->greatest_price);
  s->rows += o->rows;
  s->priced += o->priced;
  s->west = LESS(s->west, o->west);
  s->south = LESS(s->south, o->south);
  s->east = MORE(s->east, o->east);
  s->north = MORE(s->north, o->north);
}

#define ROW(S, PRICES, LONGITUDES, LATITUDES, I)                                                   \
  do {                                                                                             \
    uint64_t price = PRICES[I];                                                                    \
    int32_t x = LONGITUDES[I], y = LATITUDES[I];                                                   \
    S.price_sum += price;                                                                          \
    S.priced += price != 0;                                                                        \
    S.least_price = LESS(S.least_price, price - 1);                                                \
    S.greatest_price = MORE(S.greatest_price, price);                                              \
    S.west = LESS(S.west, x);                                                                      \
    S.east = MORE(S.east, x);                                                                      \
    S.south = LESS(S.south, y);                                                                    \
    S.north = MORE(S.north, y);                                                                    \
  } while (0)

// Row by row; prices are compared minus 1, so that a missing one is the maximum.
#define ROWS_KERNEL(T, S)                                                                          \
  static inline void rows_##S(                                                                     \
      plat_summary *summary, const T *prices, const int32_t *longitudes, const int32_t *latitudes, \
      uint64_t word) {                                                                             \
    plat_summary s;                                                                                \
    plat_summary_clear(&s);                                                                        \
    s.rows = (uint32_t)__builtin_popcountll(word);                                                 \
    while (word) {                                                                                 \
      int i = __builtin_ctzll(word);                                                               \
      word &= word - 1;                                                                            \
      ROW(s, prices, longitudes, latitudes, i);                                                    \
    }                                                                                              \
    if (s.least_price != UINT64_MAX) s.least_price += 1;                                           \
    plat_summary_add(summary, &s);                                                                 \
  }
ROWS_KERNEL(uint8_t, u8)
ROWS_KERNEL(uint16_t, u16)
ROWS_KERNEL(uint32_t, u32)
ROWS_KERNEL(uint64_t, u64)

#if defined(__x86_64__)
// Rows of a word with many selected rows, eight at a time. 8-byte prices are summed row by row.
#define LANES(BITS) _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32((int)(BITS)), bit), bit)

AVX2 static inline int32_t least_lane(__m256i v) {
  __m128i m = _mm_min_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  m = _mm_min_epi32(m, _mm_shuffle_epi32(m, 0x4E));
  return _mm_cvtsi128_si32(_mm_min_epi32(m, _mm_shuffle_epi32(m, 0xB1)));
}
AVX2 static inline int32_t most_lane(__m256i v) {
  __m128i m = _mm_max_epi32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  m = _mm_max_epi32(m, _mm_shuffle_epi32(m, 0x4E));
  return _mm_cvtsi128_si32(_mm_max_epi32(m, _mm_shuffle_epi32(m, 0xB1)));
}
AVX2 static inline uint32_t least_lane_unsigned(__m256i v) {
  __m128i m = _mm_min_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  m = _mm_min_epu32(m, _mm_shuffle_epi32(m, 0x4E));
  return (uint32_t)_mm_cvtsi128_si32(_mm_min_epu32(m, _mm_shuffle_epi32(m, 0xB1)));
}
AVX2 static inline uint32_t most_lane_unsigned(__m256i v) {
  __m128i m = _mm_max_epu32(_mm256_castsi256_si128(v), _mm256_extracti128_si256(v, 1));
  m = _mm_max_epu32(m, _mm_shuffle_epi32(m, 0x4E));
  return (uint32_t)_mm_cvtsi128_si32(_mm_max_epu32(m, _mm_shuffle_epi32(m, 0xB1)));
}

// Eight rows at a time, from the first group with a selected row to the last.
#define MANY_AVX2(T, S, LOAD)                                                                      \
  AVX2 static void many_avx2_##S(                                                                  \
      plat_summary *s, const T *prices, const int32_t *longitudes, const int32_t *latitudes,       \
      uint64_t word) {                                                                             \
    const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);                            \
    const __m256i high = _mm256_set1_epi32(INT32_MAX), low = _mm256_set1_epi32(INT32_MIN);         \
    const __m256i ones = _mm256_set1_epi32(-1), zero = _mm256_setzero_si256();                     \
    __m256i west = high, south = high, east = low, north = low, least = ones, most = zero,         \
            sum = zero, none = zero;                                                               \
    int first = __builtin_ctzll(word) / 8, last = 7 - __builtin_clzll(word) / 8;                   \
    for (int i = first; i <= last; i++) {                                                          \
      __m256i on = LANES(word >> (8 * i) & 0xFF);                                                  \
      __m256i x = _mm256_loadu_si256((const __m256i *)longitudes + i);                             \
      __m256i y = _mm256_loadu_si256((const __m256i *)latitudes + i);                              \
      __m256i price = _mm256_and_si256(LOAD, on);                                                  \
      west = _mm256_min_epi32(west, _mm256_blendv_epi8(high, x, on));                              \
      east = _mm256_max_epi32(east, _mm256_blendv_epi8(low, x, on));                               \
      south = _mm256_min_epi32(south, _mm256_blendv_epi8(high, y, on));                            \
      north = _mm256_max_epi32(north, _mm256_blendv_epi8(low, y, on));                             \
      least = _mm256_min_epu32(least, _mm256_add_epi32(price, ones));                              \
      most = _mm256_max_epu32(most, price);                                                        \
      sum = _mm256_add_epi64(                                                                      \
          sum,                                                                                     \
          _mm256_add_epi64(_mm256_srli_epi64(price, 32), _mm256_blend_epi32(price, zero, 0xAA)));  \
      none = _mm256_sub_epi32(none, _mm256_cmpeq_epi32(price, zero));                              \
    }                                                                                              \
    s->west = LESS(s->west, least_lane(west));                                                     \
    s->south = LESS(s->south, least_lane(south));                                                  \
    s->east = MORE(s->east, most_lane(east));                                                      \
    s->north = MORE(s->north, most_lane(north));                                                   \
    __m128i half = _mm_add_epi32(_mm256_castsi256_si128(none), _mm256_extracti128_si256(none, 1)); \
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0x4E));                                     \
    half = _mm_add_epi32(half, _mm_shuffle_epi32(half, 0xB1));                                     \
    uint32_t priced = (uint32_t)(8 * (last - first + 1) - _mm_cvtsi128_si32(half));                \
    if (!priced) return;                                                                           \
    uint64_t from = (uint64_t)least_lane_unsigned(least) + 1, to = most_lane_unsigned(most);       \
    s->least_price = LESS(s->least_price, from);                                                   \
    s->greatest_price = MORE(s->greatest_price, to);                                               \
    s->priced += priced;                                                                           \
    __m128i sums = _mm_add_epi64(_mm256_castsi256_si128(sum), _mm256_extracti128_si256(sum, 1));   \
    s->price_sum += (uint64_t)_mm_cvtsi128_si64(sums) + (uint64_t)_mm_extract_epi64(sums, 1);      \
  }
MANY_AVX2(uint8_t, u8, _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(prices + 8 * i))))
MANY_AVX2(uint16_t, u16, _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(prices + 8 * i))))
MANY_AVX2(uint32_t, u32, _mm256_loadu_si256((const __m256i *)(prices + 8 * i)))

// From this many rows on, eight at a time is faster than one by one.
#define MANY 5
#define BLOCK_AVX2(S)                                                                              \
  if (__builtin_popcountll(word) >= MANY && plat_isa() == PLAT_ISA_AVX2) {                         \
    summary->rows += (uint32_t)__builtin_popcountll(word);                                         \
    many_avx2_##S(summary, prices + first, longitudes + first, latitudes + first, word);           \
    return;                                                                                        \
  }
#else
#define BLOCK_AVX2(S)
#endif

#define BLOCK_KERNEL(T, S, FAST)                                                                   \
  void plat_summary_block_##S(                                                                     \
      plat_summary *summary, const T *prices, const int32_t *longitudes, const int32_t *latitudes, \
      uint32_t block, uint64_t word) {                                                             \
    size_t first = (size_t)block * 64;                                                             \
    FAST rows_##S(summary, prices + first, longitudes + first, latitudes + first, word);           \
  }
BLOCK_KERNEL(uint8_t, u8, BLOCK_AVX2(u8))
BLOCK_KERNEL(uint16_t, u16, BLOCK_AVX2(u16))
BLOCK_KERNEL(uint32_t, u32, BLOCK_AVX2(u32))
BLOCK_KERNEL(uint64_t, u64, )

// Adds the blocks `first ..< end` by the largest possible nodes; 0 if one of them is not known.
static int add_nodes(plat_summary *summary, const plat_mask *mask, size_t first, size_t end) {
  for (size_t level = 0;; level++) {
    size_t count = mask->counts[level];
    int top = level + 1 >= mask->levels;
    for (; first < end && (top || first % PLAT_MASK_FAN); first++) {
      if (!plat_bit_get(mask->nodes_known[level], first)) return 0;
      plat_summary_add(summary, mask->nodes[level] + first);
    }
    for (; first < end && end % PLAT_MASK_FAN && end < count; end--) {
      if (!plat_bit_get(mask->nodes_known[level], end - 1)) return 0;
      plat_summary_add(summary, mask->nodes[level] + end - 1);
    }
    if (first >= end) return 1;
    first /= PLAT_MASK_FAN;
    end = (end + PLAT_MASK_FAN - 1) / PLAT_MASK_FAN;
  }
}

#define RANGE_KERNEL(T, S)                                                                         \
  int plat_summary_range_##S(                                                                      \
      plat_summary *summary, const plat_mask *mask, const T *prices, const int32_t *longitudes,    \
      const int32_t *latitudes, size_t first, size_t end, size_t rows) {                           \
    if (first >= end) return 1;                                                                    \
    size_t block = first / 64, last = (end - 1) / 64;                                              \
    uint64_t head = ~0ull << (first % 64), tail = ~0ull >> (63 - (end - 1) % 64);                  \
    if (block == last) {                                                                           \
      uint64_t word = mask->words[block] & head & tail;                                            \
      if (word)                                                                                    \
        plat_summary_block_##S(summary, prices, longitudes, latitudes, (uint32_t)block, word);     \
      return 1;                                                                                    \
    }                                                                                              \
    if (~head) {                                                                                   \
      uint64_t word = mask->words[block] & head;                                                   \
      if (word)                                                                                    \
        plat_summary_block_##S(summary, prices, longitudes, latitudes, (uint32_t)block, word);     \
      block++;                                                                                     \
    }                                                                                              \
    last++;                                                                                        \
    /* The last block with a position may be partial and counts as full nevertheless. */           \
    if (~tail && end < rows) {                                                                     \
      last--;                                                                                      \
      uint64_t word = mask->words[last] & tail;                                                    \
      if (word)                                                                                    \
        plat_summary_block_##S(summary, prices, longitudes, latitudes, (uint32_t)last, word);      \
    }                                                                                              \
    return block >= last || add_nodes(summary, mask, block, last);                                 \
  }
RANGE_KERNEL(uint8_t, u8)
RANGE_KERNEL(uint16_t, u16)
RANGE_KERNEL(uint32_t, u32)
RANGE_KERNEL(uint64_t, u64)

// Sets the bits of numbers; the bits of one word are set together. Calls must not overlap.
static inline void bits_set(uint64_t *bits, size_t word, uint64_t set) {
  __atomic_store_n(bits + word, bits[word] | set, __ATOMIC_RELEASE);
}

#define NODES_KERNEL(T, S)                                                                         \
  void plat_nodes_learn_##S(                                                                       \
      plat_mask *mask, const T *prices, const int32_t *longitudes, const int32_t *latitudes,       \
      size_t first, size_t end) {                                                                  \
    size_t size = 1, blocks = mask->counts[0];                                                     \
    for (size_t level = 0; level < mask->levels; level++, size *= PLAT_MASK_FAN) {                 \
      size_t node = (first + size - 1) / size,                                                     \
             behind = end >= blocks ? mask->counts[level] : end / size;                            \
      uint64_t *known = (uint64_t *)mask->nodes_known[level];                                      \
      plat_summary *nodes = (plat_summary *)mask->nodes[level];                                    \
      const plat_summary *below = level ? mask->nodes[level - 1] : 0;                              \
      while (node < behind) {                                                                      \
        size_t word = node / 64;                                                                   \
        uint64_t set = 0;                                                                          \
        for (; node < behind && node / 64 == word; node++) {                                       \
          if (known[word] >> (node % 64) & 1) continue;                                            \
          plat_summary sum;                                                                        \
          plat_summary_clear(&sum);                                                                \
          if (!level) {                                                                            \
            if (mask->words[node])                                                                 \
              plat_summary_block_##S(                                                              \
                  &sum, prices, longitudes, latitudes, (uint32_t)node, mask->words[node]);         \
          } else {                                                                                 \
            for (size_t i = node * PLAT_MASK_FAN;                                                  \
                 i < (node + 1) * PLAT_MASK_FAN && i < mask->counts[level - 1]; i++)               \
              plat_summary_add(&sum, below + i);                                                   \
          }                                                                                        \
          nodes[node] = sum;                                                                       \
          set |= 1ull << (node % 64);                                                              \
        }                                                                                          \
        if (set) bits_set(known, word, set);                                                       \
      }                                                                                            \
    }                                                                                              \
  }
NODES_KERNEL(uint8_t, u8)
NODES_KERNEL(uint16_t, u16)
NODES_KERNEL(uint32_t, u32)
NODES_KERNEL(uint64_t, u64)

void plat_words_learn(
    uint64_t *words, uint64_t *known, size_t rows, const uint32_t *blocks, const uint64_t *matches,
    size_t count) {
  size_t all = (rows + 63) / 64;
  for (size_t i = 0; i < count;) {
    size_t word = blocks[i] / 64;
    uint64_t set = 0;
    for (; i < count && blocks[i] / 64 == word; i++) {
      size_t block = blocks[i];
      uint64_t bit = 1ull << (block % 64);
      if (block >= all || known[word] & bit) continue;
      size_t rest = rows - block * 64;
      words[block] = rest >= 64 ? matches[i] : matches[i] & ((1ull << rest) - 1);
      set |= bit;
    }
    if (set) bits_set(known, word, set);
  }
}

int plat_bit_get(const uint64_t *bits, size_t bit) {
  return (int)(__atomic_load_n(bits + bit / 64, __ATOMIC_ACQUIRE) >> (bit % 64) & 1);
}
