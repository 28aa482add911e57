#include "PlatKernels.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#define INLINE static inline __attribute__((always_inline))
#endif

// The rows of a cluster, cut off at the last row; returns 0 if there are none.
static inline int cluster_rows(
    const plat_zoom *zoom, size_t rows, uint32_t cluster, size_t *first, size_t *end) {
  if (cluster >= zoom->count) return 0;
  size_t from = zoom->first_rows[cluster], count;
  if (zoom->row_count_bytes == 1)
    count = ((const uint8_t *)zoom->row_counts)[cluster];
  else if (zoom->row_count_bytes == 2)
    count = ((const uint16_t *)zoom->row_counts)[cluster];
  else
    count = ((const uint32_t *)zoom->row_counts)[cluster];
  *first = from < rows ? from : rows;
  *end = count < rows - *first ? *first + count : rows;
  return *first < *end;
}

void plat_clusters_keep(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_found *found,
    size_t count, plat_cluster_sum *sums) {
  size_t n = 0;
  for (size_t cluster = 0; cluster < zoom->count && n < count; cluster++) {
    size_t first, end;
    if (!cluster_rows(zoom, columns->rows, (uint32_t)cluster, &first, &end)) continue;
    sums[cluster].summary = found[n].summary;
    sums[cluster].parting = found[n].parting;
    const uint8_t *least =
        end - first > 1 ? memchr(columns->parting + first + 1, found[n].parting, end - first - 1)
                        : 0;
    sums[cluster].least_row = least ? (uint32_t)(least - columns->parting) : 0;
    n++;
  }
}

size_t plat_clusters_unknown(
    const plat_zoom *zoom, size_t rows, const uint64_t *known, const uint32_t *clusters,
    size_t count, uint32_t *blocks) {
  size_t found = 0, behind = 0;
  for (size_t i = 0; i < count; i++) {
    size_t first, end;
    if (!cluster_rows(zoom, rows, clusters[i], &first, &end)) continue;
    size_t block = first / 64;
    if (block < behind) block = behind;
    behind = (end - 1) / 64 + 1;
    if (block + 1 == behind) {
      if (!plat_bit_get(known, block)) blocks[found++] = (uint32_t)block;
    } else if (block < behind) {
      found += plat_bits_missing(known, block, behind, blocks + found);
    } else {
      behind = block;
    }
  }
  return found;
}

static inline size_t first_in(const uint64_t *words, size_t first, size_t end) {
  uint64_t word = words[first / 64] & ~0ull << first % 64;
  size_t block = first / 64;
  while (!word) {
    if (++block * 64 >= end) return end;
    word = words[block];
  }
  size_t row = block * 64 + (size_t)__builtin_ctzll(word);
  return row < end ? row : end;
}

// The last set row; there must be one.
static inline size_t last_in(const uint64_t *words, size_t first, size_t end) {
  size_t block = (end - 1) / 64;
  uint64_t word = words[block] & ~0ull >> (63 - (end - 1) % 64);
  while (!word && block > first / 64) word = words[--block];
  return word ? block * 64 + 63 - (size_t)__builtin_clzll(word) : first;
}

static inline int is_outside(const plat_cluster_query *query, uint32_t x, uint32_t y) {
  return x < query->west || x > query->east || y < query->north || y > query->south;
}

// Prefetch distance, in clusters.
#define AHEAD 6

