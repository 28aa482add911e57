#pragma once
#include <stddef.h>
#include <stdint.h>

#include "tree.h"

// Parting zooms. `parting[r]` is one more than the lowest zoom at which row r and the row before it
// are in different items of the cluster pyramid. At zoom z a row stands alone if it and the row
// after it are both separate from the row before them: parting[r] <= z + 1 and parting[r + 1] <= z
// + 1. The row after the last one is always separate.

/// Lists the blocks with rows in a box that stand alone, in ascending order, and a word of these
/// rows for each.
///
/// `lows` has a number for each box of the tree: the minimum `limit` with which a row below it
/// stands alone. `parting` holds `rows` numbers, padded to whole blocks. `blocks` and `words` have
/// room for every block of the tree.
size_t plat_alone_search(
    const plat_tree *tree, const uint8_t *lows, uint8_t limit, plat_box box,
    const int32_t *longitudes, const int32_t *latitudes, const uint8_t *parting, size_t rows,
    uint32_t *blocks, uint64_t *words);

/// The rows of a block with a number of at most `limit`.
uint64_t plat_parted(const uint8_t *parting, uint8_t limit);

/// The minimum of some numbers; 255 if there are none.
uint8_t plat_least(const uint8_t *numbers, size_t count);
