#pragma once
#include <stddef.h>
#include <stdint.h>

/// A closed box in steps of 1e-7 degree.
typedef struct {
  int32_t west, south, east, north;
} plat_box;

/// A packed R-tree over the boxes of blocks.
///
/// A node is sixteen boxes side by side, 64 numbers: sixteen wests, souths, easts, norths. Level 0
/// holds the blocks' own boxes; node n of level k + 1 holds the boxes around nodes 16 n ... 16 n +
/// 15 of level k. `level[k]` is the first node of level k in `nodes`, `level[levels]` the number of
/// nodes. The top level is one node. A missing box has west above every east. A walk never leaves
/// the nodes given by `level`, whatever the boxes say.
typedef struct {
  const int32_t *nodes;
  uint32_t level[9];
  uint32_t levels;
  uint32_t blocks;
} plat_tree;

/// Lists the blocks that a box touches, in ascending order, with a word for each: all ones if the
/// block's box lies inside, zero if the block's rows must be tested. `blocks` and `words` have room
/// for every block of the tree.
size_t plat_tree_search(const plat_tree *tree, plat_box box, uint32_t *blocks, uint64_t *words);

/// Lists the blocks with rows in a box, in ascending order, with a word of these rows for each:
/// `plat_tree_search` and the test of the coordinates in one walk. `read` grows by the number of
/// blocks whose coordinates were read.
size_t plat_box_search(
    const plat_tree *tree, plat_box box, const int32_t *longitudes, const int32_t *latitudes,
    uint32_t *blocks, uint64_t *words, size_t *read);

/// Keeps the rows of listed blocks whose coordinates lie in a box.
void plat_box_words(
    plat_box box, const int32_t *longitudes, const int32_t *latitudes, const uint32_t *blocks,
    uint64_t *words, size_t count);