// Prefetches the rows at both ends of a cluster, and the first nodes in between.
static inline void prefetch(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,
    uint32_t cluster, size_t width, const plat_cluster_query *query) {
  size_t first, end;
  if (!cluster_rows(zoom, columns->rows, cluster, &first, &end)) return;
  if (query->is_bounded
      && is_outside(
          query, (uint32_t)zoom->x[cluster] ^ 0x80000000u,
          (uint32_t)zoom->y[cluster] ^ 0x80000000u)) {
    __builtin_prefetch(mask->words + first / 64);
    return;
  }
  if (zoom->sums) {
    __builtin_prefetch(zoom->sums + cluster);
    if (query->matches_all) return;
  }
  const char *prices = columns->prices;
  size_t last = end - 1, block = first / 64, last_block = last / 64;
  size_t head = block == last_block ? last : block * 64 + 63;
  __builtin_prefetch(mask->words + block);
  __builtin_prefetch(columns->parting + first);
  for (size_t row = first;; row += 16) {
    if (row > head) row = head;
    __builtin_prefetch(columns->longitudes + row);
    __builtin_prefetch(columns->latitudes + row);
    __builtin_prefetch(prices + row * width);
    if (row == head) break;
  }
  if (block == last_block) return;
  __builtin_prefetch(columns->parting + last);
  for (size_t row = last_block * 64; row <= last; row += 16) {
    __builtin_prefetch(columns->longitudes + row);
    __builtin_prefetch(columns->latitudes + row);
    __builtin_prefetch(prices + row * width);
  }
  if (last_block - block < 2) return;
  __builtin_prefetch(mask->words + last_block);
  block++;
  for (size_t level = 0; level < mask->levels && block < last_block; level++) {
    __builtin_prefetch(mask->nodes[level] + block);
    __builtin_prefetch(mask->nodes[level] + last_block - 1);
    block = (block + PLAT_MASK_FAN - 1) / PLAT_MASK_FAN;
    last_block /= PLAT_MASK_FAN;
  }
}

static uint8_t least_portable(const plat_cluster_columns *columns, size_t first, size_t end) {
  size_t block = first / 64 + 1, last = end / 64;
  if (first + 1 >= end) return 255;
  if (block >= last) return plat_least(columns->parting + first + 1, end - first - 1);
  uint8_t head = plat_least(columns->parting + first + 1, block * 64 - first - 1);
  uint8_t whole = plat_least(columns->parting_lows + block, last - block);
  uint8_t tail = plat_least(columns->parting + last * 64, end - last * 64);
  head = head < whole ? head : whole;
  return head < tail ? head : tail;
}

static inline int sum_portable(
    const plat_cluster_columns *columns, const plat_mask *mask, size_t first, size_t end,
    plat_summary *summary, size_t width) {
  const int32_t *x = columns->longitudes, *y = columns->latitudes;
  plat_summary_clear(summary);
  switch (width) {
    case 0:
      return 1;
    case 1:
      return plat_summary_range_u8(summary, mask, columns->prices, x, y, first, end, columns->rows);
    case 2:
      return plat_summary_range_u16(
          summary, mask, columns->prices, x, y, first, end, columns->rows);
    case 4:
      return plat_summary_range_u32(
          summary, mask, columns->prices, x, y, first, end, columns->rows);
    default:
      return plat_summary_range_u64(
          summary, mask, columns->prices, x, y, first, end, columns->rows);
  }
}

#define FORM find_portable
#define FORM_ATTRIBUTE
#define LEAST_OF least_portable
#define SUM_OF sum_portable
#include "clusters_find.h"
#undef FORM
#undef FORM_ATTRIBUTE
#undef LEAST_OF
#undef SUM_OF

#if defined(__x86_64__)
// The minimum of the numbers of some rows, a block at a time; both columns are padded to whole
// blocks.
AVX2 INLINE __m256i least_of_rows(__m256i least, const uint8_t *numbers, size_t first, size_t end) {
  const __m256i low = _mm256_setr_epi8(
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25,
      26, 27, 28, 29, 30, 31);
  const __m256i high = _mm256_add_epi8(low, _mm256_set1_epi8(32)), ones = _mm256_set1_epi8(-1);
  for (size_t start = first / 64 * 64; start < end; start += 64) {
    __m256i a = _mm256_loadu_si256((const __m256i *)(numbers + start));
    __m256i b = _mm256_loadu_si256((const __m256i *)(numbers + start) + 1);
    if (start < first || start + 64 > end) {
      size_t from = start < first ? first - start : 0, to = end - start < 64 ? end - start : 64;
      __m256i before = _mm256_set1_epi8((char)from), most = _mm256_set1_epi8((char)(to - from - 1));
      __m256i in_a = _mm256_sub_epi8(low, before), in_b = _mm256_sub_epi8(high, before);
      a = _mm256_or_si256(
          a, _mm256_xor_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(in_a, most), in_a), ones));
      b = _mm256_or_si256(
          b, _mm256_xor_si256(_mm256_cmpeq_epi8(_mm256_min_epu8(in_b, most), in_b), ones));
    }
    least = _mm256_min_epu8(least, _mm256_min_epu8(a, b));
  }
  return least;
}

