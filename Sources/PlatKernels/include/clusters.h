#pragma once
#include <stddef.h>
#include <stdint.h>

#include "summary.h"

/// What all rows of a cluster are together, and the least parting zoom behind its first row, with a
/// row that has it; a cache line.
typedef struct {
  plat_summary summary;
  uint32_t least_row;
  uint8_t parting;
  uint8_t nothing[11];
} plat_cluster_sum;

/// One zoom's clusters in row order: the first row of each, how many rows it has in
/// `row_count_bytes` bytes (1, 2 or 4), and its centre in units of 2^-32 of the Mercator square,
/// less 2^31.
typedef struct {
  const uint32_t *first_rows;
  const void *row_counts;
  size_t row_count_bytes;
  const int32_t *x, *y;
  size_t count;
  /// The sums of the clusters, or null where they are not known.
  const plat_cluster_sum *sums;
} plat_zoom;

/// What clusters are summed up from, and how many rows have a position. Whole blocks of each column
/// can be read.
typedef struct {
  const void *prices;
  size_t price_bytes;
  const int32_t *longitudes, *latitudes;
  /// Parting zooms (parting.h), and the least of each block.
  const uint8_t *parting, *parting_lows;
  size_t rows;
} plat_cluster_columns;

/// What is asked of clusters.
typedef struct {
  /// How many matches make a cluster.
  uint64_t least;
  /// Whether every row with a position matches.
  uint32_t matches_all;
  /// Whether clusters whose centres lie outside of the box are passed over, but for those with too
  /// few matches.
  uint32_t is_bounded;
  uint32_t west, north, east, south;
} plat_cluster_query;

/// A cluster with matches.
typedef struct {
  /// Its matches together; nothing where they are too few for a cluster.
  plat_summary summary;
  uint32_t x, y;
  /// All of its rows, and the first and the last that match.
  uint32_t first, end, first_match, last_match;
  /// Its number in the zoom.
  uint32_t cluster;
  /// The least parting zoom behind the first of its matches; 255 where there is one alone.
  uint8_t parting;
  uint8_t is_few;
} plat_found;

/// Fills in the sums of clusters that were found where every row matches, one for each cluster of a
/// zoom from the first on; a cluster without rows has none found and is passed over.
void plat_clusters_keep(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_found *found,
    size_t count, plat_cluster_sum *sums);

/// Lists the blocks of some clusters whose bit in `known` is not set, each once and in ascending
/// order. The clusters are in ascending order; `blocks` has room for every block.
size_t plat_clusters_unknown(
    const plat_zoom *zoom, size_t rows, const uint64_t *known, const uint32_t *clusters,
    size_t count, uint32_t *blocks);

/// Finds those of some clusters that have matches, in their order, and sums up those that have
/// enough; the mask knows their blocks. `found` has room for all of them. Returns how many there
/// are, and in `done` how many clusters it looked at: less than `count` where the mask does not
/// know the nodes that the next one takes, whose matches are told behind the last found.
size_t plat_clusters_find(
    const plat_zoom *zoom, const plat_cluster_columns *columns, const plat_mask *mask,
    const plat_cluster_query *query, const uint32_t *clusters, size_t count, plat_found *found,
    size_t *done);
