#include "PlatKernels.h"

#include <stdlib.h>

static inline int before(plat_ranked a, plat_ranked b) {
  return a.key < b.key || (a.key == b.key && a.rank < b.rank);
}

static void sift_down(plat_ranked *heap, size_t count, size_t hole, plat_ranked entry) {
  for (;;) {
    size_t child = 2 * hole + 1;
    if (child >= count) break;
    if (child + 1 < count && before(heap[child], heap[child + 1])) child++;
    if (!before(entry, heap[child])) break;
    heap[hole] = heap[child];
    hole = child;
  }
  heap[hole] = entry;
}

static inline void offer(plat_topk *top, plat_ranked entry) {
  if (before(entry, (plat_ranked){top->after_key, top->after_rank, 0})) return;
  if (top->count < top->room) {
    size_t hole = top->count++;
    while (hole) {
      size_t parent = (hole - 1) / 2;
      if (!before(top->heap[parent], entry)) break;
      top->heap[hole] = top->heap[parent];
      hole = parent;
    }
    top->heap[hole] = entry;
  } else if (before(entry, top->heap[0])) {
    sift_down(top->heap, top->count, 0, entry);
  }
}

void plat_topk_offer(plat_topk *top, const plat_ranked *candidates, size_t count) {
  if (!top->room) return;
  for (size_t i = 0; i < count; i++) offer(top, candidates[i]);
}

void plat_topk_sort(plat_topk *top) {
  for (size_t n = top->count; n > 1; n--) {
    plat_ranked greatest = top->heap[0];
    plat_ranked last = top->heap[n - 1];
    sift_down(top->heap, n - 1, 0, last);
    top->heap[n - 1] = greatest;
  }
}

// A missing value is 0; its key is the maximum in both directions.
static inline uint64_t ascending_key(uint64_t value) { return value - 1; }
static inline uint64_t descending_key(uint64_t value) { return value ? ~value : ~0ull; }

#define TOPK(T, S)                                                                                 \
  size_t plat_topk_##S(                                                                            \
      plat_topk *top, const T *column, const T *low, const T *high, const uint32_t *ranks,         \
      const uint32_t *blocks, const uint64_t *words, size_t count, int32_t descending) {           \
    size_t read = 0;                                                                               \
    if (!top->room) return 0;                                                                      \
    for (size_t i = 0; i < count; i++) {                                                           \
      uint64_t word = words[i];                                                                    \
      if (!word) continue;                                                                         \
      uint32_t block = blocks[i];                                                                  \
      uint64_t worst = top->count == top->room ? top->heap[0].key : ~0ull;                         \
      if (top->count == top->room) {                                                               \
        uint64_t best = descending   ? descending_key(high[block])                                 \
                        : low[block] ? ascending_key(low[block])                                   \
                                     : 0;                                                          \
        if (best > worst) continue;                                                                \
      }                                                                                            \
      const T *values = column + (size_t)block * 64;                                               \
      uint32_t first = block * 64;                                                                 \
      read++;                                                                                      \
      for (; word; word &= word - 1) {                                                             \
        uint32_t j = (uint32_t)__builtin_ctzll(word);                                              \
        uint64_t key = descending ? descending_key(values[j]) : ascending_key(values[j]);          \
        if (key > worst) continue;                                                                 \
        offer(top, (plat_ranked){key, ranks[first + j], first + j});                               \
        worst = top->count == top->room ? top->heap[0].key : ~0ull;                                \
      }                                                                                            \
    }                                                                                              \
    return read;                                                                                   \
  }
TOPK(uint8_t, u8)
TOPK(uint16_t, u16)
TOPK(uint32_t, u32)
TOPK(uint64_t, u64)
