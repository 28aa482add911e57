#pragma once
#include <stddef.h>
#include <stdint.h>

/// A candidate for a page: its sort key, the rank of its listing key (which breaks ties) and its
/// row.
typedef struct {
  uint64_t key;
  uint32_t rank;
  uint32_t row;
} plat_ranked;

/// The `room` least candidates seen so far, as a max-heap over (key, rank).
///
/// Candidates before (`after_key`, `after_rank`) are skipped; with zeros, none is.
typedef struct {
  plat_ranked *heap;
  size_t room, count;
  uint64_t after_key;
  uint32_t after_rank;
} plat_topk;

/// Offers the rows that the words select, with a column's value as their key; missing values (0)
/// come last.
///
/// `descending` reverses the values, not the ranks. Once the heap is full, blocks without a good
/// enough value are not read. Returns the number of blocks whose values were read.
#define PLAT_TOPK_KERNEL(T, S)                                                                     \
  size_t plat_topk_##S(                                                                            \
      plat_topk *top, const T *column, const T *low, const T *high, const uint32_t *ranks,         \
      const uint32_t *blocks, const uint64_t *words, size_t count, int32_t descending);
PLAT_TOPK_KERNEL(uint8_t, u8)
PLAT_TOPK_KERNEL(uint16_t, u16)
PLAT_TOPK_KERNEL(uint32_t, u32)
PLAT_TOPK_KERNEL(uint64_t, u64)
#undef PLAT_TOPK_KERNEL

/// Offers candidates whose keys are already known.
void plat_topk_offer(plat_topk *top, const plat_ranked *candidates, size_t count);

/// Sorts the candidates by (key, rank), ascending; afterwards the array is not a heap.
void plat_topk_sort(plat_topk *top);
