#pragma once
#include "circle.h"
#include "tree.h"
#include <stddef.h>
#include <stdint.h>

/// The maximum number of rows for plat_nearest.
#define PLAT_NEAREST_MOST 128
/// The capacity of plat_nearest's output.
#define PLAT_NEAREST_ROOM (3 * PLAT_NEAREST_MOST)

/// A row with a position, its distance in metres, and room for the rank of its key.
typedef struct {
  double distance;
  uint32_t row, rank;
} plat_near;

/// The columns for plat_nearest: `rows` of them have a position. `words` has for each block the
/// rows that are wanted; null for all.
typedef struct {
  const int32_t *longitudes, *latitudes;
  const uint64_t *words;
  size_t rows;
} plat_places;

/// Finds the `wanted` rows nearest to a position, and every further row that may be as near as the
/// last of them.
///
/// Distances are those of plat_centre_distance; rows come in ascending order of distance. `out` has
/// room for PLAT_NEAREST_ROOM. Returns the number of rows, or -1 if the search does not apply: near
/// a pole or the antimeridian, with fewer rows within reach of the series than wanted, or with more
/// rows at one distance than fit.
ptrdiff_t plat_nearest(
    int32_t longitude, int32_t latitude, const plat_tree *tree, const plat_places *places,
    size_t wanted, plat_near out[PLAT_NEAREST_ROOM]);

/// The smallest block whose box contains a position; -1 if none does.
ptrdiff_t plat_block_around(const plat_tree *tree, int32_t longitude, int32_t latitude);