AVX2 INLINE uint8_t least_avx2(const plat_cluster_columns *columns, size_t first, size_t end) {
  if (++first >= end) return 255;
  __m256i least = _mm256_set1_epi8(-1);
  size_t block = (first + 63) / 64, last = end / 64;
  if (block + 1 >= last) {
    least = least_of_rows(least, columns->parting, first, end);
  } else {
    if (first < block * 64) least = least_of_rows(least, columns->parting, first, block * 64);
    least = least_of_rows(least, columns->parting_lows, block, last);
    if (last * 64 < end) least = least_of_rows(least, columns->parting, last * 64, end);
  }
  __m128i half = _mm_min_epu8(_mm256_castsi256_si128(least), _mm256_extracti128_si256(least, 1));
  __m128i pairs = _mm_min_epu8(half, _mm_srli_epi16(half, 8));
  return (uint8_t)_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_and_si128(pairs, _mm_set1_epi16(0xFF))));
}

// A summary in progress. All four sides are kept as minima: west, south, and the complements of
// east and north. Sums over eight rows at a time are combined once, at the end.
typedef struct {
  uint64_t price_sum, least_price, greatest_price, counts;
  __m128i sides;
  __m256i west, south, east, north, least, most, sum;
  int is_wide;
} sums;

#define TURNED _mm_setr_epi32(0, 0, -1, -1)

AVX2 INLINE __m256i eight_prices(const void *prices, size_t row, size_t width) {
  const char *place = (const char *)prices + row * width;
  if (width == 1) return _mm256_cvtepu8_epi32(_mm_loadl_epi64((const __m128i *)place));
  if (width == 2) return _mm256_cvtepu16_epi32(_mm_loadu_si128((const __m128i *)place));
  return _mm256_loadu_si256((const __m256i *)place);
}

AVX2 INLINE uint64_t one_price(const void *prices, size_t row, size_t width) {
  if (width == 1) return ((const uint8_t *)prices)[row];
  if (width == 2) return ((const uint16_t *)prices)[row];
  return ((const uint32_t *)prices)[row];
}

// Adds the rows of a block that a word selects.
AVX2 INLINE void add_word(
    sums *s, const plat_cluster_columns *columns, size_t block, uint64_t word, size_t width) {
  if (!word) return;
  const int32_t *longitudes = columns->longitudes + block * 64,
                *latitudes = columns->latitudes + block * 64;
  int first = __builtin_ctzll(word) / 8, last = 7 - __builtin_clzll(word) / 8;
  uint64_t rows = (uint64_t)__builtin_popcountll(word), priced = 0;
  if (rows <= 2 * (uint64_t)(last - first + 1)) {
    for (; word; word &= word - 1) {
      size_t row = (size_t)__builtin_ctzll(word);
      uint64_t price = one_price(columns->prices, block * 64 + row, width);
      int32_t x = longitudes[row], y = latitudes[row];
      s->sides = _mm_min_epi32(s->sides, _mm_setr_epi32(x, y, ~x, ~y));
      s->price_sum += price;
      priced += price != 0;
      s->least_price = price - 1 < s->least_price ? price - 1 : s->least_price;
      s->greatest_price = price > s->greatest_price ? price : s->greatest_price;
    }
    s->counts += rows | priced << 32;
    return;
  }
  const __m256i bit = _mm256_setr_epi32(1, 2, 4, 8, 16, 32, 64, 128), zero = _mm256_setzero_si256();
  const __m256i ones = _mm256_set1_epi32(-1), low = _mm256_set1_epi64x(0xFFFFFFFF);
  if (!s->is_wide) {
    s->west = s->east = _mm256_set1_epi32(longitudes[__builtin_ctzll(word)]);
    s->south = s->north = _mm256_set1_epi32(latitudes[__builtin_ctzll(word)]);
    s->least = ones;
    s->most = s->sum = zero;
    s->is_wide = 1;
  }
  const __m256i any_x = s->west, any_y = s->south;
  for (int i = first; i <= last; i++) {
    __m256i on = _mm256_and_si256(_mm256_set1_epi32((int)(word >> (8 * i) & 0xFF)), bit);
    on = _mm256_cmpeq_epi32(on, bit);
    // Rows that are not selected repeat a selected one, which changes no side.
    __m256i x = _mm256_blendv_epi8(any_x, _mm256_loadu_si256((const __m256i *)longitudes + i), on);
    __m256i y = _mm256_blendv_epi8(any_y, _mm256_loadu_si256((const __m256i *)latitudes + i), on);
    __m256i price =
        _mm256_and_si256(eight_prices(columns->prices, block * 64 + 8 * (size_t)i, width), on);
    s->west = _mm256_min_epi32(s->west, x);
    s->east = _mm256_max_epi32(s->east, x);
    s->south = _mm256_min_epi32(s->south, y);
    s->north = _mm256_max_epi32(s->north, y);
    s->least = _mm256_min_epu32(s->least, _mm256_add_epi32(price, ones));
    s->most = _mm256_max_epu32(s->most, price);
    s->sum = _mm256_add_epi64(
        s->sum, _mm256_add_epi64(_mm256_srli_epi64(price, 32), _mm256_and_si256(price, low)));
    __m256 none = _mm256_castsi256_ps(_mm256_cmpeq_epi32(price, zero));
    priced += 8 - (uint64_t)__builtin_popcount((unsigned)_mm256_movemask_ps(none));
  }
  s->counts += rows | priced << 32;
}

