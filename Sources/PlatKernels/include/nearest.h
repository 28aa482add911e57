#pragma once
#include "circle.h"
#include "tree.h"
#include <stddef.h>
#include <stdint.h>

/// The greatest number of rows that plat_nearest looks for.
#define PLAT_NEAREST_MOST 128
/// What plat_nearest needs room for.
#define PLAT_NEAREST_ROOM (3 * PLAT_NEAREST_MOST)

/// A row with a position, its distance in metres, and room for the rank of its key.
typedef struct {
  double distance;
  uint32_t row, rank;
} plat_near;

/// The columns that plat_nearest reads: `rows` of them have a position. `words` says of each block
/// which rows are wanted; null for all.
typedef struct {
  const int32_t *longitudes, *latitudes;
  const uint64_t *words;
  size_t rows;
} plat_places;

/// Finds the `wanted` rows nearest to a position, and every further row that may be as near as the
/// last of them.
///
/// Distances are those of plat_centre_distance; rows come in ascending order of them. `out` has
/// room for PLAT_NEAREST_ROOM. Returns how many rows there are, or -1 where the search does not
/// apply: near a pole or the antimeridian, with fewer rows within reach of the series than are
/// wanted, or with more at one distance than there is room for.
ptrdiff_t plat_nearest(
    int32_t longitude, int32_t latitude, const plat_tree *tree, const plat_places *places,
    size_t wanted, plat_near out[PLAT_NEAREST_ROOM]);

/// The smallest block whose box holds a position; -1 where none does.
ptrdiff_t plat_block_around(const plat_tree *tree, int32_t longitude, int32_t latitude);
