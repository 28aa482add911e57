#include "PlatKernels.h"

#if defined(__x86_64__)
#include <immintrin.h>
#define AVX2 __attribute__((target("avx2,bmi,popcnt")))
#endif

// The boxes of a node's sixteen that touch a box, and those of them that lie inside it: one bit
// each.
typedef struct {
  uint32_t touches, inside;
} node_bits;

static inline node_bits node_portable(const int32_t *node, plat_box box) {
  node_bits bits = {0, 0};
  for (int i = 0; i < 16; i++) {
    int32_t west = node[i], south = node[16 + i], east = node[32 + i], north = node[48 + i];
    uint32_t touches =
        west <= box.east & east >= box.west & south <= box.north & north >= box.south;
    uint32_t inside = west >= box.west & east <= box.east & south >= box.south & north <= box.north;
    bits.touches |= touches << i;
    bits.inside |= (touches & inside) << i;
  }
  return bits;
}

static inline uint64_t rows_portable(
    const int32_t *longitudes, const int32_t *latitudes, plat_box box) {
  uint64_t word = 0;
  for (int i = 0; i < 64; i++) {
    int across = longitudes[i] >= box.west & longitudes[i] <= box.east;
    int along = latitudes[i] >= box.south & latitudes[i] <= box.north;
    word |= (uint64_t)(across & along) << i;
  }
  return word;
}

#if defined(__x86_64__)
AVX2 static inline node_bits node_avx2(const int32_t *node, plat_box box) {
  __m256i w = _mm256_set1_epi32(box.west), s = _mm256_set1_epi32(box.south);
  __m256i e = _mm256_set1_epi32(box.east), n = _mm256_set1_epi32(box.north);
  node_bits bits = {0, 0};
  for (int half = 0; half < 2; half++) {
    const __m256i *v = (const __m256i *)(node + 8 * half);
    __m256i west = _mm256_loadu_si256(v), south = _mm256_loadu_si256(v + 2);
    __m256i east = _mm256_loadu_si256(v + 4), north = _mm256_loadu_si256(v + 6);
    __m256i misses = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpgt_epi32(west, e), _mm256_cmpgt_epi32(w, east)),
        _mm256_or_si256(_mm256_cmpgt_epi32(south, n), _mm256_cmpgt_epi32(s, north)));
    __m256i leaves = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpgt_epi32(w, west), _mm256_cmpgt_epi32(east, e)),
        _mm256_or_si256(_mm256_cmpgt_epi32(s, south), _mm256_cmpgt_epi32(north, n)));
    uint32_t missed = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(misses));
    uint32_t left = (uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(leaves));
    bits.touches |= (~missed & 0xFF) << (8 * half);
    bits.inside |= (~(missed | left) & 0xFF) << (8 * half);
  }
  return bits;
}

AVX2 static inline uint64_t rows_avx2(
    const int32_t *longitudes, const int32_t *latitudes, plat_box box) {
  __m256i w = _mm256_set1_epi32(box.west), s = _mm256_set1_epi32(box.south);
  __m256i e = _mm256_set1_epi32(box.east), n = _mm256_set1_epi32(box.north);
  uint64_t word = 0;
  for (int i = 0; i < 8; i++) {
    __m256i x = _mm256_loadu_si256((const __m256i *)longitudes + i);
    __m256i y = _mm256_loadu_si256((const __m256i *)latitudes + i);
    __m256i out = _mm256_or_si256(
        _mm256_or_si256(_mm256_cmpgt_epi32(w, x), _mm256_cmpgt_epi32(x, e)),
        _mm256_or_si256(_mm256_cmpgt_epi32(s, y), _mm256_cmpgt_epi32(y, n)));
    word |= (uint64_t)(~(uint32_t)_mm256_movemask_ps(_mm256_castsi256_ps(out)) & 0xFF) << (8 * i);
  }
  return word;
}
#endif