AVX2 INLINE void add_node(sums *s, const plat_summary *node) {
  uint64_t counts;
  __builtin_memcpy(&counts, &node->rows, 8);
  s->counts += counts;
  s->price_sum += node->price_sum;
  // A minimum price is stored minus 1 while rows are added, so that a missing one is the maximum.
  s->least_price = node->least_price - 1 < s->least_price && node->priced ? node->least_price - 1
                                                                          : s->least_price;
  s->greatest_price =
      node->greatest_price > s->greatest_price ? node->greatest_price : s->greatest_price;
  s->sides =
      _mm_min_epi32(s->sides, _mm_xor_si128(_mm_loadu_si128((const __m128i *)&node->west), TURNED));
}

// Adds blocks by the largest possible nodes; 0 if one of them is not known.
AVX2 INLINE int add_nodes(sums *s, const plat_mask *mask, size_t first, size_t end) {
  for (size_t level = 0;; level++) {
    size_t count = mask->counts[level];
    int top = level + 1 >= mask->levels;
    for (; first < end && (top || first % PLAT_MASK_FAN); first++) {
      if (!plat_bit_get(mask->nodes_known[level], first)) return 0;
      add_node(s, mask->nodes[level] + first);
    }
    for (; first < end && end % PLAT_MASK_FAN && end < count; end--) {
      if (!plat_bit_get(mask->nodes_known[level], end - 1)) return 0;
      add_node(s, mask->nodes[level] + end - 1);
    }
    if (first >= end) return 1;
    first /= PLAT_MASK_FAN;
    end = (end + PLAT_MASK_FAN - 1) / PLAT_MASK_FAN;
  }
}

