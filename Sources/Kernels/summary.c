#include "Kernels.h"

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

#define ROW(S, PRICES, LONGITUDES, LATITUDES, I)                                                                       \
  do {                                                                                                                 \
    uint64_t price = PRICES[I];                                                                                        \
    int32_t x = LONGITUDES[I], y = LATITUDES[I];                                                                       \
    S.price_sum += price;                                                                                              \
    S.priced += price != 0;                                                                                            \
    S.least_price = LESS(S.least_price, price - 1);                                                                    \
    S.greatest_price = MORE(S.greatest_price, price);                                                                  \
    S.west = LESS(S.west, x);                                                                                          \
    S.east = MORE(S.east, x);                                                                                          \
    S.south = LESS(S.south, y);                                                                                        \
    S.north = MORE(S.north, y);                                                                                        \
  } while (0)

// Row by row; prices are compared less one, so that a missing one is the greatest.
#define ROWS_KERNEL(T, S)                                                                                              \
  static inline void rows_##S(plat_summary *summary, const T *prices, const int32_t *longitudes,                       \
                              const int32_t *latitudes, uint64_t word) {                                               \
    plat_summary s;                                                                                                    \
    plat_summary_clear(&s);                                                                                            \
    s.rows = (uint32_t)__builtin_popcountll(word);                                                                     \
    while (word) {                                                                                                     \
      int i = __builtin_ctzll(word);                                                                                   \
      word &= word - 1;                                                                                                \
      ROW(s, prices, longitudes, latitudes, i);                                                                        \
    }                                                                                                                  \
    if (s.least_price != UINT64_MAX) s.least_price += 1;                                                               \
    plat_summary_add(summary, &s);                                                                                     \
  }
ROWS_KERNEL(uint8_t, u8)
ROWS_KERNEL(uint16_t, u16)
ROWS_KERNEL(uint32_t, u32)
ROWS_KERNEL(uint64_t, u64)

#if defined(__x86_64__)
// Rows of a word that many rows are selected by, eight at a time. 8-byte prices are summed up row by row.
#define LANES(BITS)                                                                                                    \
  _mm256_cmpeq_epi32(_mm256_and_si256(_mm256_set1_epi32((int)(BITS)), bit), bit)

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

AVX2 static inline void box_avx2(plat_summary *s, const int32_t *longitudes, const int32_t *latitudes, uint64_t word) {
  const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);
  const __m256i high = _mm256_set1_epi32(INT32_MAX), low = _mm256_set1_epi32(INT32_MIN);
  __m256i west = high, south = high, east = low, north = low;
  for (int i = 0; i < 8; i++) {
    __m256i on = LANES(word >> (8 * i) & 0xFF);
    __m256i x = _mm256_loadu_si256((const __m256i *)longitudes + i);
    __m256i y = _mm256_loadu_si256((const __m256i *)latitudes + i);
    west = _mm256_min_epi32(west, _mm256_blendv_epi8(high, x, on));
    east = _mm256_max_epi32(east, _mm256_blendv_epi8(low, x, on));
    south = _mm256_min_epi32(south, _mm256_blendv_epi8(high, y, on));
    north = _mm256_max_epi32(north, _mm256_blendv_epi8(low, y, on));
  }
  int32_t w = least_lane(west), so = least_lane(south), e = most_lane(east), n = most_lane(north);
  s->west = LESS(s->west, w);
  s->south = LESS(s->south, so);
  s->east = MORE(s->east, e);
  s->north = MORE(s->north, n);
}

#define PRICES_AVX2(T, S, LOAD)                                                                                        \
  AVX2 static inline void prices_avx2_##S(plat_summary *s, const T *prices, uint64_t word) {                           \
    const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128);                                                \
    const __m256i one = _mm256_set1_epi32(1), ones = _mm256_set1_epi32(-1), zero = _mm256_setzero_si256();             \
    __m256i least = ones, most = zero, sum = zero;                                                                     \
    uint32_t priced = 0;                                                                                               \
    for (int i = 0; i < 8; i++) {                                                                                      \
      __m256i price = _mm256_and_si256(LOAD, LANES(word >> (8 * i) & 0xFF));                                           \
      priced += (uint32_t)__builtin_popcount(                                                                          \
        0xFF & ~(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(_mm256_cmpeq_epi32(price, zero))));                   \
      least = _mm256_min_epu32(least, _mm256_sub_epi32(price, one));                                                   \
      most = _mm256_max_epu32(most, price);                                                                            \
      sum = _mm256_add_epi64(sum, _mm256_add_epi64(_mm256_srli_epi64(price, 32), _mm256_blend_epi32(price, zero, 0xAA))); \
    }                                                                                                                  \
    if (!priced) return;                                                                                               \
    uint64_t low = (uint64_t)least_lane_unsigned(least) + 1, high = most_lane_unsigned(most);                          \
    s->least_price = LESS(s->least_price, low);                                                                        \
    s->greatest_price = MORE(s->greatest_price, high);                                                                 \
    s->priced += priced;                                                                                               \
    s->price_sum += (uint64_t)_mm256_extract_epi64(sum, 0) + (uint64_t)_mm256_extract_epi64(sum, 1) +                  \
                    (uint64_t)_mm256_extract_epi64(sum, 2) + (uint64_t)_mm256_extract_epi64(sum, 3);                   \
  }
PRICES_AVX2(uint8_t, u8, _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)(prices + 8 * i))))
PRICES_AVX2(uint16_t, u16, _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)(prices + 8 * i))))
PRICES_AVX2(uint32_t, u32, _mm256_loadu_si256((const __m256i *)(prices + 8 * i)))

// From so many rows on eight at a time is faster than one by one.
#define MANY 16
#define BLOCK_AVX2(S)                                                                                                  \
  if (plat_isa() == PLAT_ISA_AVX2 && __builtin_popcountll(word) >= MANY) {                                             \
    summary->rows += (uint32_t)__builtin_popcountll(word);                                                             \
    prices_avx2_##S(summary, prices + first, word);                                                                    \
    box_avx2(summary, longitudes + first, latitudes + first, word);                                                    \
    return;                                                                                                            \
  }
#else
#define BLOCK_AVX2(S)
#endif

#define BLOCK_KERNEL(T, S, FAST)                                                                                       \
  void plat_summary_block_##S(plat_summary *summary, const T *prices, const int32_t *longitudes,                       \
                              const int32_t *latitudes, uint32_t block, uint64_t word) {                               \
    size_t first = (size_t)block * 64;                                                                                 \
    FAST                                                                                                               \
    rows_##S(summary, prices + first, longitudes + first, latitudes + first, word);                                    \
  }
BLOCK_KERNEL(uint8_t, u8, BLOCK_AVX2(u8))
BLOCK_KERNEL(uint16_t, u16, BLOCK_AVX2(u16))
BLOCK_KERNEL(uint32_t, u32, BLOCK_AVX2(u32))
BLOCK_KERNEL(uint64_t, u64, )

int plat_bit_get(const uint64_t *bits, size_t bit) {
  return (int)(__atomic_load_n(bits + bit / 64, __ATOMIC_ACQUIRE) >> (bit % 64) & 1);
}

void plat_bit_set(uint64_t *bits, size_t bit) {
  __atomic_fetch_or(bits + bit / 64, 1ull << (bit % 64), __ATOMIC_RELEASE);
}