// The walk: depth first and left to right, so that blocks come in ascending order. A node inside
// the box adds all its blocks without a test. `longitudes` is null if the caller wants only blocks.
#define WALK(NAME, ATTRIBUTE, NODE, ROWS)                                                          \
  ATTRIBUTE static size_t NAME(                                                                    \
      const plat_tree *tree, plat_box box, const int32_t *longitudes, const int32_t *latitudes,    \
      uint32_t *blocks, uint64_t *words, size_t *read) {                                           \
    struct {                                                                                       \
      uint32_t node;                                                                               \
      node_bits bits;                                                                              \
    } stack[8];                                                                                    \
    size_t count = 0, looked = 0;                                                                  \
    if (!tree->blocks || box.west > box.east || box.south > box.north) return 0;                   \
    uint32_t depth = tree->levels - 1;                                                             \
    stack[depth].node = 0;                                                                         \
    stack[depth].bits = NODE(tree->nodes + (size_t)tree->level[depth] * 64, box);                  \
    for (;;) {                                                                                     \
      uint32_t touches = stack[depth].bits.touches;                                                \
      if (!touches) {                                                                              \
        if (++depth == tree->levels) break;                                                        \
        continue;                                                                                  \
      }                                                                                            \
      uint32_t child = (uint32_t)__builtin_ctz(touches);                                           \
      stack[depth].bits.touches = touches & (touches - 1);                                         \
      uint32_t index = stack[depth].node * 16 + child;                                             \
      if (stack[depth].bits.inside >> child & 1) {                                                 \
        uint64_t first = (uint64_t)index << (4 * depth), end = first + (1ull << (4 * depth));      \
        if (end > tree->blocks) end = tree->blocks;                                                \
        for (uint64_t b = first; b < end; b++) {                                                   \
          blocks[count] = (uint32_t)b;                                                             \
          words[count++] = ~0ull;                                                                  \
        }                                                                                          \
      } else if (depth) {                                                                          \
        depth--;                                                                                   \
        if (index >= tree->level[depth + 1] - tree->level[depth]) {                                \
          depth++;                                                                                 \
          continue;                                                                                \
        }                                                                                          \
        stack[depth].node = index;                                                                 \
        stack[depth].bits = NODE(tree->nodes + ((size_t)tree->level[depth] + index) * 64, box);    \
      } else if (index < tree->blocks) {                                                           \
        blocks[count] = index;                                                                     \
        looked++;                                                                                  \
        words[count] = longitudes ? ROWS(                                                          \
                           longitudes + (size_t)index * 64, latitudes + (size_t)index * 64, box)   \
                                  : 0;                                                             \
        count += longitudes ? words[count] != 0 : 1;                                               \
      }                                                                                            \
    }                                                                                              \
    *read += looked;                                                                               \
    return count;                                                                                  \
  }

WALK(walk_portable, , node_portable, rows_portable)
#if defined(__x86_64__)
WALK(walk_avx2, AVX2, node_avx2, rows_avx2)
AVX2 static void box_words_avx2(
    plat_box box, const int32_t *longitudes, const int32_t *latitudes, const uint32_t *blocks,
    uint64_t *words, size_t count) {
  for (size_t i = 0; i < count; i++)
    if (words[i])
      words[i] &=
          rows_avx2(longitudes + (size_t)blocks[i] * 64, latitudes + (size_t)blocks[i] * 64, box);
}
#endif

size_t plat_box_search(
    const plat_tree *tree, plat_box box, const int32_t *longitudes, const int32_t *latitudes,
    uint32_t *blocks, uint64_t *words, size_t *read) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2)
    return walk_avx2(tree, box, longitudes, latitudes, blocks, words, read);
#endif
  return walk_portable(tree, box, longitudes, latitudes, blocks, words, read);
}

size_t plat_tree_search(const plat_tree *tree, plat_box box, uint32_t *blocks, uint64_t *words) {
  size_t read = 0;
  return plat_box_search(tree, box, NULL, NULL, blocks, words, &read);
}

void plat_box_words(
    plat_box box, const int32_t *longitudes, const int32_t *latitudes, const uint32_t *blocks,
    uint64_t *words, size_t count) {
#if defined(__x86_64__)
  if (plat_isa() == PLAT_ISA_AVX2) {
    box_words_avx2(box, longitudes, latitudes, blocks, words, count);
    return;
  }
#endif
  for (size_t i = 0; i < count; i++)
    if (words[i])
      words[i] &= rows_portable(
          longitudes + (size_t)blocks[i] * 64, latitudes + (size_t)blocks[i] * 64, box);
}