AVX2 INLINE int sum_avx2(
    const plat_cluster_columns *columns, const plat_mask *mask, size_t first, size_t end,
    plat_summary *summary, const size_t width) {
  sums s;
  s.price_sum = s.greatest_price = s.counts = 0;
  s.least_price = UINT64_MAX;
  s.sides = _mm_set1_epi32(INT32_MAX);
  s.is_wide = 0;
  size_t block = first / 64, last = (end - 1) / 64;
  uint64_t head = ~0ull << (first % 64), tail = ~0ull >> (63 - (end - 1) % 64);
  if (block == last) {
    add_word(&s, columns, block, mask->words[block] & head & tail, width);
  } else {
    if (~head) {
      add_word(&s, columns, block, mask->words[block] & head, width);
      block++;
    }
    last++;
    // The last block with a position may be partial and counts as full nevertheless.
    if (~tail && end < columns->rows) {
      last--;
      add_word(&s, columns, last, mask->words[last] & tail, width);
    }
    if (block < last && !add_nodes(&s, mask, block, last)) return 0;
  }
  if (s.is_wide) {
    const __m256i ones = _mm256_set1_epi32(-1);
    __m256i east = _mm256_xor_si256(s.east, ones), north = _mm256_xor_si256(s.north, ones);
    __m256i a = _mm256_min_epi32(
        _mm256_unpacklo_epi32(s.west, s.south), _mm256_unpackhi_epi32(s.west, s.south));
    __m256i b =
        _mm256_min_epi32(_mm256_unpacklo_epi32(east, north), _mm256_unpackhi_epi32(east, north));
    __m256i all = _mm256_min_epi32(_mm256_unpacklo_epi64(a, b), _mm256_unpackhi_epi64(a, b));
    __m128i sides = _mm_min_epi32(_mm256_castsi256_si128(all), _mm256_extracti128_si256(all, 1));
    s.sides = _mm_min_epi32(s.sides, sides);
    __m256i most = _mm256_xor_si256(s.most, ones);
    __m256i ends = _mm256_min_epu32(
        _mm256_unpacklo_epi32(s.least, most), _mm256_unpackhi_epi32(s.least, most));
    __m128i half = _mm_min_epu32(_mm256_castsi256_si128(ends), _mm256_extracti128_si256(ends, 1));
    half = _mm_min_epu32(half, _mm_shuffle_epi32(half, 0x4E));
    uint64_t both = (uint64_t)_mm_cvtsi128_si64(half), greatest = ~both >> 32;
    // Without any price the minimum is 2^32 - 1 (0 minus 1) and the maximum is 0.
    uint64_t least = greatest ? both & 0xFFFFFFFF : UINT64_MAX;
    s.least_price = least < s.least_price ? least : s.least_price;
    s.greatest_price = greatest > s.greatest_price ? greatest : s.greatest_price;
    __m128i total =
        _mm_add_epi64(_mm256_castsi256_si128(s.sum), _mm256_extracti128_si256(s.sum, 1));
    s.price_sum += (uint64_t)_mm_cvtsi128_si64(total) + (uint64_t)_mm_extract_epi64(total, 1);
  }
  summary->price_sum = s.price_sum;
  summary->least_price = s.least_price == UINT64_MAX ? UINT64_MAX : s.least_price + 1;
  summary->greatest_price = s.greatest_price;
  summary->rows = (uint32_t)s.counts;
  summary->priced = (uint32_t)(s.counts >> 32);
  _mm_storeu_si128((__m128i *)&summary->west, _mm_xor_si128(s.sides, TURNED));
  return 1;
}

#define FORM find_avx2
#define FORM_ATTRIBUTE AVX2
#define LEAST_OF least_avx2
#define SUM_OF sum_avx2
#include "clusters_find.h"

#define FIND_AVX2(WIDTH)                                                                           \
  AVX2 static size_t find_avx2_##WIDTH(                                                            \
      const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,           \
      const plat_cluster_query *query, const uint32_t *clusters, size_t count, plat_found *found,  \
      size_t *done) {                                                                              \
    return find_avx2(zoom, columns, mask, query, clusters, count, found, done, WIDTH);             \
  }
FIND_AVX2(1)
FIND_AVX2(2)
FIND_AVX2(4)
#endif

size_t plat_clusters_find(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,
    const plat_cluster_query *query, const uint32_t *clusters, size_t count, plat_found *found,
    size_t *done) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) {
    if (columns->price_bytes == 1)
      return find_avx2_1(zoom, columns, mask, query, clusters, count, found, done);
    if (columns->price_bytes == 2)
      return find_avx2_2(zoom, columns, mask, query, clusters, count, found, done);
    if (columns->price_bytes == 4)
      return find_avx2_4(zoom, columns, mask, query, clusters, count, found, done);
  }
#endif
  return find_portable(
      zoom, columns, mask, query, clusters, count, found, done, columns->price_bytes);
}
