#include "PlatKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#endif

static inline uint64_t parted_portable(const uint8_t *parting, uint8_t limit) {
  uint64_t word = 0;
  for (int i = 0; i < 64; i++) word |= (uint64_t)(parting[i] <= limit) << i;
  return word;
}

static inline uint8_t least_portable(const uint8_t *numbers, size_t count) {
  uint8_t least = 255;
  for (size_t i = 0; i < count; i++) least = numbers[i] < least ? numbers[i] : least;
  return least;
}

#if defined(__x86_64__)
AVX2 static inline uint64_t parted_avx2(const uint8_t *parting, uint8_t limit) {
  __m256i most = _mm256_set1_epi8((char)limit);
  __m256i a = _mm256_loadu_si256((const __m256i *)parting),
          b = _mm256_loadu_si256((const __m256i *)parting + 1);
  uint32_t low = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(a, most), a));
  uint32_t high = (uint32_t)_mm256_movemask_epi8(_mm256_cmpeq_epi8(_mm256_min_epu8(b, most), b));
  return (uint64_t)high << 32 | low;
}

AVX2 static uint8_t least_avx2(const uint8_t *numbers, size_t count) {
  if (count < 16) return least_portable(numbers, count);
  if (count < 32) {
    __m128i few = _mm_min_epu8(
        _mm_loadu_si128((const __m128i *)numbers),
        _mm_loadu_si128((const __m128i *)(numbers + count - 16)));
    few = _mm_min_epu8(few, _mm_srli_epi16(few, 8));
    return (uint8_t)_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_and_si128(few, _mm_set1_epi16(0xFF))));
  }
  __m256i least = _mm256_loadu_si256((const __m256i *)(numbers + count - 32));
  for (size_t i = 0; i + 32 <= count; i += 32)
    least = _mm256_min_epu8(least, _mm256_loadu_si256((const __m256i *)(numbers + i)));
  __m128i half = _mm_min_epu8(_mm256_castsi256_si128(least), _mm256_extracti128_si256(least, 1));
  // The minimum of eight pairs: the minimum of each byte and its neighbour goes into a 16-bit lane.
  __m128i pairs = _mm_min_epu8(half, _mm_srli_epi16(half, 8));
  return (uint8_t)_mm_cvtsi128_si32(_mm_minpos_epu16(_mm_and_si128(pairs, _mm_set1_epi16(0xFF))));
}
#endif

uint64_t plat_parted(const uint8_t *parting, uint8_t limit) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) return parted_avx2(parting, limit);
#endif
  return parted_portable(parting, limit);
}

uint8_t plat_least(const uint8_t *numbers, size_t count) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) return least_avx2(numbers, count);
#endif
  return least_portable(numbers, count);
}

// The boxes of a node's sixteen that touch a box and contain a row that stands alone.
static inline uint32_t touching(
    const int32_t *node, const uint8_t *lows, uint8_t limit, plat_box box) {
  uint32_t bits = 0;
  for (int i = 0; i < 16; i++) {
    uint32_t touches = node[i] <= box.east & node[32 + i] >= box.west & node[16 + i] <= box.north
                       & node[48 + i] >= box.south & lows[i] <= limit;
    bits |= touches << i;
  }
  return bits;
}

size_t plat_alone_search(
    const plat_tree *tree, const uint8_t *lows, uint8_t limit, plat_box box,
    const int32_t *longitudes, const int32_t *latitudes, const uint8_t *parting, size_t rows,
    uint32_t *blocks, uint64_t *words) {
  uint32_t node[8], bits[8];
  size_t count = 0;
  if (!tree->blocks || box.west > box.east || box.south > box.north) return 0;
  uint32_t depth = tree->levels - 1;
  node[depth] = 0;
  bits[depth] = touching(
      tree->nodes + (size_t)tree->level[depth] * 64, lows + (size_t)tree->level[depth] * 16, limit,
      box);
  for (;;) {
    if (!bits[depth]) {
      if (++depth == tree->levels) return count;
      continue;
    }
    uint32_t index = node[depth] * 16 + (uint32_t)__builtin_ctz(bits[depth]);
    bits[depth] &= bits[depth] - 1;
    if (depth) {
      if (index >= tree->level[depth] - tree->level[depth - 1]) continue;
      size_t place = (size_t)tree->level[--depth] + index;
      node[depth] = index;
      bits[depth] = touching(tree->nodes + place * 64, lows + place * 16, limit, box);
    } else if (index < tree->blocks) {
      size_t first = (size_t)index * 64;
      uint64_t parted = plat_parted(parting + first, limit);
      uint64_t behind = first + 64 >= rows || parting[first + 64] <= limit;
      // The last block is padded with 0, so the row before the padding counts as separate from it.
      uint64_t alone = parted & (parted >> 1 | behind << 63);
      if (first + 64 > rows) alone &= rows > first ? (1ull << (rows - first)) - 1 : 0;
      if (!alone) continue;
      blocks[count] = index;
      words[count] = alone;
      plat_box_words(box, longitudes, latitudes, blocks + count, words + count, 1);
      count += words[count] != 0;
    }
  }
}
